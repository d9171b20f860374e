"""Requests and the answers to them, as parts of what countries own."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from pulang.common.files.actions import attachments
from pulang.forum.engagements.models import (
    Answer,
    Clearance,
    EngagementRequest,
    RequestFile,
    RequestPlan,
    RequestProvision,
    RequestTranslation,
    RequestTurn,
)
from pulang.foundation.holdings import Holding, Places, delete, register_holding

OF_REQUEST = "request__marking"


def register() -> None:
    """Called at start-up."""
    register_holding(
        Holding(EngagementRequest, _("Engagement requests"), lambda places: _of(places, ""), "marking", erase=delete),
        _part(RequestProvision, _("Good practices of requests")),
        _part(RequestTranslation, _("Translations of requests")),
        attachments(RequestFile, _("Files beside requests"), "country"),
        _part(RequestTurn, _("Steps of requests")),
        Holding(
            Answer,
            _("Answers of the working group to requests"),
            _of,
            "marking",
            only=Q(given_at__isnull=False),
            erase=_erase_answers,
        ),
        Holding(
            Clearance,
            _("Work of the working group on answers"),
            lambda places: Q(answer__request__country__in=places),
            is_copied=False,
            erase=delete,
        ),
        Holding(RequestPlan, _("Which request led to which plan"), _either, OF_REQUEST, erase=delete),
    )


def _part(model: Any, words: Any) -> Holding:
    return Holding(model, words, _of, OF_REQUEST, erase=delete)


def _of(places: Places, field: str = "request__") -> Q:
    return Q(**{f"{field}country__in": places})


def _either(places: Places) -> Q:
    return _of(places) | Q(plan__host__in=places)


def _erase_answers(rows: QuerySet[Answer]) -> None:
    """A request points at the answer that was given, and goes after it."""
    EngagementRequest.objects.filter(given__in=rows).update(given=None)
    rows.delete()
