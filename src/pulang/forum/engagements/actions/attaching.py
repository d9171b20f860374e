"""Files beside a request, while it is with the requester: what was endorsed stays as it was endorsed."""

from pulang.common.files.actions import Given, attach, detach
from pulang.forum.engagements import rules
from pulang.forum.engagements.actions.steps import locked
from pulang.forum.engagements.models import EngagementRequest, RequestFile
from pulang.forum.engagements.permissions import EngagementsPermission as P
from pulang.foundation.events.record import action
from pulang.foundation.policy.rules import demand
from pulang.foundation.policy.viewer import Viewer


@action
def attach_to_request(*, by: Viewer, request: EngagementRequest, given: Given) -> None:
    """Add a file. Raises ``Refused`` where there are enough, ``WrongState`` once the request was submitted."""
    demand(by, P.REQUEST_DRAFT, request, seen_by=P.REQUEST_VIEW)
    request = locked(request, *rules.OPEN_TO_THE_REQUESTER)
    attach(
        by=by, link=RequestFile, to=request, marking=request.marking, given=given, organisation_id=request.country_id
    )


@action
def detach_from_request(*, by: Viewer, attached: RequestFile) -> None:
    """Take away a file that ``by`` added, while the request is with the requester."""
    demand(by, P.REQUEST_DRAFT, attached.to, seen_by=P.REQUEST_VIEW)
    locked(attached.to, *rules.OPEN_TO_THE_REQUESTER)
    detach(by=by, attachment=attached, organisation_id=attached.to.country_id)
