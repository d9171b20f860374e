"""The cache that all processes share, in which whoever comes second waits for a lock instead of being turned away."""

import time
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache

LOCK = ":lock"
PATIENCE = 30.0
FIRST_PAUSE, LONGEST_PAUSE = 0.01, 0.1


class QueueingCache(DatabaseCache):
    """A database cache whose ``add`` of a lock takes its turn.

    The sign-in library guards its counters of attempts by such locks, waits one second for them, and says "too many
    attempts" when that was not enough: to a class of thirty that signs in from one prison while the database is busy
    with something else. Here each waits, at most 30 seconds; a lock whose holder died ends after ten by itself.
    """

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Whether the key was free. For a lock (``…:lock``): whether it became free in time."""
        ends, pause = time.monotonic() + PATIENCE, FIRST_PAUSE
        while not super().add(key, value, timeout, version):
            if not key.endswith(LOCK) or time.monotonic() > ends:
                return False
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
        return True
