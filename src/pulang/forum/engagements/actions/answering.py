"""The working group's side: the secretariat drafts, both co-chairs clear, and then the answer is given."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from pulang.common.marking.actions import mark
from pulang.forum.bodies.models import Seat
from pulang.forum.bodies.queries import co_chair_seats
from pulang.forum.engagements import rules
from pulang.forum.engagements.actions.steps import locked, person, turn
from pulang.forum.engagements.models import Answer, Clearance, EngagementRequest, TurnKind
from pulang.forum.engagements.permissions import BODY_ROLES, co_chair_countries
from pulang.forum.engagements.permissions import EngagementsPermission as P
from pulang.foundation.events.record import action, record
from pulang.foundation.policy.rules import Refused, demand
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.prepared import DAY, ID, Prepared
from pulang.kernel import clock
from pulang.kernel.tlp import Label

S = rules.State


@action
def draft_answer(*, by: Viewer, request: EngagementRequest, outcome: rules.Outcome, text: str, language: str) -> Answer:
    """Write the answer's draft, or write it again until it is sent to the co-chairs."""
    demand(by, P.ANSWER_DRAFT, request, seen_by=P.REQUEST_VIEW)
    request = locked(request, S.WITH_SECRETARIAT, S.IN_PRINCIPLE)
    answer = open_answer(request) or Answer(
        request=request,
        round=request.round,
        marking=mark(Label.AMBER, [request.country_id], offices=BODY_ROLES),
    )
    answer.outcome, answer.text, answer.language = outcome.value, text, language
    answer.drafted_at, answer.drafted_by_id = clock.now(), person(by)
    answer.save()
    _record("answer.drafted", by, answer, P.ANSWER_DRAFT, after={"outcome": outcome.value, "text": text})
    return answer


@action
def send_for_clearance(*, by: Viewer, request: EngagementRequest) -> None:
    """Put the draft before both co-chairs."""
    demand(by, P.ANSWER_DRAFT, request, seen_by=P.REQUEST_VIEW)
    request = locked(request, S.WITH_SECRETARIAT, S.IN_PRINCIPLE)
    answer = open_answer(request)
    if answer is None:
        raise Refused(_("There is no draft answer yet. Write it first."))
    answer.sent_at, answer.sent_by_id = clock.now(), person(by)
    answer.save()
    _touch(request)
    turn(request, TurnKind.SENT, by=by, permission=P.ANSWER_DRAFT, inside=True)
    _record("answer.sent", by, answer, P.ANSWER_DRAFT)


@action
def clear(*, by: Viewer, request: EngagementRequest) -> None:
    """A co-chair clears the answer; with the last clearance it is given to the country."""
    request, answer, seat = _before_co_chair(by, request)
    Clearance.objects.create(answer=answer, seat=seat, cleared=True, at=clock.now(), by_id=person(by))
    turn(request, TurnKind.CLEARED, by=by, permission=P.ANSWER_CLEAR, inside=True)
    _record("answer.cleared", by, answer, P.ANSWER_CLEAR, after={"seat": seat.organisation.key})
    if not seats_missing(answer):
        _give(by, request, answer)


@action
def object_to(*, by: Viewer, request: EngagementRequest, reason: str) -> None:
    """A co-chair objects with a reason; the draft is set aside and a copy goes back to the secretariat."""
    request, answer, seat = _before_co_chair(by, request)
    Clearance.objects.create(answer=answer, seat=seat, cleared=False, reason=reason, at=clock.now(), by_id=person(by))
    answer.set_aside_at = clock.now()
    answer.save()
    _touch(request)
    turn(request, TurnKind.OBJECTED, by=by, permission=P.ANSWER_CLEAR, text=reason, inside=True)
    _record("answer.objected", by, answer, P.ANSWER_CLEAR, reason=reason)


def open_answer(request: EngagementRequest) -> Answer | None:
    """The draft on which work goes on, if there is one."""
    found: Answer | None = next(iter(_OPEN.objects(request=request.pk)), None)
    if found is not None:
        found.request = request
    return found


_OPEN = Prepared(
    lambda request: Answer.objects.filter(request=request, given_at__isnull=True, set_aside_at__isnull=True).order_by(
        "pk"
    )[:1],
    request=ID,
)


def seats_missing(answer: Answer) -> list[Seat]:
    """Co-chair seats that have not cleared the answer yet."""
    return _MISSING.objects(answer=answer.pk, body=answer.request.body_id, today=clock.today())


def _missing(answer: Any, body: Any, today: Any) -> QuerySet[Seat]:
    cleared = Clearance.objects.filter(answer=answer, cleared=True).values("seat_id")
    return co_chair_seats(body, today).exclude(pk__in=cleared)


_MISSING = Prepared(_missing, answer=ID, body=ID, today=DAY)


def _before_co_chair(by: Viewer, request: EngagementRequest) -> tuple[EngagementRequest, Answer, Seat]:
    demand_answer = open_answer(request)
    if demand_answer is not None:
        demand(by, P.ANSWER_CLEAR, demand_answer, seen_by=P.ANSWER_VIEW)
    request = locked(request, S.WITH_CO_CHAIRS)
    answer = open_answer(request)
    assert answer is not None, "a request before the co-chairs has an open answer"
    holders = co_chair_countries(by)
    seat = next((seat for seat in seats_missing(answer) if seat.organisation_id in holders), None)
    if seat is None:
        raise Refused(_("Your country has cleared this answer already; the other co-chair has not yet."))
    return request, answer, seat


def _give(by: Viewer, request: EngagementRequest, answer: Answer) -> None:
    answer.given_at = clock.now()
    answer.save()
    request.given = answer
    if answer.outcome == rules.Outcome.ASK_BACK:
        request.submitted_at = request.submitted_by = request.endorsed_at = request.endorsed_by = None
    _touch(request)
    turn(request, TurnKind.GIVEN, by=by, permission=P.ANSWER_CLEAR, text=answer.text)
    _record("answer.given", by, answer, P.ANSWER_CLEAR, after={"outcome": answer.outcome})


def _touch(request: EngagementRequest) -> None:
    request.changed_at = clock.now()
    request.save()


def _record(verb: str, by: Viewer, answer: Answer, permission: str, **values: object) -> None:
    record(
        verb,
        by=by,
        about=answer,
        organisation_id=answer.request.country_id,
        permission=permission,
        **values,  # type: ignore[arg-type]
    )
