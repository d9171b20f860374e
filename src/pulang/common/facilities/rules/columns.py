"""The headings of a file: which column says what. Grades are headings too: "officer women", "officer men"."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.common.facilities.rules.problems import Fault
from pulang.common.facilities.rules.words import GRADES
from pulang.foundation.tables.blank import csv_of, xlsx_of
from pulang.foundation.tables.faults import Problem, problem
from pulang.foundation.tables.headings import heading

REQUIRED = ("key", "date", "capacity", "population")
OPTIONAL = ("name", "under", "for whom")
SEXES = ("women", "men")
STAFF = re.compile(r"(?P<grade>\S.*) (?P<part>women|men|posts)")
LAST_WORD = re.compile(r"[ \-]*(women|men|posts)$", re.IGNORECASE)
LONGEST_GRADE = 60
NEAR = 0.9


@dataclass(frozen=True)
class ColumnWords:
    """A column as the page that explains the file tells it."""

    name: str
    meaning: Promise
    example: str
    needed: Promise


_ALWAYS = _("always")
_FOR_NEW = _("for a facility that is new to the register")
_WITH_STAFF = _("where staff is given")
_KEY = _("The facility's short name for machines. It never changes.")
_NAME = _("The facility's name. For a known facility it must be the register's.")
_GRADE = _("Women of this grade in post on that day. Put your own grade in the place of “officer”.")
_POSTS = _("Established posts of this grade, filled or not. The cell may stay empty.")
COLUMNS = (
    ColumnWords("key", _KEY, "kilima-mto", _ALWAYS),
    ColumnWords("name", _NAME, "Mto Prison", _FOR_NEW),
    ColumnWords("under", _("Key of the region or service to which the facility belongs."), "kilima-coast", _FOR_NEW),
    ColumnWords("for whom", _("One of: men, women, children, mixed."), "men", _FOR_NEW),
    ColumnWords("date", _("The day on which people and staff were counted."), "2026-01-31", _ALWAYS),
    ColumnWords("capacity", _("How many people the facility is meant to hold."), "600", _ALWAYS),
    ColumnWords("population", _("How many people were in custody there on that day."), "718", _ALWAYS),
    ColumnWords("officer women", _GRADE, "41", _WITH_STAFF),
    ColumnWords("officer men", _("Men of this grade in post on that day."), "139", _WITH_STAFF),
    ColumnWords("officer posts", _POSTS, "200", _("never")),
)


def blank_csv() -> bytes:
    """The table of figures as text."""
    return csv_of(COLUMNS)


def blank_xlsx() -> bytes:
    """The table of figures as a workbook."""
    return xlsx_of(COLUMNS, "facilities")


@dataclass(frozen=True)
class Grade:
    """A grade that the headings name: its folded key, and its name as it is written there."""

    key: str
    name: str


@dataclass
class Columns:
    """Places of the columns in a row. ``staff`` is by grade and part (women, men, posts)."""

    places: dict[str, int] = field(default_factory=dict)
    staff: dict[tuple[str, str], int] = field(default_factory=dict)
    grades: dict[str, Grade] = field(default_factory=dict)
    width: int = 0


def read_headings(cells: Sequence[str], row: int, known_grades: Sequence[str] = ()) -> tuple[Columns, list[Problem]]:
    """The columns of a file and everything that is wrong with its headings."""
    columns = Columns(width=len(cells))
    problems = [found for place, cell in enumerate(cells) for found in _read(columns, place, cell, row, known_grades)]
    problems += [problem(row, name, Fault.MISSING_COLUMN) for name in _missing(columns)]
    return columns, problems


def _read(columns: Columns, place: int, cell: str, row: int, known_grades: Sequence[str]) -> Iterator[Problem]:
    name = heading(cell)
    if not name:
        return
    staff = STAFF.fullmatch(name)
    if name in REQUIRED + OPTIONAL:
        if name in columns.places:
            yield problem(row, cell, Fault.DOUBLE_COLUMN)
        columns.places.setdefault(name, place)
    elif staff and len(staff["grade"]) <= LONGEST_GRADE:
        yield from _read_staff(columns, place, cell, row, staff, known_grades)
    else:
        yield problem(row, cell, Fault.UNKNOWN_COLUMN)


def _read_staff(
    columns: Columns, place: int, cell: str, row: int, staff: re.Match[str], known_grades: Sequence[str]
) -> Iterator[Problem]:
    grade, part = staff["grade"], staff["part"]
    if (grade, part) in columns.staff:
        yield problem(row, cell, Fault.DOUBLE_COLUMN)
    near = near_grade(grade, [*GRADES, *known_grades])
    if near:
        yield problem(row, cell, Fault.NEAR_GRADE, value=grade, near=near)
    columns.staff.setdefault((grade, part), place)
    columns.grades.setdefault(grade, Grade(grade, _written(cell) or grade))


def _written(cell: str) -> str:
    """The grade as its service writes it: the heading without its last word."""
    return LAST_WORD.sub("", " ".join(cell.replace("_", " ").split()))[: 2 * LONGEST_GRADE]


def near_grade(grade: str, known: Sequence[str]) -> str:
    """The known grade of which this is probably a slip of the pen."""
    if grade in known:
        return ""
    return next(iter(difflib.get_close_matches(grade, known, n=1, cutoff=NEAR)), "")


def _missing(columns: Columns) -> Iterator[str]:
    yield from (name for name in REQUIRED if name not in columns.places)
    for grade in columns.grades:
        yield from (f"{grade} {sex}" for sex in SEXES if (grade, sex) not in columns.staff)
