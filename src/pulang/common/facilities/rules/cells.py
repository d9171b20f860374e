"""Reading one row of a table cell by cell; what is wrong is collected, and a row is only used where nothing is."""

import re
from datetime import date

from pulang.common.facilities.rules.problems import Fault
from pulang.foundation.tables.faults import Problem, problem
from pulang.foundation.tables.reading import Line
from pulang.kernel.folding import fold, sort_key

LONGEST_SHOWN, LONGEST_NAME = 80, 200
EARLIEST_YEAR = 1900
ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
SLASHED = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})")
TWO_WAYS = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](\d{2}|\d{4})")
MONTHS = 12


class CellReader:
    """The cells of a row by the names of their columns (``places``); ``width`` is that of the headings."""

    def __init__(self, line: Line, places: dict[str, int], width: int, today: date) -> None:
        self.line, self.places, self.today = line, places, today
        self.problems: list[Problem] = []
        if any(line.cells[width:]):
            self.wrong("", Fault.TOO_MANY_CELLS)

    def wrong(self, column: str, fault: Fault, **told: object) -> None:
        self.problems.append(problem(self.line.number, column, fault, **told))

    def at(self, place: int | None) -> str:
        return self.line.cells[place] if place is not None and place < len(self.line.cells) else ""

    def cell(self, column: str) -> str:
        return self.at(self.places.get(column))

    def name(self, column: str) -> str:
        text = " ".join(self.cell(column).split())
        longest = max(len(text), len(sort_key(text)) // 2)
        if longest > LONGEST_NAME:
            self.wrong(column, Fault.TOO_LONG, length=longest, most=LONGEST_NAME)
        return text

    def day(self, column: str, *, ahead: Fault = Fault.DATE_AHEAD) -> date:
        """The date of a cell; the first of all days where there is none or it is wrong."""
        text = self.cell(column)
        plain = fold(text)
        if not plain:
            self.wrong(column, Fault.MISSING)
            return date.min
        found = _date(plain)
        shown = text[:LONGEST_SHOWN]
        if found is None:
            ambiguous = TWO_WAYS.fullmatch(plain) and not DOTTED.fullmatch(plain)
            self.wrong(column, Fault.DATE_AMBIGUOUS if ambiguous else Fault.DATE_UNREAL, value=shown)
        elif found > self.today:
            self.wrong(column, ahead, value=shown)
        return found or date.min


def _date(text: str) -> date | None:
    """The day, where there is one and only one way to read it."""
    if found := ISO.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := DOTTED.fullmatch(text):
        day, month, year = map(int, found.groups())
    elif (found := SLASHED.fullmatch(text)) and (read := _one_way(*map(int, found.groups()))):
        day, month, year = read
    else:
        return None
    try:
        return date(year, month, day) if year >= EARLIEST_YEAR else None
    except ValueError:
        return None


def _one_way(first: int, second: int, year: int) -> tuple[int, int, int] | None:
    """Day, month and year of 22/11/2026 and of 11/22/2026; ``None`` for 01/11/2026."""
    if first > MONTHS or first == second:
        return first, second, year
    return (second, first, year) if second > MONTHS else None
