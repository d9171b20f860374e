"""Where a version of an edition stands: computed from what was written, approved, returned and decided."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class State(StrEnum):
    """The states in the order in which they come."""

    CONFLICTS = "conflicts"
    DRAFTING = "drafting"
    RETURNED = "returned"
    FLAGGED = "flagged"
    FOR_THE_HOST = "for-the-host"
    FOR_THE_LEAD = "for-the-lead"
    APPROVED = "approved"
    RELEASED = "released"


class Actor(StrEnum):
    """Who acts next."""

    WRITER = "writer"
    READER = "human-rights-reader"
    HOST = "host"
    LEAD = "lead"
    KEEPER = "keeper"
    NOBODY = ""


@dataclass(frozen=True)
class Facts:
    """What is known of a version."""

    open_conflicts: int
    submitted: bool
    returned: bool
    open_flags: int
    host_approved: bool
    lead_approved: bool
    released: bool


@dataclass(frozen=True)
class EditionState:
    """The state, why, and who acts next."""

    state: State
    reason: Promise
    actor: Actor


_STATES = {
    found.state: found
    for found in (
        EditionState(
            State.CONFLICTS,
            _("The new master changed what some changes were made from. A writer decides each of them."),
            Actor.WRITER,
        ),
        EditionState(State.DRAFTING, _("It is being written."), Actor.WRITER),
        EditionState(State.RETURNED, _("It was returned. Correct it and send it again."), Actor.WRITER),
        EditionState(
            State.FLAGGED,
            _("The edition brings sentences that a human-rights reader must look at first."),
            Actor.READER,
        ),
        EditionState(State.FOR_THE_HOST, _("The host has not approved it yet."), Actor.HOST),
        EditionState(State.FOR_THE_LEAD, _("The curriculum lead has not approved it yet."), Actor.LEAD),
        EditionState(State.APPROVED, _("Host and curriculum lead approved it. It can be released."), Actor.KEEPER),
        EditionState(State.RELEASED, _("Released: it does not change any more."), Actor.NOBODY),
    )
}
STATE_WORDS: dict[State, tuple[Promise, str]] = {
    State.CONFLICTS: (_("conflicts to decide"), "attention"),
    State.DRAFTING: (_("being written"), "neutral"),
    State.RETURNED: (_("returned"), "attention"),
    State.FLAGGED: (_("to be read for human rights"), "attention"),
    State.FOR_THE_HOST: (_("to be approved by the host"), "waiting"),
    State.FOR_THE_LEAD: (_("to be approved by the curriculum lead"), "waiting"),
    State.APPROVED: (_("approved, not released yet"), "waiting"),
    State.RELEASED: (_("released"), "done"),
}
# The states in which writers may still change it.
WRITABLE = frozenset({State.CONFLICTS, State.DRAFTING, State.RETURNED})
SUBMITTED = frozenset({State.FLAGGED, State.FOR_THE_HOST, State.FOR_THE_LEAD, State.APPROVED})


def edition_state(facts: Facts) -> EditionState:
    """The state of a version."""
    return _STATES[_state(facts)]


def _state(facts: Facts) -> State:
    if facts.released:
        return State.RELEASED
    if facts.open_conflicts:
        return State.CONFLICTS
    if not facts.submitted:
        return State.RETURNED if facts.returned else State.DRAFTING
    if facts.open_flags:
        return State.FLAGGED
    if not facts.host_approved:
        return State.FOR_THE_HOST
    return State.APPROVED if facts.lead_approved else State.FOR_THE_LEAD
