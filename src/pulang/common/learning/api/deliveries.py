"""Deliveries for programs: when and where courses are held, with numbers; no names of participants."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Literal
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field

from pulang.common.learning.models import Delivery
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import deliveries as queries
from pulang.common.learning.queries.participants import trainers
from pulang.common.learning.queries.taught import course_key, number_of, titles_of
from pulang.common.learning.rules.delivering import Facts, delivery_state
from pulang.common.learning.rules.speaking import Said
from pulang.common.marking.queries import marked, standing
from pulang.foundation.api.calling import ApiRequest
from pulang.foundation.api.leaving import Offered, OfferedList, listed
from pulang.foundation.api.operations import Group
from pulang.foundation.api.shapes import Listed, Named, Paging, Part, Shown
from pulang.kernel import clock
from pulang.kernel.tlp import Label

group = Group(
    "training", _("Training"), _("Deliveries of courses: what, where, when and for how many. Names stay on the pages.")
)
MEMBERS = standing(Label.GREEN)
Show = Literal["", "ahead", "running", "to-close", "closed", "cancelled"]


class DeliveryShown(Shown):
    """One delivery as every member may know of it."""

    id: str
    course: str = Field(description="Key of the course.")
    version: str
    title: str
    state: str = Field(description="planned, open, full, running, to-close, closed or cancelled.")
    country: str | None = Field(description="Key of the country; none where an international organisation holds it.")
    organisation: Named
    language: str = Field(description="The language of teaching.")
    starts_on: date
    ends_on: date
    places: int
    accepted: int


class TrainerShown(Part):
    """A trainer: by name where the name may be known, else by code and country."""

    name: str
    code: str
    country: str
    part: str


class SessionHeld(Part):
    """A session of the delivery."""

    key: str
    starts_at: datetime | None
    minutes: int
    held: bool


class DeliveryWhole(DeliveryShown):
    """One delivery. Place and sessions are empty for whoever may only know that there is one."""

    place: str
    trainers: list[TrainerShown]
    sessions: list[SessionHeld]


@group.reads("deliveries", Listed[DeliveryShown], may=[P.DELIVERY_STAGE], summary=_("List deliveries"))
def list_deliveries(
    request: ApiRequest, paging: Query[Paging], order: Literal["latest", "earliest"] = "latest", show: Show = ""
) -> OfferedList:
    """By date. With `show` only those that are still to come, running, to be closed, closed or cancelled."""
    return listed(request, queries.asked(request.viewer, show=show), queries.ORDERS, paging, _offered, order=order)


def _offered(rows: Sequence[Delivery]) -> list[Offered]:
    facts, titles = queries.facts_of(rows), titles_of(rows, get_language() or "en")
    return [Offered(row, [MEMBERS], partial(_shown, row, facts[row.pk], titles[row.pk])) for row in rows]


@group.reads("deliveries/{uuid:pk}", DeliveryWhole, may=[P.DELIVERY_STAGE], summary=_("Read a delivery"))
def read_delivery(request: ApiRequest, pk: UUID) -> Offered:
    """With place, trainers and sessions, for those who may know where it is held."""
    row = queries.delivery(request.viewer, pk)
    held = queries.held(request.viewer, row)
    marking = marked(row) if P.DELIVERY_VIEW in held else MEMBERS
    return Offered(row, [marking], partial(_whole, request, row, held))


def _head(row: Delivery, facts: Facts, title: Said) -> dict[str, object]:
    organisation = row.organisation
    return {
        "id": str(row.pk),
        "course": course_key(row),
        "version": number_of(row),
        "title": title.heading,
        "state": delivery_state(facts, clock.today()).state.value,
        "country": organisation.country.key if organisation.country else None,
        "organisation": Named(id=organisation.key, name=organisation.name),
        "language": row.language,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "places": row.places,
        "accepted": facts.accepted,
    }


def _shown(row: Delivery, facts: Facts, title: Said) -> DeliveryShown:
    return DeliveryShown.model_validate(_head(row, facts, title))


def _whole(request: ApiRequest, row: Delivery, held: frozenset[str]) -> DeliveryWhole:
    inside = P.DELIVERY_VIEW in held
    title = titles_of([row], get_language() or "en")[row.pk]
    teaching = [
        {"name": each.name, "code": each.code, "country": each.country, "part": each.row.part}
        for each in trainers(request.viewer, row, held)
    ]
    sessions = [
        {
            "key": str(each), "starts_at": each.starts_at, "minutes": each.minutes, "held": each.held_at is not None,
        }
        for each in (queries.sessions_of(row) if inside else ())
    ]  # fmt: skip
    place = ", ".join(filter(None, (row.venue_text, row.venue.name if row.venue else ""))) if inside else ""
    beside = {"place": place, "trainers": teaching, "sessions": sessions}
    return DeliveryWhole.model_validate({**_head(row, queries.facts(row), title), **beside})
