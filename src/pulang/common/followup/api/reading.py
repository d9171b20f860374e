"""Reading action plans and what came of them."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Literal
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from ninja import Query

from pulang.common.files.models import StoredFile
from pulang.common.followup import queries, rules
from pulang.common.followup.api.shapes import File, MentorShown, OutcomeShown, PlanLine, PlanShown, Reader, group
from pulang.common.followup.forms import outcome_initial, plan_initial
from pulang.common.followup.models import OUTCOME_TEXTS, PLAN_TEXTS, ActionPlan, PlanOutcome
from pulang.common.followup.permissions import FollowupPermission as P
from pulang.common.frameworks.queries import lines_of
from pulang.common.marking.queries import marked, markings_of
from pulang.foundation.api.calling import ApiRequest
from pulang.foundation.api.leaving import Offered, OfferedList, listed
from pulang.foundation.api.operations import etag
from pulang.foundation.api.shapes import Choice, Listed, Named, Paging
from pulang.foundation.policy.rules import get
from pulang.foundation.texts.models import pick_beside
from pulang.foundation.ui.editing import version


@group.reads("plans", Listed[PlanLine], may=[P.PLAN_VIEW], summary=_("List action plans"))
def list_plans(
    request: ApiRequest, paging: Query[Paging], order: Literal["made", "first-step"] = "made"
) -> OfferedList:
    """Those that the person may read."""
    return listed(request, queries.plans(request.viewer), queries.ORDERS, paging, _lines, order=order)


@group.reads("plans/{uuid:pk}", PlanShown, may=[P.PLAN_VIEW], summary=_("Read an action plan"), versioned=True)
def read_plan(request: ApiRequest, pk: UUID) -> Offered:
    """In the reader's language where there is a translation. The ETag is that of the original."""
    plan = the_plan(request, pk)

    def shape() -> PlanShown:
        state = queries.state_of(plan)
        return PlanShown(**_line(plan, state), **_content(plan, state))

    return Offered(plan, [marked(plan)], shape, plan_etag(plan))


@group.reads(
    "plans/{uuid:pk}/outcome", OutcomeShown, may=[P.OUTCOME_VIEW], summary=_("Read result and lesson"), versioned=True
)
def read_outcome(request: ApiRequest, pk: UUID) -> Offered:
    """404 also where nothing is recorded yet."""
    outcome = get(request.viewer, P.OUTCOME_VIEW, queries.outcomes(request.viewer), plan=pk)
    texts = pick_beside(outcome, outcome.translations.all(), get_language() or "en", OUTCOME_TEXTS)

    def shape() -> OutcomeShown:
        return OutcomeShown(
            plan=str(pk),
            **{name: getattr(texts.translation, name) for name in OUTCOME_TEXTS},
            seen_on=outcome.seen_on,
            language=texts.language,
            recorded_at=outcome.recorded_at,
        )

    return Offered(outcome, [marked(outcome)], shape, outcome_etag(outcome))


@group.reads("plans/{uuid:pk}/mentor", MentorShown, may=[P.PLAN_VIEW], summary=_("Read the mentor"), versioned=True)
def read_mentor(request: ApiRequest, pk: UUID) -> Offered:
    """Who accompanies the plan."""
    plan = the_plan(request, pk)
    return Offered(plan, [marked(plan)], lambda: MentorShown(mentor=plan.mentor_id), mentor_etag(plan))


@group.reads("plans/{uuid:pk}/readers", Listed[Reader], may=[P.PLAN_VIEW], summary=_("Read who could read the plan"))
def read_plan_readers(request: ApiRequest, pk: UUID) -> OfferedList:
    """By the rule that opens it. The owner of the server is none of them, and can read everything."""
    plan = the_plan(request, pk)
    marking = marked(plan)
    return OfferedList(
        [
            Offered(
                one,
                [marking],
                partial(Reader, name=one.name, organisation=one.organisation, reason=str(one.reason)),
            )
            for one in queries.readers_of(plan)
        ]
    )


def the_plan(request: ApiRequest, pk: UUID) -> ActionPlan:
    """A plan that the caller may read; else 404."""
    return get(request.viewer, P.PLAN_VIEW, queries.plans(request.viewer), pk=pk)


def plan_etag(plan: ActionPlan) -> str:
    """The fingerprint that the plan's form carries."""
    return etag(version(plan_initial(plan)))


def outcome_etag(outcome: PlanOutcome) -> str:
    """The fingerprint that the outcome's form carries."""
    return etag(version(outcome_initial(outcome)))


def mentor_etag(plan: ActionPlan) -> str:
    """The fingerprint that the mentor's form carries."""
    return etag(version({"mentor": str(plan.mentor_id or "")}))


def _lines(rows: Sequence[ActionPlan]) -> list[Offered]:
    markings, states = markings_of(rows), queries.states_of(rows)
    return [Offered(row, [markings[row.pk]], partial(_in_a_list, row, states[row.pk])) for row in rows]


def _in_a_list(plan: ActionPlan, state: rules.PlanState) -> PlanLine:
    return PlanLine(**_line(plan, state))


def _line(plan: ActionPlan, state: rules.PlanState) -> dict[str, Any]:
    texts = pick_beside(plan, plan.translations.all(), get_language() or "en", PLAN_TEXTS)
    return {
        "id": str(plan.pk),
        "title": texts.translation.title,
        "language": texts.language,
        "host": Named(id=plan.host.key, name=plan.host.name),
        "state": Choice(slug=state.state.value, words=str(rules.WORDS[state.state][0])),
        "due_on": state.due_on,
        "made_at": plan.made_at,
    }


def _content(plan: ActionPlan, state: rules.PlanState) -> dict[str, Any]:
    texts = pick_beside(plan, plan.translations.all(), get_language() or "en", PLAN_TEXTS)
    return {
        **{name: getattr(texts.translation, name) for name in PLAN_TEXTS if name != "title"},
        "first_step_on": plan.first_step_on,
        "written_on_paper_on": plan.written_on_paper_on,
        "original_language": plan.language,
        "owner": Named(id=str(plan.owner.pk), name=plan.owner.name) if plan.owner else None,
        "mentor": _mentor(plan),
        "state_reason": str(state.reason),
        "provisions": [
            Named(id=line.provision.key, name=line.chip)
            for line in lines_of(plan.links.values_list("provision_id", flat=True), get_language() or "en")
        ],
        "files": [_file(link.file) for link in queries.files_of(plan)],
        "has_outcome": queries.has_outcome(plan),
    }


def _mentor(plan: ActionPlan) -> Named | None:
    if plan.mentor is None:
        return None
    name = plan.mentor.contact.name if plan.mentor.contact else plan.mentor.sign_in_name
    return Named(id=str(plan.mentor.pk), name=name)


def _file(file: StoredFile) -> File:
    return File(id=str(file.pk), title=file.title, name=file.name, kind=file.kind, size=file.size)
