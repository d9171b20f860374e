"""From draft to released: a state computed from what was read, signed and returned, with its reason."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class State(StrEnum):
    """Where a version of a course stands."""

    FLAGGED = "flagged"
    TO_SIGN = "to-sign"
    RETURNED = "returned"
    SIGNED = "signed"
    RELEASED = "released"


@dataclass(frozen=True)
class Facts:
    """What is known of a version. ``signed`` and ``returned`` are the latest reading of the version as it is now."""

    open_flags: int
    signed: bool
    returned: bool
    released: bool


@dataclass(frozen=True)
class VersionState:
    """The state, why, and which role acts next."""

    state: State
    reason: Promise
    actor: str


_STATES = {
    State.RELEASED: VersionState(State.RELEASED, _("Released: it does not change any more."), ""),
    State.SIGNED: VersionState(
        State.SIGNED, _("A human-rights reader has signed it. It can be released."), "curriculum-lead"
    ),
    State.RETURNED: VersionState(
        State.RETURNED, _("A human-rights reader returned it. Correct the pack and bring it in again."),
        "curriculum-lead",
    ),
    State.FLAGGED: VersionState(
        State.FLAGGED, _("Sentences are flagged that a human-rights reader must look at first."), "human-rights-reader"
    ),
    State.TO_SIGN: VersionState(
        State.TO_SIGN, _("A human-rights reader has not signed it yet."), "human-rights-reader"
    ),
}  # fmt: skip
STATE_WORDS: dict[State, tuple[Promise, str]] = {
    State.FLAGGED: (_("draft, to be looked at"), "attention"),
    State.TO_SIGN: (_("draft, to be signed"), "attention"),
    State.RETURNED: (_("draft, returned"), "attention"),
    State.SIGNED: (_("signed, not released yet"), "waiting"),
    State.RELEASED: (_("released"), "done"),
}


def version_state(facts: Facts) -> VersionState:
    """The state of a version."""
    if facts.released:
        return _STATES[State.RELEASED]
    if facts.returned:
        return _STATES[State.RETURNED]
    if facts.open_flags:
        return _STATES[State.FLAGGED]
    return _STATES[State.SIGNED if facts.signed else State.TO_SIGN]
