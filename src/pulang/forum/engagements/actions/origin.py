"""An accepted request is where an action plan comes from."""

from uuid import UUID

from django.http import Http404
from django.urls import reverse

from pulang.common.followup.models import ActionPlan
from pulang.common.followup.queries import Origin, Source, Start, register_origin
from pulang.common.marking.queries import shown
from pulang.forum.engagements import queries, rules
from pulang.forum.engagements.actions.planning import plan_for
from pulang.forum.engagements.actions.steps import WrongState
from pulang.forum.engagements.models import EngagementRequest
from pulang.forum.engagements.permissions import EngagementsPermission as P
from pulang.foundation.policy.rules import allows
from pulang.foundation.policy.viewer import Viewer


def register() -> None:
    """Called at start-up."""
    register_origin(Origin("request", find=find, record=record, source_of=source_of))


def find(viewer: Viewer, pk: UUID) -> Start:
    """Host and good practices of the request; 404 for who may not plan, a sentence when it is not accepted."""
    request = _request(viewer, pk)
    state = queries.state_of(request)
    if state.state is not rules.State.ACCEPTED:
        raise WrongState(state)
    return Start(
        host=request.host,
        title=request.title,
        url=reverse("engagements:detail", kwargs={"pk": pk}),
        provision_ids=tuple(request.links.values_list("provision_id", flat=True)),
    )


def record(*, by: Viewer, pk: UUID, **values: object) -> ActionPlan:
    """Write the plan and its link to the request."""
    return plan_for(by=by, request=_request(by, pk), **values)  # type: ignore[arg-type]


def source_of(viewer: Viewer, plan: ActionPlan) -> Source | None:
    """The request a plan came from, for who may read it."""
    request = next(iter(shown(viewer, queries.readable(viewer).filter(plans__plan=plan)[:1])), None)
    return None if request is None else Source(request.title, reverse("engagements:detail", kwargs={"pk": request.pk}))


def _request(viewer: Viewer, pk: UUID) -> EngagementRequest:
    request = next(iter(shown(viewer, queries.with_facts(queries.readable(viewer).filter(pk=pk)))), None)
    if request is None or not allows(viewer, P.REQUEST_PLAN, request):
        raise Http404
    return request
