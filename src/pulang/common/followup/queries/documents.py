"""An action plan as a document, with what came of it, and as the paper form to discuss and to sign."""

from collections.abc import Iterator
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.common.followup.models import OUTCOME_TEXTS, PLAN_TEXTS, ActionPlan, PlanOutcome
from pulang.common.followup.permissions import FollowupPermission as P
from pulang.common.followup.queries.plans import has_outcome, outcomes, plans, state_of
from pulang.common.followup.rules import WORDS
from pulang.common.frameworks.queries import lines_of
from pulang.common.marking.queries import markings_of, standing
from pulang.foundation.documents.contents import (
    Block,
    Contents,
    Facts,
    Form,
    Heading,
    Paragraph,
    Signature,
    Text,
    Value,
    Words,
    piece,
)
from pulang.foundation.documents.offers import Offer, Parameters, register_offer
from pulang.foundation.policy.exits import PDF
from pulang.foundation.policy.rules import get
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.texts.models import pick_beside
from pulang.kernel.tlp import Label

PUBLIC = standing(Label.CLEAR)
LABELS = {
    "title": gettext_lazy("Title"),
    "problem": gettext_lazy("The problem"),
    "first_step": gettext_lazy("The first step"),
    "first_step_on": gettext_lazy("Day of the first step"),
    "must_agree": gettext_lazy("Who must agree"),
    "indicator": gettext_lazy("How you will see it"),
    "baseline": gettext_lazy("Value today"),
    "target": gettext_lazy("Value you want to reach"),
}
LINES = {"problem": 3, "first_step": 3, "must_agree": 3, "indicator": 3}


def register() -> None:
    """Called at start-up."""
    register_offer(Offer("action-plan", gettext_lazy("Action plan"), P.PLAN_VIEW, document))
    form = gettext_lazy("Action plan: form")
    register_offer(Offer("action-plan-form", form, P.PLAN_VIEW, paper, ways=(PDF,)))


def document(viewer: Viewer, parameters: Parameters, language: str) -> Contents:
    """The plan named by ``id`` with its outcome where that may be read, or ``Http404``."""
    plan = _plan(viewer, parameters)
    outcome = outcomes(viewer).filter(plan=plan).first() if has_outcome(plan) else None
    markings = markings_of([row for row in (plan, outcome) if row is not None])
    came = [piece(*_outcome(outcome, language), marked=[markings[outcome.pk]])] if outcome else []
    return Contents(
        title=_("Action plan"),
        language=language,
        about=piece(*_about(plan, language), marked=[markings[plan.pk]]),
        pieces=(piece(*_text(plan, language), marked=[markings[plan.pk]]), *came),
        subject=plan,
        organisation_id=plan.host_id,
    )


def paper(viewer: Viewer, parameters: Parameters, language: str) -> Contents:
    """The plan as a form; an empty one where no ``id`` is given."""
    plan = _plan(viewer, parameters) if parameters.get("id") else None
    marking = markings_of([plan])[plan.pk] if plan else PUBLIC
    rows = Form(tuple(_form_rows(plan, language)))
    names = Paragraph(_("No names of people in custody."))
    return Contents(
        title=_("Action plan"),
        language=language,
        about=piece(names, rows, Signature((_("Date and signature"), _("Date and signature"))), marked=[marking]),
        pieces=(),
        subject=plan,
        organisation_id=plan.host_id if plan else None,
    )


def _plan(viewer: Viewer, parameters: Parameters) -> ActionPlan:
    try:
        pk = UUID(parameters.get("id", ""))
    except ValueError:
        raise Http404 from None
    return get(viewer, P.PLAN_VIEW, plans(viewer), pk=pk)


def _about(plan: ActionPlan, language: str) -> tuple[Block, ...]:
    text = pick_beside(plan, plan.translations.all(), language, PLAN_TEXTS)
    state = state_of(plan)
    facts: list[tuple[Text, Value]] = [
        (_("Host"), plan.host.name),
        (_("Whose plan it is"), plan.owner.name if plan.owner else ""),
        (_("State"), WORDS[state.state][0]),
        (_("Good practices"), _chips(plan, language)),
    ]
    return Heading(Words(text.translation.title, text.language)), Facts(tuple(row for row in facts if row[1]))


def _text(plan: ActionPlan, language: str) -> tuple[Block, ...]:
    text = pick_beside(plan, plan.translations.all(), language, PLAN_TEXTS)
    values = {name: Words(getattr(text.translation, name), text.language) for name in PLAN_TEXTS}
    rows = ((label, plan.first_step_on if name == "first_step_on" else values[name]) for name, label in LABELS.items())
    return Heading(_("The plan")), Facts(tuple(rows)[1:])


def _outcome(outcome: PlanOutcome, language: str) -> tuple[Block, ...]:
    text = pick_beside(outcome, outcome.translations.all(), language, OUTCOME_TEXTS)
    said = {name: Words(getattr(text.translation, name), text.language) for name in OUTCOME_TEXTS}
    facts = Facts(
        (
            (_("Day"), outcome.seen_on),
            (_("What happened"), said["result"]),
            (_("Value reached"), said["value_reached"]),
            (_("Lesson"), said["lesson"]),
        )
    )
    return Heading(_("What came of it")), facts


def _form_rows(plan: ActionPlan | None, language: str) -> Iterator[tuple[Text, Value, int]]:
    yield _("Facility or academy"), plan.host.name if plan else "", 1
    for name, label in LABELS.items():
        value = getattr(plan, name) if plan else ""
        is_words = plan is not None and isinstance(value, str)
        yield label, Words(value, plan.language) if plan and is_words else value, LINES.get(name, 1)
    yield _("Good practices it serves"), _chips(plan, language) if plan else "", 1
    yield _("Later: what happened, value reached, lesson"), "", 4


def _chips(plan: ActionPlan, language: str) -> str:
    lines = lines_of(plan.links.values_list("provision_id", flat=True), language)
    return ", ".join(line.chip for line in lines)
