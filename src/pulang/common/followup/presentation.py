"""What a plan's pages show: lines, answers, states and the paper form, as values for the templates."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import User
from pulang.common.followup import queries, rules
from pulang.common.followup.forms import PlanForm, labels
from pulang.common.followup.models import OUTCOME_TEXTS, PLAN_TEXTS, ActionPlan, PlanOutcome
from pulang.common.followup.permissions import RELEASED
from pulang.common.followup.permissions import FollowupPermission as P
from pulang.foundation.policy.rules import allows
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.texts.models import Picked, hash_of, pick
from pulang.foundation.ui.parts import State, StateKind

__all__ = ["RELEASED", "line", "page", "paper_rows", "person", "state_tag"]
WORDS: dict[rules.State, tuple[Promise, StateKind]] = {
    rules.State.STEP_AHEAD: (_("first step ahead"), "waiting"),
    rules.State.RESULT_WANTED: (_("result wanted"), "attention"),
    rules.State.RESULT_LATE: (_("result late"), "breach"),
    rules.State.RESULT_RECORDED: (_("result recorded"), "done"),
}


@dataclass(frozen=True)
class Line:
    """A plan in a list."""

    plan: ActionPlan
    url: str
    state: State
    due_on: object
    chips: tuple[str, ...]


def state_tag(state: rules.PlanState) -> State:
    """The state in words with its shape."""
    label, kind = WORDS[state.state]
    return State(label, kind)


def line(plan: ActionPlan) -> Line:
    """A plan as a line of a list."""
    state = queries.state_of(plan)
    chips = tuple(str(provision.label) for provision in plan.provisions.all())
    return Line(plan, reverse("followup:detail", kwargs={"pk": plan.pk}), state_tag(state), state.due_on, chips)


def person(user: User) -> str:
    """A name to choose from."""
    return f"{user.contact.name} · {user.contact.organisation.name}" if user.contact else user.sign_in_name


def page(viewer: Viewer, plan: ActionPlan, language: str) -> dict[str, Any]:
    """Everything the plan's page shows to this viewer."""
    outcome: PlanOutcome | None = getattr(plan, "outcome", None)
    state = queries.state_of(plan)
    return {
        "plan": plan,
        "text": picked(plan, PLAN_TEXTS, language),
        "outcome": outcome,
        "outcome_text": picked(outcome, OUTCOME_TEXTS, language) if outcome else None,
        "state": state,
        "tag": state_tag(state),
        "provisions": [line for line in plan.provisions.all()],
        "sources": queries.sources_of(viewer, plan),
        "may_write": allows(viewer, P.PLAN_WRITE, plan),
        "may_release": outcome is not None
        and outcome.marking.label not in RELEASED
        and allows(viewer, P.OUTCOME_RELEASE, outcome),
    }


def picked(row: ActionPlan | PlanOutcome, names: tuple[str, ...], language: str) -> dict[str, Picked]:
    """Each text of a row in the reader's language where a translation exists, else as it was written."""
    source = hash_of(*(getattr(row, name) for name in names))
    return {name: pick(row, name, language, source) for name in names}


def paper_rows(plan: ActionPlan | None) -> list[tuple[Any, str]]:
    """Label and content of each row of the one-page form; empty contents for the blank one."""
    names = labels(PlanForm, (*PLAN_TEXTS, "first_step_on"))
    order = ("title", "problem", "first_step", "first_step_on", "must_agree", "indicator", "baseline", "target")
    return [(names[name], "" if plan is None else getattr(plan, name)) for name in order]
