"""What state an engagement request is in, why, who must act, and by when. Pure; nobody types a state."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.kernel.urgency import StateKind
from pulang.kernel.workdays import Calendar


class State(StrEnum):
    DRAFT = "draft"
    RETURNED = "returned"
    TO_ENDORSE = "to-endorse"
    WITH_SECRETARIAT = "with-secretariat"
    WITH_CO_CHAIRS = "with-co-chairs"
    ASKED_BACK = "asked-back"
    ACCEPTED = "accepted"
    IN_PRINCIPLE = "in-principle"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Actor(StrEnum):
    """Who must act next."""

    REQUESTER = "requester"
    POLICY = "policy-focal-point"
    SECRETARIAT = "secretariat"
    CO_CHAIRS = "co-chairs"
    HOST = "host-coordinator"
    NOBODY = "nobody"


class Outcome(StrEnum):
    ACCEPT = "accept"
    IN_PRINCIPLE = "in-principle"
    ASK_BACK = "ask-back"
    DECLINE = "decline"


@dataclass(frozen=True)
class Wait:
    """Who is waited for, and how many working days that may take; ``None`` when nothing is expected by a date."""

    actor: Actor
    working_days: int | None


WAITS: dict[State, Wait] = {
    State.DRAFT: Wait(Actor.REQUESTER, None),
    State.RETURNED: Wait(Actor.REQUESTER, 10),
    State.TO_ENDORSE: Wait(Actor.POLICY, 5),
    State.WITH_SECRETARIAT: Wait(Actor.SECRETARIAT, 10),
    State.WITH_CO_CHAIRS: Wait(Actor.CO_CHAIRS, 5),
    State.ASKED_BACK: Wait(Actor.REQUESTER, 10),
    State.ACCEPTED: Wait(Actor.HOST, 20),
    State.IN_PRINCIPLE: Wait(Actor.SECRETARIAT, 60),
    State.DECLINED: Wait(Actor.NOBODY, None),
    State.WITHDRAWN: Wait(Actor.NOBODY, None),
}

REASONS: dict[State, Promise] = {
    State.DRAFT: _("It has not been submitted yet."),
    State.RETURNED: _("The policy focal point returned it with a reason."),
    State.TO_ENDORSE: _("The policy focal point of the country endorses it or returns it."),
    State.WITH_SECRETARIAT: _("The country endorsed it; the secretariat drafts the answer."),
    State.WITH_CO_CHAIRS: _("The answer is drafted; both co-chairs clear it."),
    State.ASKED_BACK: _("The working group asked a question; the requester answers it and submits again."),
    State.ACCEPTED: _("The working group accepted it; the host records an action plan."),
    State.IN_PRINCIPLE: _("The working group accepted it in principle while funds are sought."),
    State.DECLINED: _("The working group declined it with a reason."),
    State.WITHDRAWN: _("The requester withdrew it."),
}

WITH_PLAN = _("The host carries out its action plan.")
WITH_RESULT = _("The host carried out its action plan; result and lesson are recorded.")

OUTCOME_STATES = {
    Outcome.ACCEPT: State.ACCEPTED,
    Outcome.IN_PRINCIPLE: State.IN_PRINCIPLE,
    Outcome.ASK_BACK: State.ASKED_BACK,
    Outcome.DECLINE: State.DECLINED,
}
OPEN_TO_THE_REQUESTER = frozenset({State.DRAFT, State.RETURNED, State.ASKED_BACK})
FINAL = frozenset({State.DECLINED, State.WITHDRAWN})


class Stage(StrEnum):
    """All that other members learn, until the country releases more."""

    WITH_WORKING_GROUP = "with-working-group"
    ACCEPTED = "accepted"
    FOLLOW_UP = "follow-up"
    RESULT = "result"
    CLOSED = "closed"


@dataclass(frozen=True)
class Facts:
    """What is known about one request. Times are aware; ``sent_at`` is that of the answer now before the co-chairs."""

    made_at: datetime
    submitted_at: datetime | None = None
    endorsed_at: datetime | None = None
    returned_at: datetime | None = None
    withdrawn_at: datetime | None = None
    sent_at: datetime | None = None
    outcome: Outcome | None = None
    given_at: datetime | None = None
    plans: int = 0
    results: int = 0


@dataclass(frozen=True)
class RequestState:
    """A state with its reason, who is waited for, since when, and the working days that may take."""

    state: State
    reason: Promise
    actor: Actor
    since: datetime
    working_days: int | None

    def expected_by(self, calendar: Calendar) -> date | None:
        """The last working day by which the wait should be over; ``None`` when no date is expected."""
        if self.working_days is None:
            return None
        return calendar.add(self.since.date(), self.working_days)


def request_state(facts: Facts) -> RequestState:
    """The state of a request, from its facts alone."""
    state, since = _state(facts)
    if state is State.ACCEPTED and facts.plans:
        reason = WITH_RESULT if facts.results else WITH_PLAN
        return RequestState(state, reason, Actor.NOBODY, since, None)
    wait = WAITS[state]
    return RequestState(state, REASONS[state], wait.actor, since, wait.working_days)


def _state(facts: Facts) -> tuple[State, datetime]:
    if facts.withdrawn_at:
        return State.WITHDRAWN, facts.withdrawn_at
    if facts.sent_at:
        return State.WITH_CO_CHAIRS, facts.sent_at
    if facts.outcome and facts.given_at:
        return OUTCOME_STATES[facts.outcome], facts.given_at
    if facts.endorsed_at:
        return State.WITH_SECRETARIAT, facts.endorsed_at
    if facts.submitted_at:
        return State.TO_ENDORSE, facts.submitted_at
    if facts.returned_at:
        return State.RETURNED, facts.returned_at
    return State.DRAFT, facts.made_at


def stage(facts: Facts) -> Stage:
    """What other members see of a request that its country once endorsed."""
    state = request_state(facts).state
    if state in FINAL:
        return Stage.CLOSED
    if facts.results:
        return Stage.RESULT
    if facts.plans:
        return Stage.FOLLOW_UP
    return Stage.ACCEPTED if state in {State.ACCEPTED, State.IN_PRINCIPLE} else Stage.WITH_WORKING_GROUP


HOST_KINDS = frozenset({"facility", "service", "academy"})

# How each is called on a page, and its kind of tag .
STATE_WORDS: dict[State, tuple[Promise, StateKind]] = {
    State.DRAFT: (_("draft"), "neutral"),
    State.RETURNED: (_("returned"), "attention"),
    State.TO_ENDORSE: (_("to be endorsed"), "waiting"),
    State.WITH_SECRETARIAT: (_("with the secretariat"), "waiting"),
    State.WITH_CO_CHAIRS: (_("with the co-chairs"), "waiting"),
    State.ASKED_BACK: (_("question asked"), "attention"),
    State.ACCEPTED: (_("accepted"), "done"),
    State.IN_PRINCIPLE: (_("accepted in principle"), "done"),
    State.DECLINED: (_("declined"), "neutral"),
    State.WITHDRAWN: (_("withdrawn"), "neutral"),
}
STAGE_WORDS: dict[Stage, tuple[Promise, StateKind]] = {
    Stage.WITH_WORKING_GROUP: (_("with the working group"), "waiting"),
    Stage.ACCEPTED: (_("accepted"), "done"),
    Stage.FOLLOW_UP: (_("follow-up in the prison"), "waiting"),
    Stage.RESULT: (_("result recorded"), "done"),
    Stage.CLOSED: (_("closed"), "neutral"),
}
ACTOR_WORDS: dict[Actor, Promise] = {
    Actor.REQUESTER: _("the corrections focal point"),
    Actor.POLICY: _("the policy focal point"),
    Actor.SECRETARIAT: _("the secretariat"),
    Actor.CO_CHAIRS: _("the co-chairs"),
    Actor.HOST: _("the host coordinator"),
    Actor.NOBODY: _("nobody"),
}
LEVELS = {
    "facility": _("a facility"),
    "service": _("a corrections system"),
    "academy": _("a national training facility"),
}
