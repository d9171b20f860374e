"""The steps of others: endorse, return, answer, send, clear, object. Releasing needs a proof, so it has a page only."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from pulang.forum.engagements import actions
from pulang.forum.engagements.actions.answering import open_answer
from pulang.forum.engagements.api.reading import answer_etag, readable
from pulang.forum.engagements.api.shapes import PLACE, AnswerSent, requests
from pulang.forum.engagements.api.writing import written
from pulang.forum.engagements.permissions import EngagementsPermission as P
from pulang.forum.engagements.rules import Outcome
from pulang.foundation.api.calling import ApiRequest
from pulang.foundation.api.operations import demand_version
from pulang.foundation.api.shapes import Nothing, Reason, Written
from pulang.foundation.policy.rules import demand


@requests.writes("POST", "requests/{uuid:pk}/endorse", may=[P.REQUEST_ENDORSE], summary=_("Endorse a request"))
def endorse_request(request: ApiRequest, pk: UUID, body: Nothing) -> Written:
    """The country stands behind it: it goes to the working group."""
    actions.endorse(by=request.viewer, request=readable(request, pk))
    return written(readable(request, pk))


@requests.writes("POST", "requests/{uuid:pk}/return", may=[P.REQUEST_ENDORSE], summary=_("Return a request"))
def return_request(request: ApiRequest, pk: UUID, body: Reason) -> Written:
    """It goes back to its drafter with the reason."""
    actions.send_back(by=request.viewer, request=readable(request, pk), reason=body.reason)
    return written(readable(request, pk))


@requests.writes(
    "PUT", "requests/{uuid:pk}/answer", may=[P.ANSWER_DRAFT], summary=_("Draft the answer"), may_be_new=True
)
def draft_answer(request: ApiRequest, pk: UUID, body: AnswerSent) -> Written:
    """It can be left and resumed until it is sent to the co-chairs."""
    row = readable(request, pk)
    demand(request.viewer, P.ANSWER_DRAFT, row, seen_by=P.REQUEST_VIEW)
    demand_version(request, pk, lambda: answer_etag(found) if (found := open_answer(row)) else None)
    answer = actions.draft_answer(
        by=request.viewer, request=row, outcome=Outcome(body.outcome), text=body.text, language=body.language
    )
    return Written(id=str(answer.pk), address=f"{PLACE}/{pk}/answer", etag=answer_etag(answer))


@requests.writes("POST", "requests/{uuid:pk}/send", may=[P.ANSWER_DRAFT], summary=_("Send the answer to the co-chairs"))
def send_answer(request: ApiRequest, pk: UUID, body: Nothing) -> Written:
    """Both co-chairs clear it or object."""
    actions.send_for_clearance(by=request.viewer, request=readable(request, pk))
    return written(readable(request, pk))


@requests.writes("POST", "requests/{uuid:pk}/clear", may=[P.ANSWER_CLEAR], summary=_("Clear the answer"))
def clear_answer(request: ApiRequest, pk: UUID, body: Nothing) -> Written:
    """When both co-chairs have cleared it, the country reads it."""
    actions.clear(by=request.viewer, request=readable(request, pk))
    return written(readable(request, pk))


@requests.writes("POST", "requests/{uuid:pk}/object", may=[P.ANSWER_CLEAR], summary=_("Object to the answer"))
def object_to_answer(request: ApiRequest, pk: UUID, body: Reason) -> Written:
    """It goes back to the secretariat with the reason. The country does not see this."""
    actions.object_to(by=request.viewer, request=readable(request, pk), reason=body.reason)
    return written(readable(request, pk))
