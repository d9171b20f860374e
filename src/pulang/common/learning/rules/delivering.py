"""Where a delivery and a nomination stand: pure functions of facts and a day, with the reason and who acts next."""

import hashlib
from base64 import b32encode
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.kernel.urgency import StateKind


class State(StrEnum):
    """Where a delivery stands."""

    PLANNED = "planned"
    OPEN = "open"
    FULL = "full"
    RUNNING = "running"
    TO_CLOSE = "to-close"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Actor(StrEnum):
    """Who acts next."""

    PLANNER = "planner"
    NOMINATOR = "nominator"
    TRAINER = "trainer"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Facts:
    """What is known of a delivery. ``settled`` sessions were held, or it was said why not."""

    starts_on: date
    ends_on: date
    places: int
    accepted: int = 0
    waiting: int = 0
    undecided: int = 0
    sessions: int = 0
    settled: int = 0
    opened: bool = False
    cancelled: bool = False
    closed: bool = False

    @property
    def free(self) -> int:
        """How many more can be accepted."""
        return max(self.places - self.accepted, 0)


@dataclass(frozen=True)
class DeliveryState:
    """The state, why, and who acts next."""

    state: State
    reason: Promise
    actor: Actor


STATE_WORDS: dict[State, tuple[Promise, StateKind]] = {
    State.PLANNED: (_("planned"), "neutral"),
    State.OPEN: (_("takes nominations"), "waiting"),
    State.FULL: (_("full"), "done"),
    State.RUNNING: (_("running"), "waiting"),
    State.TO_CLOSE: (_("to be closed"), "attention"),
    State.CLOSED: (_("closed"), "done"),
    State.CANCELLED: (_("cancelled"), "neutral"),
}
ACTOR_WORDS: dict[Actor, Promise] = {
    Actor.PLANNER: _("whoever plans it"),
    Actor.NOMINATOR: _("those who nominate"),
    Actor.TRAINER: _("its trainers"),
    Actor.NOBODY: _("nobody"),
}


def delivery_state(facts: Facts, today: date) -> DeliveryState:
    """Where a delivery stands on a day."""
    if facts.cancelled:
        return DeliveryState(State.CANCELLED, _("It was cancelled."), Actor.NOBODY)
    if facts.closed:
        return DeliveryState(State.CLOSED, _("It is closed and changes by corrections only."), Actor.NOBODY)
    if today > facts.ends_on:
        return _ended(facts)
    if today >= facts.starts_on:
        return DeliveryState(State.RUNNING, _("It is being held these days."), Actor.TRAINER)
    if not facts.opened:
        return DeliveryState(State.PLANNED, _("Nominations are not open yet."), Actor.PLANNER)
    return _before(facts)


def _ended(facts: Facts) -> DeliveryState:
    if facts.settled < facts.sessions:
        reason = _("It has ended. Of some sessions it is not said yet who was there, or why they were not held.")
        return DeliveryState(State.TO_CLOSE, reason, Actor.TRAINER)
    return DeliveryState(State.TO_CLOSE, _("It has ended and every session is settled."), Actor.PLANNER)


def _before(facts: Facts) -> DeliveryState:
    if not facts.free:
        reason = _("Every place is taken. Whoever is nominated now can be put on the waiting list.")
        return DeliveryState(State.FULL, reason, Actor.PLANNER if facts.undecided else Actor.NOBODY)
    if facts.undecided:
        return DeliveryState(State.OPEN, _("Nominations wait for a decision."), Actor.PLANNER)
    if facts.waiting:
        reason = _("A place is free and somebody is on the waiting list.")
        return DeliveryState(State.OPEN, reason, Actor.PLANNER)
    return DeliveryState(State.OPEN, _("Places are free."), Actor.NOMINATOR)


class Standing(StrEnum):
    """Where somebody's nomination stands."""

    NOMINATED = "nominated"
    ACCEPTED = "accepted"
    WAITING = "waiting"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    DONE = "done"
    NOT_DONE = "not-done"
    NOT_HELD = "not-held"


@dataclass(frozen=True)
class EnrolmentFacts:
    """What is known of a nomination: what was decided, and at how many of the held sessions the person was present."""

    decision: str
    held: int = 0
    present: int = 0
    closed: bool = False
    cancelled: bool = False


@dataclass(frozen=True)
class EnrolmentState:
    """The state, why, and who acts next."""

    state: Standing
    reason: Promise
    actor: Actor


STANDING_WORDS: dict[Standing, tuple[Promise, StateKind]] = {
    Standing.NOMINATED: (_("nominated"), "waiting"),
    Standing.ACCEPTED: (_("accepted"), "done"),
    Standing.WAITING: (_("on the waiting list"), "waiting"),
    Standing.DECLINED: (_("declined"), "neutral"),
    Standing.WITHDRAWN: (_("withdrawn"), "neutral"),
    Standing.DONE: (_("done"), "done"),
    Standing.NOT_DONE: (_("not done"), "attention"),
    Standing.NOT_HELD: (_("not held"), "neutral"),
}
_DECIDED = {
    "": EnrolmentState(Standing.NOMINATED, _("Nominated; nothing is decided yet."), Actor.PLANNER),
    "accepted": EnrolmentState(Standing.ACCEPTED, _("There is a place."), Actor.NOBODY),
    "waiting": EnrolmentState(
        Standing.WAITING, _("No place yet. Somebody decides when one becomes free."), Actor.PLANNER
    ),
    "declined": EnrolmentState(Standing.DECLINED, _("There is no place, for the reason given."), Actor.NOBODY),
    "withdrawn": EnrolmentState(Standing.WITHDRAWN, _("The nomination was taken back."), Actor.NOBODY),
}


def enrolment_state(facts: EnrolmentFacts) -> EnrolmentState:
    """Where a nomination stands; once the delivery is closed, whether the training was done."""
    if facts.cancelled:
        return EnrolmentState(Standing.NOT_HELD, _("The delivery was cancelled."), Actor.NOBODY)
    if not facts.closed or facts.decision in {"declined", "withdrawn"}:
        return _DECIDED[facts.decision]
    if facts.decision != "accepted":
        return EnrolmentState(Standing.NOT_DONE, _("The delivery closed without a place."), Actor.NOBODY)
    if facts.held and facts.present == facts.held:
        return EnrolmentState(Standing.DONE, _("Present at every session that was held."), Actor.NOBODY)
    return EnrolmentState(Standing.NOT_DONE, _("Not present at every session that was held."), Actor.NOBODY)


NOT_OPEN = _("Nominations are not open.")
ENDED = _("The delivery has ended, so nobody is nominated any more.")
SETTLED = _("The delivery is closed or cancelled.")


def why_no_nomination(facts: Facts, today: date, *, plans: bool) -> Promise | None:
    """Why nobody can be nominated now. Whoever plans the delivery may still enter who came, until it is closed."""
    if facts.closed or facts.cancelled:
        return SETTLED
    if plans:
        return None
    if today > facts.ends_on:
        return ENDED
    return None if facts.opened else NOT_OPEN


def trainer_code(contact: UUID) -> str:
    """How a trainer is called where the name stays at home: always the same, and made of nothing that names anybody."""
    digest = hashlib.sha256(b"pulang trainer " + contact.bytes).digest()
    return f"T-{b32encode(digest)[:6].decode()}"
