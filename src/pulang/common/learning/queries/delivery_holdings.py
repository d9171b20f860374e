"""Deliveries and what is known of their people, as parts of what organisations own."""

from django.db.models import Model, Q
from django.utils.functional import Promise
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
    PhonesAllowed,
    Reply,
    Room,
    Round,
    Seat,
    StudyAnswer,
    StudyFolder,
    StudyKey,
    TeachingObserved,
    TrainerCertification,
    WorkObservation,
)
from pulang.foundation.holdings import Holding, Places, delete, register_holding

OF_DELIVERY = "delivery__marking"


def register() -> None:
    """Called at start-up."""
    register_holding(*_deliveries(), *_rooms(), *_studies(), *_results(), *_trainers())


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


def _rooms() -> tuple[Holding, ...]:
    return (
        _part(PhonesAllowed, _("Who allowed telephones at deliveries"), ""),
        _part(Room, _("Classrooms of deliveries"), "session__", kept_back="code"),
        _part(Seat, _("Seats in classrooms, without names"), "room__session__", kept_back="nickname"),
        _part(Round, _("What classes were asked"), "room__session__"),
        _part(Reply, _("What classes answered"), "round__room__session__"),
    )


def _studies() -> tuple[Holding, ...]:
    return (
        Holding(
            StudyAnswer,
            _("Answers in self-study"),
            lambda places: _enrolments(places, "enrolment__"),
            "enrolment__delivery__marking",
            erase=delete,
        ),
        _part(StudyFolder, _("Folders for self-study"), ""),
        _part(StudyKey, _("Keys of folders for self-study"), "folder__", kept_back="secret"),
    )


def _part(model: type[Model], title: Promise, way: str, *, kept_back: str = "") -> Holding:
    """Something that belongs to a delivery, along ``way`` to it; what is ``kept_back`` is never copied."""
    return Holding(
        model,
        title,
        lambda places: Q(**{f"{way}delivery__organisation__in": places}),
        f"{way}{OF_DELIVERY}",
        frozenset({kept_back} if kept_back else ()),
        erase=delete,
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
