"""An accepted request leads to action plans at its host."""

from collections.abc import Sequence
from datetime import date

from pulang.common.accounts.models import Contact, User
from pulang.common.followup.actions import PlanText, record_plan
from pulang.common.followup.models import ActionPlan
from pulang.common.frameworks.models import Provision
from pulang.forum.engagements import rules
from pulang.forum.engagements.actions.steps import locked, turn
from pulang.forum.engagements.models import EngagementRequest, RequestPlan, TurnKind
from pulang.forum.engagements.permissions import EngagementsPermission as P
from pulang.foundation.events.record import action
from pulang.foundation.policy.rules import demand
from pulang.foundation.policy.viewer import Viewer


@action
def plan_for(
    *,
    by: Viewer,
    request: EngagementRequest,
    text: PlanText,
    provisions: Sequence[Provision],
    owner: Contact | None = None,
    mentor: User | None = None,
    written_on_paper_on: date | None = None,
) -> ActionPlan:
    """Record an action plan of an accepted request at its host."""
    demand(by, P.REQUEST_PLAN, request, seen_by=P.REQUEST_VIEW)
    request = locked(request, rules.State.ACCEPTED)
    plan = record_plan(
        by=by,
        host=request.host,
        text=text,
        provisions=provisions,
        owner=owner,
        mentor=mentor,
        written_on_paper_on=written_on_paper_on,
    )
    RequestPlan.objects.create(request=request, plan=plan)
    turn(request, TurnKind.PLANNED, by=by, permission=P.REQUEST_PLAN)
    return plan
