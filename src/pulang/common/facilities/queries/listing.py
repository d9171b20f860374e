"""The list of the register: what a line says of each facility that the viewer may see."""

from datetime import date
from typing import NamedTuple

from django.db.models import F, QuerySet

from pulang.common.facilities.models import Facility
from pulang.common.facilities.queries.facilities import ORDERS, facilities, facilities_named
from pulang.foundation.listings import Listing
from pulang.foundation.policy.viewer import Viewer


class Listed(NamedTuple):
    """A facility as its line needs it."""

    key: str
    name: str
    above: str | None
    for_whom: str
    capacity: int
    population: int
    counted_on: date


def _rows(viewer: Viewer, under: str, for_whom: str, words: str) -> QuerySet[Facility]:
    rows = facilities(viewer, under=under, for_whom=for_whom)
    return facilities_named(rows, words) if words else rows


# Facilities, the tree of organisations and their names change through actions only.
FACILITIES = Listing(
    Facility,
    _rows,
    ORDERS,
    Listed,
    {"key": F("organisation__key"), "name": F("organisation__name"), "above": F("organisation__parent__name")},
)
