"""Reading the register: the list, one facility, and what a file would meet."""

from pulang.common.facilities.queries.differing import Compared, compared
from pulang.common.facilities.queries.facilities import (
    ORDERS,
    CountLine,
    Strength,
    counts,
    facilities,
    facilities_named,
    grade_words,
    place_names,
    places,
    strength,
)
from pulang.common.facilities.queries.listing import FACILITIES, Listed
from pulang.common.facilities.queries.register import counts_of, imports, known, known_grades, uploads
from pulang.common.facilities.queries.roll import (
    ROLL_ORDERS,
    grades_by_name,
    known_roll,
    officers,
    postings,
    roll,
    roll_size,
    service_of,
    staff_lists,
    staff_uploads,
)

__all__ = [
    "FACILITIES",
    "ORDERS",
    "ROLL_ORDERS",
    "Compared",
    "CountLine",
    "Listed",
    "Strength",
    "compared",
    "counts",
    "counts_of",
    "facilities",
    "facilities_named",
    "grade_words",
    "grades_by_name",
    "imports",
    "known",
    "known_grades",
    "known_roll",
    "officers",
    "place_names",
    "places",
    "postings",
    "roll",
    "roll_size",
    "service_of",
    "staff_lists",
    "staff_uploads",
    "strength",
    "uploads",
]
