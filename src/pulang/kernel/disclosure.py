"""Disclosure control of tables of counts: no group of fewer than five, and none that a total would give away (RQ-04).

A row is the counts of one group, the largest first; all rows have the same columns, and rows add up column by column.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SMALL = 5
Row = tuple[int, ...]


@dataclass(frozen=True)
class Hidden:
    """Places of the rows that are hidden, and whether the total is hidden as well."""

    rows: frozenset[int]
    total: bool


def is_small(count: int) -> bool:
    """Fewer than five people, but somebody."""
    return 0 < count < SMALL


def has_small(row: Iterable[int]) -> bool:
    """Whether any count of a row is of fewer than five."""
    return any(map(is_small, row))


def hidden(rows: Sequence[Row]) -> Hidden:
    """Hide every row with a small count, then more until the total gives no single row and no small sum away."""
    out = {place for place, row in enumerate(rows) if has_small(row)}
    rest = sorted((place for place in range(len(rows)) if place not in out), key=lambda place: rows[place][0])
    rest = [place for place in rest if rows[place][0]]
    while out and rest and gives_away([rows[place] for place in out]):
        out.add(rest.pop(0))
    return Hidden(frozenset(out), total=bool(out) and gives_away([rows[place] for place in out]))


def gives_away(rows: Sequence[Row]) -> bool:
    """Whether the sum of these hidden rows, which a total lets anybody reckon, is one row or holds a small count."""
    return len(rows) == 1 or has_small(map(sum, zip(*rows, strict=True)))
