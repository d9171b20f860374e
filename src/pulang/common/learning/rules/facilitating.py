"""Teaching by the clock: where a session stands, how far it is behind, what each block still gets, fair groups.

Minutes are counted from the beginning of the session. Nothing is ever dropped: a block becomes shorter, down to its
``shortest``, and what cannot be won that way is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pulang.common.learning.rules.course import Block
from pulang.common.learning.rules.timing import shortened

SMALLEST_GROUP = 2


@dataclass(frozen=True)
class Slot:
    """A block of the rest with the minute at which it now begins, and the minutes that it gets."""

    block: Block
    begins: int
    minutes: int

    @property
    def ends(self) -> int:
        return self.begins + self.minutes

    @property
    def won(self) -> int:
        """How many minutes shorter than planned."""
        return self.block.minutes - self.minutes


@dataclass(frozen=True)
class Standing:
    """Where a session stands: ``behind`` (less than 0: ahead), the current block and those after it, and what is
    missing even when all of them are as short as they may be."""

    behind: int
    rest: tuple[Slot, ...]
    missing: int

    @property
    def ends(self) -> int:
        return self.rest[-1].ends if self.rest else 0


def standing(blocks: Sequence[Block], at: int, since: int, now: int) -> Standing:
    """A session in the block number ``at``, which began in minute ``since``; it is minute ``now``.

    A block that takes longer than planned counts as late from the minute in which it should have ended.
    """
    planned = sum(block.minutes for block in blocks[:at])
    over = max(0, now - since - blocks[at].minutes)
    behind = since - planned + over
    rest = blocks[at:] if not over else blocks[at + 1 :]
    plan = shortened(rest, max(0, behind))
    slots, begins = [], since if not over else now
    if over:
        slots.append(Slot(blocks[at], since, now - since))
    for block, minutes in zip(rest, plan.minutes, strict=True):
        slots.append(Slot(block, begins, minutes))
        begins += minutes
    return Standing(behind, tuple(slots), plan.missing)


def groups(people: int, wanted: int) -> tuple[int, ...]:
    """The sizes of so many groups, as equal as can be, the larger first; fewer where groups would have one person."""
    count = max(1, min(wanted, people // SMALLEST_GROUP))
    size, more = divmod(people, count)
    return tuple(size + (place < more) for place in range(count))
