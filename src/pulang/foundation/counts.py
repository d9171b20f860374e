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
from typing import Any, TypeVar

from django.db import connection

from pulang.foundation.events.models import ChainHead
from pulang.foundation.prepared import Prepared

Answer = TypeVar("Answer")
MOST_KEPT = 5_000
LONGEST_KEPT = 60.0  # seconds
_HEAD = Prepared(lambda: ChainHead.objects.order_by().values_list("position", "digest"))


class Kept:
    """A bounded store of answers, the one asked for longest ago thrown away first. Threads share it."""

    def __init__(self, most: int) -> None:
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._most, self._lock = most, Lock()

    def get(self, key: Hashable) -> Any:
        """The answer, or None where there is none."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def put(self, key: Hashable, answer: Any) -> None:
        with self._lock:
            self._answers[key] = answer
            self._answers.move_to_end(key)
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)


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

    def known(self, question: Hashable) -> Any:
        """The answer, if it was noted at this end of the chain; else None."""
        return None if self.head is None else _kept.get((self.head, question))

    def note(self, question: Hashable, answer: Answer) -> Answer:
        """Remember an answer that was found since this moment began; the answer itself."""
        if self.head is not None:
            _kept.put((self.head, question), answer)
        return answer

    def answered(self, question: Hashable, ask: Callable[[], Answer]) -> Answer:
        """The answer, remembered or found now. A question names who asks, and nobody changes an answer."""
        known: Answer | None = self.known(question)
        return self.note(question, ask()) if known is None else known
