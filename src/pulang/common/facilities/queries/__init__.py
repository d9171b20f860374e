"""Reading the register: the list, one facility, and what a file would meet."""

from pulang.common.facilities.queries.facilities import (
    ORDERS,
    CountLine,
    Strength,
    counts,
    facilities,
    facilities_named,
    place_names,
    places,
    strength,
)
from pulang.common.facilities.queries.listing import FACILITIES, Listed
from pulang.common.facilities.queries.register import counts_of, imports, known, known_grades, uploads

__all__ = [
    "FACILITIES",
    "ORDERS",
    "CountLine",
    "Listed",
    "Strength",
    "counts",
    "counts_of",
    "facilities",
    "facilities_named",
    "imports",
    "known",
    "known_grades",
    "place_names",
    "places",
    "strength",
    "uploads",
]
