"""The Traffic Light Protocol 2.0 as arithmetic: what comes of joining marked things."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import reduce, total_ordering


class Unmarked(Exception):
    """Something without a marking was joined; nothing unmarked may be released."""


@total_ordering
class Label(Enum):
    """The five labels, lowest first; the values are the protocol's own words and never translated."""

    CLEAR = "TLP:CLEAR"
    GREEN = "TLP:GREEN"
    AMBER = "TLP:AMBER"
    AMBER_STRICT = "TLP:AMBER+STRICT"
    RED = "TLP:RED"

    @property
    def rank(self) -> int:
        return _RANKS[self]

    def __lt__(self, other: object) -> bool:
        return self.rank < other.rank if isinstance(other, Label) else NotImplemented

    def __str__(self) -> str:
        return self.value


_RANKS = {label: rank for rank, label in enumerate(Label)}


@dataclass(frozen=True)
class Marking:
    """A label and who may have it: named audiences, or None for everybody whom the label allows.

    An empty audience is nobody: what comes of joining things meant for different people.
    """

    label: Label
    audience: frozenset[str] | None = None

    def covers(self, other: "Marking") -> bool:
        """Say whether this marking is at least as strict as `other`, in label and in audience."""
        return self.label >= other.label and _within(self.audience, other.audience)


def join(markings: Iterable[Marking | None]) -> Marking:
    """Return the marking of things put together: the highest label, the intersection of audiences.

    Raises Unmarked where one of them is None, or where there is nothing to join.
    """
    marked = [_marked(marking) for marking in markings]
    if not marked:
        raise Unmarked("there is nothing marked to join")
    return reduce(_join_two, marked)


def _join_two(a: Marking, b: Marking) -> Marking:
    return Marking(max(a.label, b.label), _intersection(a.audience, b.audience))


def _marked(marking: Marking | None) -> Marking:
    if marking is None:
        raise Unmarked("something here carries no marking")
    return marking


def _intersection(a: frozenset[str] | None, b: frozenset[str] | None) -> frozenset[str] | None:
    if a is None or b is None:
        return b if a is None else a
    return a & b


def _within(a: frozenset[str] | None, b: frozenset[str] | None) -> bool:
    return b is None or (a is not None and a <= b)
