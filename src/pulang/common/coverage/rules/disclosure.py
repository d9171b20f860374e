"""What of a table of figures may leave a service: the kernel's disclosure control, asked of figures."""

from collections.abc import Sequence

from pulang.common.coverage.rules.figures import Figures
from pulang.kernel import disclosure
from pulang.kernel.disclosure import SMALL, Hidden, Row, is_small

__all__ = ["SMALL", "Hidden", "has_small", "hidden", "is_small"]


def has_small(figures: Figures) -> bool:
    """Whether any count that is shown of these figures is of fewer than five."""
    return disclosure.has_small(_row(figures))


def hidden(rows: Sequence[Figures]) -> Hidden:
    """The rows, and perhaps the total, that may not be shown."""
    return disclosure.hidden([_row(figures) for figures in rows])


def _row(figures: Figures) -> Row:
    return figures.in_post, figures.trained, figures.gap
