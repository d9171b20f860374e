"""Recording and changing action plans, and what came of them."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pulang.common.followup import actions, queries
from pulang.common.followup.actions import OutcomeText, PlanText
from pulang.common.followup.api.reading import mentor_etag, outcome_etag, plan_etag, the_plan
from pulang.common.followup.api.shapes import PLACE, MentorSent, NewPlan, OutcomeSent, PlanSent, group
from pulang.common.followup.models import PLAN_TEXTS, ActionPlan, PlanOutcome
from pulang.common.followup.permissions import FollowupPermission as P
from pulang.common.frameworks.queries import chosen_provisions
from pulang.foundation.api.calling import ApiRequest
from pulang.foundation.api.operations import demand_version
from pulang.foundation.api.problems import wrong
from pulang.foundation.api.shapes import Written
from pulang.foundation.policy.rules import allows
from pulang.kernel import clock
from pulang.kernel.ids import keyed


@group.writes("POST", "plans", may=[P.PLAN_WRITE], summary=_("Record an action plan"), status=201)
def make_plan(request: ApiRequest, body: NewPlan) -> Written:
    """For an organisation at which the person writes plans."""
    host = queries.hosts(request.viewer).filter(key=body.host).first()
    if host is None:
        raise wrong("/host", gettext("There is no such organisation for which you write plans."))
    owner = queries.owners(request.viewer).filter(pk=body.owner).first() if body.owner else None
    if body.owner and owner is None:
        raise wrong("/owner", gettext("There is no such contact."))
    plan = actions.record_plan(by=request.viewer, host=host, owner=owner, **_sent(body))
    return _written(plan)


@group.writes(
    "POST",
    "plans/from/{slug:origin}/{uuid:pk}",
    may=[P.PLAN_WRITE],
    summary=_("Record an action plan that something led to"),
    status=201,
)
def make_plan_from(request: ApiRequest, origin: str, pk: UUID, body: PlanSent) -> Written:
    """On the forum `origin` is `request`: an engagement request that was accepted."""
    if origin not in queries.ORIGINS:
        raise Http404
    source = queries.ORIGINS[origin]
    source.find(request.viewer, pk)
    return _written(source.record(by=request.viewer, pk=pk, **_sent(body)))


@group.writes("PUT", "plans/{uuid:pk}", may=[P.PLAN_WRITE], summary=_("Change an action plan"), versioned=True)
def change_plan(request: ApiRequest, pk: UUID, body: PlanSent) -> Written:
    """The whole plan anew; the earlier wording stays in the audit."""
    _writable(request, pk)
    demand_version(request, pk, lambda: plan_etag(the_plan(request, pk)))
    plan, sent = the_plan(request, pk), _sent(body)
    sent.pop("written_on_paper_on")
    actions.change_plan(by=request.viewer, plan=plan, **sent)
    return _written(the_plan(request, pk))


@group.writes(
    "PUT", "plans/{uuid:pk}/outcome", may=[P.PLAN_WRITE], summary=_("Record result and lesson"), may_be_new=True
)
def record_outcome(request: ApiRequest, pk: UUID, body: OutcomeSent) -> Written:
    """A second time writes them again, and the audit keeps the first."""
    plan = _writable(request, pk)
    if body.seen_on > clock.today():
        raise wrong("/seen_on", gettext("The day on which you read the value cannot lie ahead."))
    demand_version(request, pk, lambda: _version_of_outcome(pk))
    outcome = actions.record_outcome(by=request.viewer, plan=plan, text=OutcomeText(**body.model_dump()))
    return Written(id=str(outcome.pk), address=f"{PLACE}/{pk}/outcome", etag=outcome_etag(outcome))


@group.writes("PUT", "plans/{uuid:pk}/mentor", may=[P.PLAN_WRITE], summary=_("Choose the mentor"), versioned=True)
def choose_mentor(request: ApiRequest, pk: UUID, body: MentorSent) -> Written:
    """Somebody who holds that role today; on a service plane there are none."""
    if not queries.mentors_exist():
        raise Http404
    people = {user.pk: user for user in queries.mentors(request.viewer, _writable(request, pk))}
    if body.mentor is not None and body.mentor not in people:
        raise wrong("/mentor", gettext("Nobody with this id holds the role of mentor."))
    demand_version(request, pk, lambda: mentor_etag(the_plan(request, pk)))
    plan = the_plan(request, pk)
    actions.assign_mentor(by=request.viewer, plan=plan, mentor=people[body.mentor] if body.mentor else None)
    return Written(id=str(pk), address=f"{PLACE}/{pk}/mentor", etag=mentor_etag(the_plan(request, pk)))


def _writable(request: ApiRequest, pk: UUID) -> ActionPlan:
    """A plan that the caller may read and write; else 404, as on the pages."""
    plan = the_plan(request, pk)
    if not allows(request.viewer, P.PLAN_WRITE, plan):
        raise Http404
    return plan


def _sent(body: PlanSent) -> dict[str, Any]:
    """What the actions take."""
    text = PlanText(**{name: getattr(body, name) for name in (*PLAN_TEXTS, "first_step_on", "language")})
    keys = list(dict.fromkeys(body.provisions))
    provisions = chosen_provisions(keyed("provision", key) for key in keys)
    known = {provision.key for provision in provisions}
    for place, key in enumerate(body.provisions):
        if key not in known:
            raise wrong(f"/provisions/{place}", gettext("There is no good practice with this key."))
    return {"text": text, "provisions": provisions, "written_on_paper_on": body.written_on_paper_on}


def _version_of_outcome(pk: UUID) -> str | None:
    outcome = PlanOutcome.objects.filter(plan=pk).first()
    return outcome_etag(outcome) if outcome else None


def _written(plan: ActionPlan) -> Written:
    return Written(id=str(plan.pk), address=f"{PLACE}/{plan.pk}", etag=plan_etag(plan))
