"""Working groups for programs: who co-chairs them, who sits in them, what came before."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from django.utils.translation import gettext_lazy as _
from ninja import Query

from pulang.common.marking.queries import standing
from pulang.forum.bodies import queries
from pulang.forum.bodies.models import Body
from pulang.forum.bodies.permissions import BodiesPermission as P
from pulang.foundation.api.calling import ApiRequest
from pulang.foundation.api.leaving import Offered, OfferedList, listed
from pulang.foundation.api.operations import Group
from pulang.foundation.api.shapes import Listed, Named, Paging, Part, Shown
from pulang.foundation.pages import Order
from pulang.kernel.tlp import Label

group = Group("bodies", _("Working groups"), _("Who co-chairs them, who sits in them, what came before."))
BY_KEY: Sequence[Order] = (Order("key", _("Key"), ("key", "id")),)


class SeatShown(Part):
    """A place in the group now."""

    organisation: Named
    kind: str
    since: date


class BodyShown(Shown):
    """A working group."""

    key: str
    name: str
    starts_on: date
    ends_on: date | None
    successor: str | None
    seats: list[SeatShown]


@group.reads("bodies", Listed[BodyShown], may=[P.BODY_VIEW], summary=_("List working groups"))
def list_bodies(request: ApiRequest, paging: Query[Paging]) -> OfferedList:
    """Living ones and those that have ended, with their present seats."""

    def offer(rows: Sequence[Body]) -> list[Offered]:
        return [Offered(row, [standing(Label.CLEAR)], partial(_shape, request, row)) for row in rows]

    return listed(request, queries.bodies(request.viewer).order_by(), BY_KEY, paging, offer)


def _shape(request: ApiRequest, row: Body) -> BodyShown:
    seats = [
        SeatShown(
            organisation=Named(id=seat.organisation.key, name=seat.organisation.name),
            kind=seat.kind,
            since=seat.starts_on,
        )
        for seat in queries.seats(request.viewer, row)
    ]
    return BodyShown(
        key=row.key,
        name=row.name,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        successor=row.successor.key if row.successor else None,
        seats=seats,
    )
