"""What all steps share: the state they start from, the line they leave on the request's page, and its author."""

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from pulang.forum.engagements import queries, rules
from pulang.forum.engagements.models import EngagementRequest, RequestTurn, TurnKind
from pulang.foundation.policy.rules import Refused
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock


class WrongState(Refused):
    """Somebody else was faster, or the page was old: the step does not fit the request's present state."""

    def __init__(self, state: rules.RequestState) -> None:
        super().__init__(_("This step is no longer possible. {reason}").format(reason=state.reason))
        self.state = state


def locked(request: EngagementRequest, *states: rules.State) -> EngagementRequest:
    """The request again, locked, with its facts; ``WrongState`` when it is in none of ``states``."""
    EngagementRequest.objects.select_for_update().get(pk=request.pk)
    fresh = queries.with_facts(EngagementRequest.objects.filter(pk=request.pk)).get()
    demand_state(fresh, states)
    return fresh


def demand_state(request: EngagementRequest, states: Collection[rules.State]) -> None:
    """``WrongState`` unless the request is in one of the states."""
    state = queries.state_of(request)
    if state.state not in states:
        raise WrongState(state)


def turn(
    request: EngagementRequest,
    kind: TurnKind,
    *,
    by: Viewer,
    permission: str,
    text: str = "",
    inside: bool = False,
) -> None:
    """A line on the request's page. ``inside`` lines are for co-chairs and secretariat only."""
    RequestTurn.objects.create(
        request=request,
        round=request.round,
        kind=kind,
        at=clock.now(),
        by_id=person(by),
        for_principal_id=by.principal_for(permission),
        text=text,
        inside_working_group=inside,
    )


def person(by: Viewer) -> UUID:
    """The id of the person who acts; commands do not take part in a request."""
    assert by.user_id is not None, "requests are worked on by people"
    return by.user_id
