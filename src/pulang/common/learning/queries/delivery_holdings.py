"""Deliveries and what is known of their people, as parts of what organisations own."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pulang.common.learning.models import (
    Attempt,
    Attendance,
    Certificate,
    Delivery,
    DeliverySession,
    DeliveryTrainer,
    Enrolment,
    Opinion,
    OpinionGiven,
    TeachingObserved,
    TrainerCertification,
    WorkObservation,
)
from pulang.foundation.holdings import Holding, Places, delete, register_holding

OF_DELIVERY = "delivery__marking"


def register() -> None:
    """Called at start-up."""
    register_holding(*_deliveries(), *_results(), *_trainers())


def _deliveries() -> tuple[Holding, ...]:
    return (
        Holding(
            Delivery, _("Deliveries of courses"), lambda places: Q(organisation__in=places), "marking", erase=delete
        ),
        Holding(
            DeliverySession,
            _("Sessions of deliveries"),
            lambda places: Q(delivery__organisation__in=places),
            OF_DELIVERY,
            erase=delete,
        ),
        Holding(
            DeliveryTrainer,
            _("Trainers of deliveries"),
            lambda places: Q(delivery__organisation__in=places) | Q(contact__organisation__in=places),
            OF_DELIVERY,
            erase=delete,
        ),
        Holding(Enrolment, _("Nominations for deliveries"), _enrolments, OF_DELIVERY, erase=delete),
        Holding(
            Attendance,
            _("Who was at which session"),
            lambda places: _enrolments(places, "enrolment__"),
            "session__delivery__marking",
            erase=delete,
        ),
    )


def _results() -> tuple[Holding, ...]:
    return (
        Holding(
            Attempt,
            _("Answers to tests"),
            lambda places: _enrolments(places, "enrolment__"),
            "enrolment__delivery__marking",
            erase=delete,
        ),
        Holding(
            WorkObservation,
            _("What was observed at work after training"),
            lambda places: _enrolments(places, "enrolment__"),
            "enrolment__delivery__marking",
            erase=delete,
        ),
        Holding(
            Opinion,
            _("What people thought of deliveries"),
            lambda places: Q(delivery__organisation__in=places),
            OF_DELIVERY,
            erase=delete,
        ),
        Holding(
            OpinionGiven,
            _("Who said what they thought"),
            lambda places: _enrolments(places, "enrolment__"),
            "enrolment__delivery__marking",
            erase=delete,
        ),
        Holding(
            Certificate,
            _("Certificates"),
            lambda places: _enrolments(places, "enrolment__"),
            "marking",
            erase=delete,
        ),
    )


def _trainers() -> tuple[Holding, ...]:
    return (
        Holding(
            TrainerCertification,
            _("Certified trainers"),
            lambda places: Q(contact__organisation__in=places),
            erase=delete,
        ),
        Holding(
            TeachingObserved,
            _("What was observed of teaching"),
            lambda places: Q(contact__organisation__in=places),
            erase=delete,
        ),
    )


def _enrolments(places: Places, prefix: str = "") -> Q:
    """Of its own deliveries, and of its own people anywhere."""
    return Q(**{f"{prefix}delivery__organisation__in": places}) | Q(**{f"{prefix}organisation__in": places})
