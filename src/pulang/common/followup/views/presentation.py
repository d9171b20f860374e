"""What a plan's pages show: lines, answers, states and the paper form, as values for the templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import User
from pulang.common.files.queries.attached import attached
from pulang.common.followup import queries, rules
from pulang.common.followup.forms import PlanForm, labels
from pulang.common.followup.models import (
    OUTCOME_TEXTS,
    PLAN_TEXTS,
    ActionPlan,
    PlanOutcome,
)
from pulang.common.followup.permissions import RELEASED
from pulang.common.followup.permissions import FollowupPermission as P
from pulang.common.frameworks.queries import ProvisionLine, chips_of, lines_of
from pulang.common.marking.queries import may_change, shown
from pulang.foundation.policy.rules import allows
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.texts.models import pick_beside
from pulang.foundation.ui import cells
from pulang.foundation.ui.parts import Cells, Column, State

__all__ = ["RELEASED", "lines", "page", "paper_rows", "person", "state_tag"]


LONG = frozenset({"problem", "first_step", "must_agree", "indicator"})


COLUMNS = (
    Column(_("Plan")),
    Column(_("Host")),
    Column(_("First step")),
    Column(_("State")),
    Column(_("Good practices")),
)


def state_tag(state: rules.PlanState) -> State:
    """The state in words with its shape."""
    label, kind = rules.WORDS[state.state]
    return State(label, kind)


@dataclass(frozen=True)
class _Beside:
    """What stands in other tables than a plan's own, for all lines at once; tags and chips are made once."""

    titles: Mapping[UUID, str]
    states: Mapping[UUID, rules.State]
    tags: Mapping[rules.State, SafeString]
    chips: Mapping[UUID, str]
    language: str


def lines(viewer: Viewer, rows: Sequence[queries.Listed], language: str) -> list[Cells]:
    """Plans as rows of a table, with the chips of the good practices they serve."""
    plans, address = queries.let_in(viewer, rows), cells.addresses("followup:detail")
    beside = _Beside(
        queries.titles(plans, language),
        queries.states(plans),
        cells.state_tags(rules.WORDS),
        _chips(plans, language),
        language,
    )
    return [_line(plan, address(plan.id), beside) for plan in plans]


def _line(plan: queries.Listed, url: str, beside: _Beside) -> Cells:
    translated = beside.titles.get(plan.id)
    title, spoken = (plan.title, plan.language) if translated is None else (translated, beside.language)
    return (
        cells.beside(cells.link(url, cells.spoken(title, spoken)), cells.tlp_label(plan.label)),
        cells.bidi(plan.host_name),
        cells.day(plan.first_step_on),
        beside.tags[beside.states[plan.id]],
        beside.chips.get(plan.id, ""),
    )


def _chips(plans: Sequence[queries.Listed], language: str) -> dict[UUID, str]:
    links = queries.provisions(plans)
    labels = chips_of({provision for _plan, provision in links}, language) if links else {}
    chips = {provision: cells.provision_chip(label) for provision, label in labels.items()}
    found: dict[UUID, list[SafeString]] = {}
    for plan, provision in links:
        found.setdefault(plan, []).append(chips[provision])
    return {plan: cells.beside(*served) for plan, served in found.items()}


def provision_lines(plan: ActionPlan, language: str) -> list[ProvisionLine]:
    """The good practices a plan serves."""
    return lines_of(plan.links.values_list("provision_id", flat=True), language)


def person(user: User) -> str:
    """A name to choose from."""
    return f"{user.contact.name} · {user.contact.organisation.name}" if user.contact else user.sign_in_name


def page(viewer: Viewer, plan: ActionPlan, language: str) -> dict[str, Any]:
    """Everything the plan's page shows to this viewer."""
    outcome = _outcome(viewer, plan)
    state = queries.state_of(plan)
    return {
        "plan": plan,
        "text": pick_beside(plan, plan.translations.all(), language, PLAN_TEXTS),
        "outcome": outcome,
        "outcome_text": pick_beside(outcome, outcome.translations.all(), language, OUTCOME_TEXTS) if outcome else None,
        "state": state,
        "tag": state_tag(state),
        "provisions": provision_lines(plan, language),
        "sources": queries.sources_of(viewer, plan),
        "may_write": (may_write := allows(viewer, P.PLAN_WRITE, plan)),
        "attached": attached(viewer, "followup", plan.pk, queries.files_of(plan), may_add=may_write),
        "has_mentors": queries.mentors_exist(),
        "may_change_marking": may_change(viewer, plan),
        "may_change_outcome": outcome is not None and may_change(viewer, outcome),
        "may_release": outcome is not None
        and outcome.marking.label not in RELEASED
        and allows(viewer, P.OUTCOME_RELEASE, outcome),
    }


def _outcome(viewer: Viewer, plan: ActionPlan) -> PlanOutcome | None:
    """What came of the plan, for whom rule, label and audience let read it: a guest of the plan is none of its."""
    outcome: PlanOutcome | None = getattr(plan, "outcome", None)
    if outcome is None or not allows(viewer, P.OUTCOME_VIEW, outcome):
        return None
    return next(iter(shown(viewer, [outcome])), None)


def paper_rows(plan: ActionPlan | None) -> list[tuple[Any, str, bool]]:
    """Label, content and length of each row of the one-page form; empty contents for the blank one."""
    names = labels(PlanForm, (*PLAN_TEXTS, "first_step_on"))
    order = ("title", "problem", "first_step", "first_step_on", "must_agree", "indicator", "baseline", "target")
    return [(names[name], "" if plan is None else getattr(plan, name), name in LONG) for name in order]
