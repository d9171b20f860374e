"""Exact numbers of rows, remembered for as long as the chain of events ends where it ended when they were counted.

Every action appends an event as the last write of its transaction, so while the chain has not moved no action has
changed a row. The end of the chain is read *before* the rows are counted: a number can be forgotten too early, never
kept too long. This holds for what changes through actions alone; who uses it says so (``Listing``). What changes rows
without an event (a bulk load, a restored backup, erasing again after it) is noticed within a minute, since nothing is
kept longer.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from time import monotonic

from django.db import connection

from pulang.foundation.events.models import ChainHead
from pulang.foundation.prepared import Prepared

MOST_KEPT = 10_000
LONGEST_KEPT = 60.0  # seconds
_HEAD = Prepared(lambda: ChainHead.objects.order_by().values_list("position", "digest"))


class Kept:
    """A bounded store of numbers, the one asked for longest ago thrown away first. Threads share it."""

    def __init__(self, most: int) -> None:
        self._numbers: OrderedDict[Hashable, int] = OrderedDict()
        self._most, self._lock = most, Lock()

    def get(self, key: Hashable) -> int | None:
        with self._lock:
            if key in self._numbers:
                self._numbers.move_to_end(key)
            return self._numbers.get(key)

    def put(self, key: Hashable, number: int) -> None:
        with self._lock:
            self._numbers[key] = number
            self._numbers.move_to_end(key)
            while len(self._numbers) > self._most:
                self._numbers.popitem(last=False)


_kept = Kept(MOST_KEPT)


@dataclass(frozen=True)
class Moment:
    """The chain as it ended when somebody began to look; ``None`` where nothing may be remembered."""

    head: Hashable | None

    @classmethod
    def now(cls) -> "Moment":
        """Begin to look. In a transaction nothing is remembered, since what it wrote has no event yet. One query."""
        if connection.in_atomic_block:
            return cls(None)
        found = _HEAD.rows()
        end = [(position, bytes(digest)) for position, digest in found]
        return cls((*end, int(monotonic() // LONGEST_KEPT)) if end else None)

    def known(self, question: Hashable) -> int | None:
        """The answer, if it was noted at this end of the chain."""
        return None if self.head is None else _kept.get((self.head, question))

    def note(self, question: Hashable, number: int) -> int:
        """Remember an answer that was counted since this moment began; the number itself."""
        if self.head is not None:
            _kept.put((self.head, question), number)
        return number

    def counted(self, question: Hashable, count: Callable[[], int]) -> int:
        """The answer, remembered or counted now."""
        known = self.known(question)
        return self.note(question, count()) if known is None else known
