"""The list of requests: what everybody may know of each, and of those that the viewer may read what a line says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, QuerySet

from pulang.common.marking.queries import shown
from pulang.forum.engagements import rules
from pulang.forum.engagements.models import EngagementRequest, RequestTranslation
from pulang.forum.engagements.queries.requests import COUNTS, ORDERS, STATE_FILTERS, known, readable
from pulang.foundation.listings import Listing
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.prepared import IDS, Prepared


class Known(NamedTuple):
    """What every line rests on; no word that somebody wrote is in it."""

    id: UUID
    country_name: str
    made_at: datetime
    submitted_at: datetime | None
    endorsed_at: datetime | None
    returned_at: datetime | None
    withdrawn_at: datetime | None
    sent_at: datetime | None
    outcome: str | None
    given_at: datetime | None
    plan_count: int
    result_count: int

    @property
    def facts(self) -> rules.Facts:
        """What the state is computed from."""
        return rules.Facts(
            made_at=self.made_at,
            submitted_at=self.submitted_at,
            endorsed_at=self.endorsed_at,
            returned_at=self.returned_at,
            withdrawn_at=self.withdrawn_at,
            sent_at=self.sent_at,
            outcome=rules.Outcome(self.outcome) if self.outcome else None,
            given_at=self.given_at,
            plans=self.plan_count,
            results=self.result_count,
        )


@dataclass(frozen=True)
class Told:
    """What the line of a request says to its readers, in their language where there is a translation."""

    title: str
    language: str
    label: str
    changed_at: datetime


def _rows(viewer: Viewer, state: str) -> QuerySet[EngagementRequest]:
    """With a state only those that the viewer may read, since to others it is not told."""
    return readable(viewer).filter(STATE_FILTERS[rules.State(state)]) if state else known(viewer)


# Requests, answers, plans, markings and the tree of organisations change through actions only.
REQUESTS = Listing(
    EngagementRequest,
    _rows,
    ORDERS,
    Known,
    {
        **COUNTS,
        "country_name": F("country__name"),
        "outcome": F("given__outcome"),
        "given_at": F("given__given_at"),
    },
)
# In the order of the model's fields, as `from_db` takes them.
_TEXT = ("id", "language", "title", "changed_at", "marking_id")
_READABLE = Prepared(
    lambda viewer, ids: readable(viewer).filter(pk__in=ids).values_list(*_TEXT, "marking__label"), ids=IDS
)
_TITLES = Prepared(
    lambda language, ids: RequestTranslation.objects.filter(request__in=ids, language=language).values_list(
        "request_id", "title"
    ),
    ids=IDS,
)


def told(viewer: Viewer, requests: Iterable[Known], language: str) -> Mapping[UUID, Told]:
    """What the lines of those requests say that the viewer may read, through the gate. Seven queries at most."""
    labels: dict[UUID, str] = {}
    rows = []
    for *values, label in _READABLE.rows(viewer, ids=[request.id for request in requests]):
        rows.append(row := EngagementRequest.from_db("default", _TEXT, values))
        labels[row.pk] = label
    passed = shown(viewer, rows)
    titles = dict(_TITLES.rows(language, ids=[row.pk for row in passed])) if passed else {}
    return {row.pk: _told(row, titles, labels, language) for row in passed}


def _told(row: EngagementRequest, titles: Mapping[UUID, str], labels: Mapping[UUID, str], language: str) -> Told:
    translated: Any = titles.get(row.pk) if row.language != language else None
    title, spoken = (row.title, row.language) if translated is None else (translated, language)
    return Told(title, spoken, labels[row.pk], row.changed_at)
