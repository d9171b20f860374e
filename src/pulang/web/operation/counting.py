"""Counting requests for Prometheus, in every process of a tree, where figures are asked for; else nothing is loaded."""

import os
from collections.abc import Callable, Mapping

MULTIPROCESS = "PROMETHEUS_MULTIPROC_DIR"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
Measure = Callable[[Mapping[str, object], float], None]


def measurer() -> Measure | None:
    """A function that counts one request by route, method, status and seconds; ``None`` where not wanted."""
    if not os.environ.get(MULTIPROCESS):
        return None
    from prometheus_client import Counter, Histogram

    count = Counter("pulang_requests", "Requests by route, method and status", ["route", "method", "status"])
    seconds = Histogram("pulang_request_seconds", "How long requests took, by route", ["route"], buckets=SECONDS)

    def measure(fields: Mapping[str, object], took: float) -> None:
        count.labels(fields["route"], fields["method"], str(fields["status"])).inc()
        seconds.labels(fields["route"]).observe(took)

    return measure
