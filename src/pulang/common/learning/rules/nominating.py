"""A list of people to nominate, as it is pasted from a spreadsheet: its rows, and what is wrong with them."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.foundation.tables.headings import heading, known
from pulang.kernel.folding import fold, skeletons

COLUMNS = ("name", "number", "position")
LONGEST = {"name": 200, "number": 40, "position": 200}
MOST_ROWS, LARGEST = 500, 100_000
Line = tuple[int, tuple[str, ...]]
SEPARATORS = ("\t", ";", ",")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Other words for a column of names than the product's own, folded.
NAMES = frozenset({"names", "noms", "اسم"})
COLUMN_WORDS: dict[str, Promise] = {
    "name": _("Name"), "number": _("Service number"), "position": _("Position"), "": _("The list"),
}  # fmt: skip


class Fault(StrEnum):
    EMPTY = "empty"
    TOO_LARGE = "too-large"
    TOO_MANY_ROWS = "too-many-rows"
    NOT_TEXT = "not-text"
    BROKEN_QUOTES = "broken-quotes"
    NO_NAME = "no-name"
    TOO_LONG = "too-long"
    TOO_MANY_CELLS = "too-many-cells"
    TWICE = "twice"
    OTHER_NAME = "other-name"
    ALIKE = "alike"
    SEVERAL = "several"
    UNKNOWN = "unknown"
    UNKNOWN_COLUMN = "unknown-column"
    DOUBLE_COLUMN = "double-column"
    DECLINED = "declined"
    TEACHES = "teaches"


WORDS: dict[Fault, Promise] = {
    Fault.EMPTY: _("The list is empty. Write one person in each line."),
    Fault.TOO_LARGE: _("The list is too long. Send it in parts."),
    Fault.TOO_MANY_ROWS: _("The list has more than {most} people. Send it in parts."),
    Fault.NOT_TEXT: _("This is not text. Copy the cells in the spreadsheet and paste them here."),
    Fault.BROKEN_QUOTES: _("A quotation mark is opened and not closed, so the cells run together."),
    Fault.NO_NAME: _("This person has no name. Fill it in."),
    Fault.TOO_LONG: _("This cell has {length} characters; the most is {most}."),
    Fault.TOO_MANY_CELLS: _("This row has more than three cells. Write name, service number and position."),
    Fault.TWICE: _("Row {first} is the same person."),
    Fault.OTHER_NAME: _("This service number belongs to {known}. Check number and name."),
    Fault.ALIKE: _("This may be {known}. Nominate that person by name, or somebody new, on the page for one person."),
    Fault.SEVERAL: _("Several people have this number or name. Nominate the right one on the page for one person."),
    Fault.UNKNOWN: _("Nobody here is found by this name or number, and you cannot add people at this organisation."),
    Fault.UNKNOWN_COLUMN: _("The column “{heading}” is not known. Take it out, or name it as the template does."),
    Fault.DOUBLE_COLUMN: _("The column “{heading}” stands there twice."),
    Fault.DECLINED: _("This person was declined for this delivery."),
    Fault.TEACHES: _("This person teaches at the delivery."),
}


@dataclass(frozen=True)
class Row:
    """One person of a list, with the line as a spreadsheet counts it."""

    line: int
    name: str
    number: str = ""
    position: str = ""


@dataclass(frozen=True)
class Problem:
    """What is wrong with a row, or with the list as a whole (line 0)."""

    line: int
    column: str
    fault: Fault
    told: tuple[tuple[str, object], ...] = ()

    @property
    def message(self) -> str:
        """The sentence in the reader's language."""
        return str(WORDS[self.fault]).format(**dict(self.told))

    @property
    def where(self) -> Promise:
        """The column in words."""
        return COLUMN_WORDS[self.column]


def problem(line: int, column: str, fault: Fault, **told: object) -> Problem:
    """A problem with what its sentence tells."""
    return Problem(line, column, fault, tuple(told.items()))


