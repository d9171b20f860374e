"""The audit for programs: who did what and when, without any content."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import BaseModel, Field

from pulang.common.audit import queries, rules
from pulang.common.audit.permissions import AuditPermission as P
from pulang.common.audit.queries import Asked
from pulang.foundation.api.calling import ApiRequest
from pulang.foundation.api.leaving import Offered, OfferedList, listed
from pulang.foundation.api.operations import Group
from pulang.foundation.api.shapes import Choice, Day, Listed, Paging, Shown, Words
from pulang.foundation.events.models import Event
from pulang.kernel.tlp import Label, Marking

group = Group("audit", _("Audit"), _("Who did what and when. Events hold no content."))
if TYPE_CHECKING:
    Verb = str
    Kind = str
else:
    Verb, Kind = Literal[("", *rules.VERBS)], Literal[("", *rules.KINDS)]


class EventShown(Shown):
    """One event of the chain."""

    position: int = Field(description="Its place in the chain, without gaps from 1.")
    at: datetime
    verb: Choice
    who: str = Field(description="Name of the person, or empty where nobody was signed in.")
    on_behalf_of: str
    command: str = Field(description="The command of the command line that did it, if it was one.")
    organisation: str
    object_kind: Choice
    object_id: UUID | None


class Filters(BaseModel):
    """What is looked for; what is empty asks for nothing."""

    who: Words = Field(default="", description="Part of a name, or the beginning of a sign-in name.")
    verb: Verb = ""
    kind: Kind = ""
    organisation: Words = ""
    since: Day | None = Field(default=None, description="First day, in the installation's time zone.")
    until: Day | None = Field(default=None, description="Last day.")
    object_id: UUID | None = None


@group.reads("audit/events", Listed[EventShown], may=[P.AUDIT_READ], summary=_("List events, the newest first"))
def list_events(request: ApiRequest, paging: Query[Paging], filters: Query[Filters]) -> OfferedList:
    """Narrowed by who, what, to what, where and when."""
    asked = filters.model_dump()
    rows = queries.events(request.viewer, Asked(**(asked | {"id": asked.pop("object_id")})))
    return listed(request, rows, queries.ORDERS, paging, lambda found: _offered(request, found))


def _offered(request: ApiRequest, found: Sequence[Event]) -> list[Offered]:
    places = {grant.organisation_id for grant in request.viewer.grants_for(P.AUDIT_READ)}
    mine = Marking(Label.AMBER_STRICT, frozenset(f"organisation:{pk}" for pk in places))
    return [Offered(line.event, [mine], partial(_shape, line)) for line in queries.lines(found)]


def _shape(line: queries.Line) -> EventShown:
    event = line.event
    return EventShown(
        position=event.position,
        at=event.at,
        verb=Choice(slug=event.verb, words=str(line.happened)),
        who=line.who,
        on_behalf_of=line.on_behalf_of,
        command=event.command,
        organisation=line.organisation,
        object_kind=Choice(slug=event.object_kind, words=str(line.kind)),
        object_id=event.object_id,
    )
