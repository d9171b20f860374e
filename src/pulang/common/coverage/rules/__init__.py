"""Pure rules of coverage: sums and shares, the pace at which a gap closes, and what may not leave."""

from pulang.common.coverage.rules.disclosure import SMALL, Hidden, has_small, hidden, is_small
from pulang.common.coverage.rules.figures import Figures, total
from pulang.common.coverage.rules.pace import MONTHS, Forecast, Pace, forecast

__all__ = [
    "MONTHS",
    "SMALL",
    "Figures",
    "Forecast",
    "Hidden",
    "Pace",
    "forecast",
    "has_small",
    "hidden",
    "is_small",
    "total",
]