def read(text: str) -> tuple[list[Row], list[Problem]]:
    """The people of a list and what is wrong with its rows; a list that cannot be read has one problem and no row."""
    text = text.removeprefix("\ufeff")
    whole = _whole(text)
    if whole is not None:
        return [], [problem(0, "", whole, most=MOST_ROWS)]
    try:
        lines = list(_lines(text))
    except csv.Error:
        return [], [problem(0, "", Fault.BROKEN_QUOTES)]
    if len(lines) > MOST_ROWS:
        return [], [problem(0, "", Fault.TOO_MANY_ROWS, most=MOST_ROWS)]
    problems, lines = _ordered(lines)
    checked = [(Row(line, *_filled(cells)), _wrong(line, cells)) for line, cells in lines]
    rows = [row for row, wrong in checked if not wrong]
    problems += [wrong for _row, wrong in checked if wrong]
    return rows, problems if lines or problems else [problem(0, "", Fault.EMPTY)]


def _whole(text: str) -> Fault | None:
    if not text.strip():
        return Fault.EMPTY
    if len(text) > LARGEST:
        return Fault.TOO_LARGE
    return Fault.NOT_TEXT if CONTROL.search(text) else None


def _lines(text: str) -> Iterator[Line]:
    """Rows that hold anything."""
    first = next(line for line in text.splitlines() if line.strip())
    separator = max(SEPARATORS, key=first.count)
    for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), 1):
        stripped = tuple(" ".join(cell.split()) for cell in cells)
        while stripped and not stripped[-1]:
            stripped = stripped[:-1]
        if stripped:
            yield number, stripped


def _ordered(lines: list[Line]) -> tuple[list[Problem], list[Line]]:
    """What is wrong with headings, and the rows below them with their cells in our order; headings may be left out."""
    number, first = lines[0] if lines else (0, ())
    named = known({column: COLUMN_WORDS[column] for column in COLUMNS}) | dict.fromkeys(NAMES, "name")
    columns = [named.get(heading(cell), "") for cell in first]
    if "name" not in columns:
        return [], lines
    problems = [
        problem(number, "", Fault.DOUBLE_COLUMN if column else Fault.UNKNOWN_COLUMN, heading=cell)
        for place, (cell, column) in enumerate(zip(first, columns, strict=True))
        if cell and (not column or column in columns[:place])
    ]
    places = [columns.index(column) if column in columns else None for column in COLUMNS]
    return problems, [(line, _placed(cells, places, len(first))) for line, cells in lines[1:]]


def _placed(cells: tuple[str, ...], places: Sequence[int | None], width: int) -> tuple[str, ...]:
    """The cells in our order; those beyond the headings stay behind them, so that they are found to be too many."""
    found = [cells[place] if place is not None and place < len(cells) else "" for place in places]
    return (*found, *(cell for cell in cells[width:] if cell))


def _filled(cells: Sequence[str]) -> tuple[str, str, str]:
    name, number, position = (*cells, "", "", "")[:3]
    return name, number, position


def _wrong(line: int, cells: Sequence[str]) -> Problem | None:
    if len(cells) > len(COLUMNS):
        return problem(line, "", Fault.TOO_MANY_CELLS)
    if not cells[0]:
        return problem(line, "name", Fault.NO_NAME)
    for column, cell in zip(COLUMNS, cells, strict=False):
        if len(cell) > LONGEST[column]:
            return problem(line, column, Fault.TOO_LONG, length=len(cell), most=LONGEST[column])
    return None


def sounds_alike(one: str, other: str) -> bool:
    """Whether all words of the shorter name sound like words of the longer one, in whatever script each is written."""
    sounds, others = _sounds(one), _sounds(other)
    return sounds <= others or others <= sounds


@lru_cache(maxsize=4096)
def _sounds(name: str) -> frozenset[str]:
    return frozenset(skeletons(name)) or frozenset({fold(name)})
