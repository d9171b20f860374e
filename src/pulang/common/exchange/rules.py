"""How an organisation leaves: when its erasure may be carried out, and in which state a request for it is."""

from datetime import date, timedelta
from enum import StrEnum

WAIT = timedelta(days=7)  # so that a mistake, or somebody who was pressed, can still be stopped


class ErasureState(StrEnum):
    """What became of a request to erase."""

    WAITING = "waiting"
    READY = "ready"
    DONE = "done"
    WITHDRAWN = "withdrawn"


def erasure_state(*, not_before: date, is_done: bool, is_withdrawn: bool, today: date) -> ErasureState:
    """The state of a request; it is ready from ``not_before`` on."""
    if is_withdrawn:
        return ErasureState.WITHDRAWN
    if is_done:
        return ErasureState.DONE
    return ErasureState.READY if today >= not_before else ErasureState.WAITING
