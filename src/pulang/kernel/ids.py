"""Identifiers: in order of time, unguessable, or the same everywhere for the same key."""

import secrets
from dataclasses import dataclass, field
from threading import Lock
from uuid import UUID, uuid4, uuid5

from pulang.kernel import clock

__all__ = ["NAMESPACE", "keyed", "uuid4", "uuid7"]

# Fixed for ever: every installation derives the same id from the same key.
NAMESPACE = UUID("6f2a1c0e-7d0b-5c46-9a53-0d9f3e1b8a74")

_COUNTER_BITS = 42
_TAIL_BITS = 32


@dataclass
class _Sequence:
    """The last millisecond and counter handed out; one lock, since web workers have threads."""

    follows_clock_back: bool
    millisecond: int = -1
    counter: int = 0
    lock: Lock = field(default_factory=Lock)

    def next(self, millisecond: int) -> tuple[int, int]:
        with self.lock:
            if millisecond > self.millisecond or self._jumped_back(millisecond):
                self._start(millisecond)
            else:
                self._advance()
            return self.millisecond, self.counter

    def _jumped_back(self, millisecond: int) -> bool:
        return self.follows_clock_back and millisecond < self.millisecond

    def _start(self, millisecond: int) -> None:
        self.millisecond = millisecond
        self.counter = secrets.randbits(_COUNTER_BITS - 1)

    def _advance(self) -> None:
        self.counter += 1
        if self.counter >> _COUNTER_BITS:
            self._start(self.millisecond + 1)


_real = _Sequence(follows_clock_back=False)
_chosen = _Sequence(follows_clock_back=True)


def uuid7() -> UUID:
    """Return a version 7 UUID (RFC 9562, 6.2 method 1) greater than the one before it in this process.

    A real clock that steps back does not break the order. A clock set by `clock.at` is followed
    wherever it goes, so ids of a demonstration world carry the time of their story; in order
    within one moment.
    """
    sequence = _chosen if clock.is_set() else _real
    millisecond, counter = sequence.next(int(clock.now().timestamp() * 1000))
    value = (millisecond & (1 << 48) - 1) << 80
    value |= 0x7 << 76
    value |= (counter >> 30) << 64
    value |= 0b10 << 62
    value |= (counter & (1 << 30) - 1) << _TAIL_BITS
    return UUID(int=value | secrets.randbits(_TAIL_BITS))


def keyed(namespace_key: str, key: str) -> UUID:
    """Return the id that every installation gives to the immutable `key` of a kind of thing.

    `namespace_key` names the kind ("provision", "organisation"). Both must be non-empty: an
    empty key would give unrelated things one id. Raises ValueError otherwise.
    """
    if not namespace_key or not key:
        raise ValueError("a keyed id needs a namespace and a key")
    return uuid5(uuid5(NAMESPACE, namespace_key), key)
