"""Dates as precise as a source gives them: a year, a month, a day, or a time between two of these."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

PART = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True)
class Partial:
    """The days that a partial date covers, and how many of year, month and day were given (1 to 3)."""

    first: date
    last: date
    precision: int


def partial(text: str) -> Partial | None:
    """Read "2016", "2019-05" or "2015-10-07"; ``None`` for anything else."""
    found = PART.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        return _covering(year or 0, month, day)
    except ValueError:
        return None


def between(text: str) -> Partial | None:
    """Read a partial date, or two with a slash between them; ``None`` where the end lies before the beginning."""
    first, slash, last = text.partition("/")
    begin, end = partial(first), partial(last if slash else first)
    if begin is None or end is None or end.last < begin.first:
        return None
    return Partial(begin.first, end.last, min(begin.precision, end.precision))


def _covering(year: int, month: int | None, day: int | None) -> Partial:
    if month is None:
        return Partial(date(year, 1, 1), date(year, 12, 31), 1)
    if day is None:
        first = date(year, month, 1)
        return Partial(first, first.replace(day=monthrange(year, month)[1]), 2)
    return Partial(date(year, month, day), date(year, month, day), 3)
