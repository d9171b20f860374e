"""What was said about a request: its turns and the answers that were given, as far as the viewer may read them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from pulang.common.accounts.queries import display_names
from pulang.common.marking.queries import shown
from pulang.forum.engagements.models import Answer, EngagementRequest, RequestTurn, TurnKind
from pulang.forum.engagements.permissions import EngagementsPermission as P
from pulang.foundation.policy.rules import visible
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.prepared import ID, Prepared


@dataclass(frozen=True)
class Turn:
    """A line of what happened, with names."""

    turn: RequestTurn
    name: str
    principal: str


def turns(viewer: Viewer, request: EngagementRequest) -> list[Turn]:
    """What happened, oldest first; what was said inside the working group only for those inside. Two queries."""
    found = _TURNS.objects(viewer.may(P.ANSWER_VIEW), request=request.pk)
    names = display_names({pk for row in found for pk in (row.by_id, row.for_principal_id) if pk})
    return [
        Turn(row, names.get(row.by_id, ""), names.get(row.for_principal_id, "") if row.for_principal_id else "")
        for row in found
    ]


def given_answers(viewer: Viewer, request: EngagementRequest) -> tuple[Answer, ...]:
    """Answers that were given, the latest first, through the gate."""
    return shown(viewer, _GIVEN.objects(viewer, request=request.pk))


def _turns(inside: bool, request: Any) -> QuerySet[RequestTurn]:
    rows = RequestTurn.objects.filter(request=request).exclude(kind=TurnKind.GIVEN).order_by("at", "pk")
    return rows if inside else rows.filter(inside_working_group=False)


def _given(viewer: Viewer, request: Any) -> QuerySet[Answer]:
    rows = visible(viewer, P.ANSWER_VIEW, Answer.objects.filter(request=request, given_at__isnull=False))
    return rows.select_related("marking").order_by("-given_at")


_TURNS = Prepared(_turns, request=ID)
_GIVEN = Prepared(_given, request=ID)
