"""Pure rules of coverage: sums and shares, the pace at which a gap closes, and what may not leave."""

from pulang.common.coverage.rules.disclosure import SMALL, Hidden, hidden, is_small
from pulang.common.coverage.rules.figures import NONE, Figures, total
from pulang.common.coverage.rules.pace import MONTHS, Forecast, Pace, forecast

__all__ = [
    "MONTHS",
    "NONE",
    "SMALL",
    "Figures",
    "Forecast",
    "Hidden",
    "Pace",
    "forecast",
    "hidden",
    "is_small",
    "total",
]
