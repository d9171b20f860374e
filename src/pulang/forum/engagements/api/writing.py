"""The country's side of an engagement request: draft, change, submit, withdraw."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pulang.common.frameworks.queries import chosen_provisions
from pulang.forum.engagements import actions, queries
from pulang.forum.engagements.actions import RequestText
from pulang.forum.engagements.api.reading import readable, values_of
from pulang.forum.engagements.api.shapes import PLACE, RequestSent, requests
from pulang.forum.engagements.models import REQUEST_TEXTS, EngagementRequest
from pulang.forum.engagements.permissions import EngagementsPermission as P
from pulang.foundation.api.calling import ApiRequest
from pulang.foundation.api.operations import demand_version, etag
from pulang.foundation.api.problems import wrong
from pulang.foundation.api.shapes import Nothing, Reason, Written
from pulang.foundation.ui.editing import version
from pulang.kernel.ids import keyed


@requests.writes("POST", "requests", may=[P.REQUEST_DRAFT], summary=_("Draft an engagement request"), status=201)
def draft_request(request: ApiRequest, body: RequestSent) -> Written:
    """For a host of the drafter's country. It can be left and resumed."""
    return written(actions.draft(by=request.viewer, **_sent(request, body)))


@requests.writes("PUT", "requests/{uuid:pk}", may=[P.REQUEST_DRAFT], summary=_("Change a draft"), versioned=True)
def change_request(request: ApiRequest, pk: UUID, body: RequestSent) -> Written:
    """All of it anew, while it is with the requester; the earlier wording stays in the audit."""
    readable(request, pk)
    demand_version(request, pk, lambda: etag(version(values_of(readable(request, pk)))))
    actions.change(by=request.viewer, request=readable(request, pk), **_sent(request, body))
    return written(readable(request, pk))


@requests.writes("POST", "requests/{uuid:pk}/submit", may=[P.REQUEST_DRAFT], summary=_("Submit a request"))
def submit_request(request: ApiRequest, pk: UUID, body: Nothing) -> Written:
    """Hand it to the country's policy focal point. 409 names what is still missing."""
    actions.submit(by=request.viewer, request=readable(request, pk))
    return written(readable(request, pk))


@requests.writes("POST", "requests/{uuid:pk}/withdraw", may=[P.REQUEST_DRAFT], summary=_("Withdraw a request"))
def withdraw_request(request: ApiRequest, pk: UUID, body: Reason) -> Written:
    """The working group stops its work on it. This cannot be undone."""
    actions.withdraw(by=request.viewer, request=readable(request, pk), reason=body.reason)
    return written(readable(request, pk))


def written(row: EngagementRequest) -> Written:
    """What a step on a request answers."""
    return Written(id=str(row.pk), address=f"{PLACE}/{row.pk}", etag=etag(version(values_of(row))))


def _sent(request: ApiRequest, body: RequestSent) -> dict[str, Any]:
    """What the actions take."""
    host = queries.hosts(request.viewer).filter(key=body.host).first()
    if host is None:
        raise wrong("/host", gettext("There is no such host for which you draft requests."))
    provisions = chosen_provisions(keyed("provision", key) for key in body.provisions)
    known = {provision.key for provision in provisions}
    for place, key in enumerate(body.provisions):
        if key not in known:
            raise wrong(f"/provisions/{place}", gettext("There is no good practice with this key."))
    text = RequestText(**{name: getattr(body, name) for name in (*REQUEST_TEXTS, "language")})
    return {"host": host, "text": text, "provisions": provisions}
