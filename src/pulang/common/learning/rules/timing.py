"""What to shorten when a session runs late: the rest of its blocks, each no further than it may become."""

from collections.abc import Sequence
from dataclasses import dataclass

from pulang.common.learning.rules.course import Block


@dataclass(frozen=True)
class Plan:
    """The minutes that each block of the rest gets, and how many minutes are still missing then."""

    minutes: tuple[int, ...]
    missing: int


def shortened(rest: Sequence[Block], late: int) -> Plan:
    """Take ``late`` minutes from the blocks that are still to come, from each as much as its share of what can go.

    Never below a block's ``shortest``; what cannot be won is told as ``missing``. ``late`` is 0 or more.
    """
    room = [block.minutes - block.shortest for block in rest]
    wanted = min(late, sum(room))
    taken = [wanted * spare // sum(room) if room and sum(room) else 0 for spare in room]
    for place in sorted(range(len(room)), key=lambda place: taken[place] - room[place]):
        if sum(taken) < wanted:
            taken[place] += 1
    minutes = tuple(block.minutes - less for block, less in zip(rest, taken, strict=True))
    return Plan(minutes, late - sum(taken))
