"""Stories told side by side in the order in which they happened, so that the audit of a demonstration reads like a real one.

A story is a generator: it yields how many days ago its next step was, then takes it.
"""

import heapq
from collections.abc import Callable, Iterator, Sequence

from pulang.web.demo.loading import days_ago

Story = Iterator[int]


def tell(stories: Sequence[Story], advance: Callable[[int], None] = lambda done: None) -> None:
    """Take every step of every story, the earliest first; steps of one day in the order of the stories."""
    waiting = [(-days, place, story) for place, story in enumerate(stories) if (days := next(story, None)) is not None]
    heapq.heapify(waiting)
    while waiting:
        days, place, story = heapq.heappop(waiting)
        with days_ago(-days):
            following = next(story, None)
        if following is None:
            advance(1)
        else:
            heapq.heappush(waiting, (-following, place, story))
