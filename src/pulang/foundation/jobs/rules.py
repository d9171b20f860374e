"""How long a worker may be silent, how often work is tried, and the state of a job."""

from datetime import datetime, timedelta
from enum import StrEnum

LEASE = timedelta(seconds=30)
RENEWED_EVERY = timedelta(seconds=8)
MOST_ATTEMPTS = 3
TRIED_AGAIN_AFTER = timedelta(seconds=20)
KEPT_FOR = timedelta(days=14)


class State(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


def state_of(*, started_at: datetime | None, finished_at: datetime | None, failure: str) -> State:
    """The state of a job. One that was given back counts as waiting."""
    if finished_at is not None:
        return State.FAILED if failure else State.DONE
    return State.RUNNING if started_at is not None else State.WAITING
