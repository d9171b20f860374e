"""Reading releases, and counting what may be released."""

from pulang.service.releases.queries.counting import counted
from pulang.service.releases.queries.releases import (
    ORDERS,
    may_approve,
    release,
    releases,
    services,
    state_of,
)

__all__ = ["ORDERS", "counted", "may_approve", "release", "releases", "services", "state_of"]
