"""Reading what countries released."""

from pulang.forum.reach.queries.received import (
    countries,
    country_named,
    current,
    history,
    receivable,
    release,
    withdrawable,
)
from pulang.forum.reach.queries.taking import Received, Withdrawn, read_file

__all__ = [
    "Received",
    "Withdrawn",
    "countries",
    "country_named",
    "current",
    "history",
    "read_file",
    "receivable",
    "release",
    "withdrawable",
]
