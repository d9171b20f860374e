"""What state an action plan is in, and what is wanted next. Pure; nobody types a state."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.kernel.urgency import StateKind
from pulang.kernel.workdays import Calendar

RESULT_AFTER_WORKING_DAYS = 20


class State(StrEnum):
    STEP_AHEAD = "step-ahead"
    RESULT_WANTED = "result-wanted"
    RESULT_LATE = "result-late"
    RESULT_RECORDED = "result-recorded"


REASONS: dict[State, Promise] = {
    State.STEP_AHEAD: _("The first step is still ahead."),
    State.RESULT_WANTED: _("The first step's day has come; write down what came of it."),
    State.RESULT_LATE: _("The result is late; write down what came of it, also when nothing did."),
    State.RESULT_RECORDED: _("Result and lesson are recorded."),
}


@dataclass(frozen=True)
class PlanState:
    """A state, its reason, and the day on which the next thing is wanted (``None`` when nothing is)."""

    state: State
    reason: Promise
    due_on: date | None


def plan_state(*, first_step_on: date, recorded: bool, today: date, calendar: Calendar) -> PlanState:
    """The state of a plan on a day: first step, then a result within 20 working days of it."""
    result_by = calendar.add(first_step_on, RESULT_AFTER_WORKING_DAYS)
    if recorded:
        return PlanState(State.RESULT_RECORDED, REASONS[State.RESULT_RECORDED], None)
    if today < first_step_on:
        return PlanState(State.STEP_AHEAD, REASONS[State.STEP_AHEAD], first_step_on)
    state = State.RESULT_LATE if today > result_by else State.RESULT_WANTED
    return PlanState(state, REASONS[state], result_by)


# How each is called on a page, and its kind of tag .
WORDS: dict[State, tuple[Promise, StateKind]] = {
    State.STEP_AHEAD: (_("first step ahead"), "waiting"),
    State.RESULT_WANTED: (_("result wanted"), "attention"),
    State.RESULT_LATE: (_("result late"), "breach"),
    State.RESULT_RECORDED: (_("result recorded"), "done"),
}
