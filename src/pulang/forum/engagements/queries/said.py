"""What was said about a request: its turns and the answers that were given, as far as the viewer may read them."""

from dataclasses import dataclass

from pulang.common.accounts.queries import display_names
from pulang.common.marking.queries import shown
from pulang.forum.engagements.models import Answer, EngagementRequest, RequestTurn, TurnKind
from pulang.forum.engagements.permissions import EngagementsPermission as P
from pulang.foundation.policy.rules import visible
from pulang.foundation.policy.viewer import Viewer


@dataclass(frozen=True)
class Turn:
    """A line of what happened, with names."""

    turn: RequestTurn
    name: str
    principal: str


def turns(viewer: Viewer, request: EngagementRequest) -> list[Turn]:
    """What happened, oldest first; what was said inside the working group only for those inside. Two queries."""
    rows = request.turns.exclude(kind=TurnKind.GIVEN).order_by("at", "pk")
    if not viewer.may(P.ANSWER_VIEW):
        rows = rows.filter(inside_working_group=False)
    found = list(rows)
    names = display_names({pk for row in found for pk in (row.by_id, row.for_principal_id) if pk})
    return [
        Turn(row, names.get(row.by_id, ""), names.get(row.for_principal_id, "") if row.for_principal_id else "")
        for row in found
    ]


def given_answers(viewer: Viewer, request: EngagementRequest) -> tuple[Answer, ...]:
    """Answers that were given, the latest first, through the gate."""
    rows = visible(viewer, P.ANSWER_VIEW, request.answers.filter(given_at__isnull=False))
    return shown(viewer, rows.select_related("marking").order_by("-given_at"))
