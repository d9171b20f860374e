"""Notices for programs: what the product told the person, and marking it as read."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Query

from pulang.common.notices import actions, queries, rules
from pulang.common.notices.models import Notice
from pulang.common.notices.permissions import NoticesPermission as P
from pulang.foundation.api.calling import ApiRequest
from pulang.foundation.api.leaving import Offered, OfferedList, for_the_caller, listed
from pulang.foundation.api.operations import Group
from pulang.foundation.api.shapes import Choice, Listed, Nothing, Paging, Shown, Written
from pulang.foundation.policy.rules import get

group = Group("notices", _("Notices"), _("What Pulang told you. Nothing is mailed."))


class NoticeShown(Shown):
    """One thing to look at."""

    id: str
    kind: Choice
    page: str
    made_at: datetime
    read_at: datetime | None


@group.reads("notices", Listed[NoticeShown], summary=_("List your notices, the newest first"))
def list_notices(request: ApiRequest, paging: Query[Paging]) -> OfferedList:
    """Your own. `page` is the address of the page to look at."""

    def offer(rows: Sequence[Notice]) -> list[Offered]:
        return [Offered(row, [for_the_caller(request)], partial(_shape, row)) for row in rows]

    return listed(request, queries.notices(request.viewer), queries.ORDERS, paging, offer)


@group.writes("POST", "notices/{uuid:pk}/read", summary=_("Mark a notice as read"))
def read_notice(request: ApiRequest, pk: UUID, body: Nothing) -> Written:
    """A second time changes nothing."""
    notice = get(request.viewer, P.NOTICE_VIEW, queries.notices(request.viewer), pk=pk)
    actions.read_notice(by=request.viewer, notice=notice)
    return Written(id=str(pk), address="/api/v1/notices")


@group.writes("POST", "notices/read", summary=_("Mark all your notices as read"))
def read_all_notices(request: ApiRequest, body: Nothing) -> Written:
    """All that were told by now."""
    actions.read_all(by=request.viewer)
    return Written(id="", address="/api/v1/notices")


def _shape(row: Notice) -> NoticeShown:
    kind = Choice(slug=row.kind, words=str(rules.words(row.kind)))
    return NoticeShown(id=str(row.pk), kind=kind, page=row.link, made_at=row.made_at, read_at=row.read_at)
