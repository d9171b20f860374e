"""How often a program may call and how often an address may be wrong, counted in the cache that all processes share.

Calls are counted in the process and brought to the shared cache a twentieth of the limit at a time, since that cache
is a table and a reading call should not write. So the limit is exact to a twentieth of it for each process.
"""

from dataclasses import dataclass, field
from threading import Lock

from django.core.cache import cache

from pulang.foundation.api.problems import TOO_MANY, Problem
from pulang.kernel import clock

PARTS = 20


@dataclass
class _Count:
    window: int
    here: int = 0
    elsewhere: int = 0


@dataclass
class Budget:
    """``most`` calls in ``seconds``, for each name apart; where it is ``exact``, the cache is told of each of them."""

    slug: str
    seconds: int
    exact: bool = False
    _counts: dict[str, _Count] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def spend(self, name: str, most: int) -> None:
        """Count a call. Raises a ``Problem`` (429) when there were too many in this window."""
        now = int(clock.now().timestamp())
        window = now // self.seconds
        with self._lock:
            count = self._count(name, window)
            count.here += 1
            if self.exact or count.here >= most // PARTS:
                self._share(name, count)
            over = count.here + count.elsewhere > most
        if over:
            raise Problem(TOO_MANY, headers={"Retry-After": str(self.seconds - now % self.seconds)})

    def _count(self, name: str, window: int) -> _Count:
        """The count of this window; those of windows that are over are thrown away together."""
        found = self._counts.get(name)
        if found is None or found.window != window:
            self._counts = {key: count for key, count in self._counts.items() if count.window == window}
            found = self._counts[name] = _Count(window)
        return found

    def _share(self, name: str, count: _Count) -> None:
        key = f"api:{self.slug}:{name}:{count.window}"
        count.elsewhere = int(cache.get(key, 0)) + count.here
        count.here = 0
        cache.set(key, count.elsewhere, timeout=2 * self.seconds)

    def forget(self) -> None:
        """Begin anew in this process; for tests."""
        self._counts = {}


CALLS = Budget("calls", seconds=60)
MISTAKES = Budget("mistakes", seconds=15 * 60, exact=True)
MOST_MISTAKES = 60
