"""Where a release of counts stands, and of which periods counts are released."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.kernel.urgency import StateKind

QUARTERS_BACK = 8


class State(StrEnum):
    """How far a release has come."""

    PROPOSED = "proposed"
    APPROVED_ONCE = "approved-once"
    SIGNED = "signed"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


STATE_WORDS: dict[State, tuple[Promise, StateKind]] = {
    State.PROPOSED: (_("waits for two approvals"), "attention"),
    State.APPROVED_ONCE: (_("waits for the second approval"), "attention"),
    State.SIGNED: (_("approved and signed"), "done"),
    State.RETURNED: (_("returned"), "neutral"),
    State.WITHDRAWN: (_("withdrawn"), "neutral"),
}


@dataclass(frozen=True)
class Facts:
    """What is known of a release."""

    approvals: int
    returned: bool
    withdrawn: bool


def state(facts: Facts) -> State:
    """The state of a release: two approvals sign it, a return or a withdrawal ends it."""
    if facts.withdrawn:
        return State.WITHDRAWN
    if facts.returned:
        return State.RETURNED
    return (State.PROPOSED, State.APPROVED_ONCE, State.SIGNED)[facts.approvals]


@dataclass(frozen=True)
class Quarter:
    """Three months of a year. Whole quarters only: two periods that overlap could be subtracted from each other."""

    year: int
    number: int

    @property
    def slug(self) -> str:
        return f"{self.year}-{self.number}"

    @property
    def starts_on(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def ends_on(self) -> date:
        following = date(self.year + self.number // 4, 3 * (self.number % 4) + 1, 1)
        return following - timedelta(days=1)


def quarters(today: date) -> list[Quarter]:
    """The quarters that have ended, the latest first."""
    counted = today.year * 4 + (today.month - 1) // 3
    return [Quarter(at // 4, at % 4 + 1) for at in range(counted - 1, counted - 1 - QUARTERS_BACK, -1)]
