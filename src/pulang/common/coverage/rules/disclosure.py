"""What of a table of counts may leave a service: no small group, and none that the total would give away."""

from collections.abc import Sequence
from dataclasses import dataclass

from pulang.common.coverage.rules.figures import Figures, total

SMALL = 5


@dataclass(frozen=True)
class Hidden:
    """Places of the rows that are hidden, and whether the total is hidden as well."""

    rows: frozenset[int]
    total: bool


def is_small(count: int) -> bool:
    """Fewer than five people, but somebody."""
    return 0 < count < SMALL


def has_small(figures: Figures) -> bool:
    """Whether any count that is shown of these figures is of fewer than five."""
    return any(map(is_small, (figures.in_post, figures.trained, figures.gap)))


def hidden(rows: Sequence[Figures]) -> Hidden:
    """Hide every row with a small count, then more until the total gives no single row and no small sum away."""
    out = {place for place, row in enumerate(rows) if has_small(row)}
    rest = sorted((place for place in range(len(rows)) if place not in out), key=lambda place: rows[place].in_post)
    rest = [place for place in rest if rows[place].in_post]
    while out and rest and _gives_away(rows, out):
        out.add(rest.pop(0))
    return Hidden(frozenset(out), total=bool(out) and _gives_away(rows, out))


def _gives_away(rows: Sequence[Figures], out: set[int]) -> bool:
    return len(out) == 1 or has_small(total(rows[place] for place in out))
