"""What an organisation has here, the copy of it, and requests to erase it."""

from pulang.common.exchange.queries.copying import FULL_COPY, write_copy
from pulang.common.exchange.queries.owned import (
    Line,
    erasures,
    home,
    lines,
    open_erasure,
    organisations,
    places_of,
    state_of,
)

__all__ = [
    "FULL_COPY", "Line", "erasures", "home", "lines", "open_erasure", "organisations", "places_of", "state_of",
    "write_copy",
]  # fmt: skip
