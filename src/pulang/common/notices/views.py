"""The page of notices."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from pulang.common.notices import actions, queries, rules
from pulang.common.notices.permissions import NoticesPermission as P
from pulang.foundation.policy.guard import ViewerRequest, signed_in
from pulang.foundation.policy.rules import get
from pulang.foundation.ui.listed import listed


@signed_in
@require_safe
def notice_list(request: ViewerRequest) -> HttpResponse:
    """The viewer's own notices, newest first."""
    page = listed(request, queries.notices(request.viewer), queries.ORDERS)
    lines = [(notice, rules.words(notice.kind)) for notice in page.items]
    has_new = any(notice.read_at is None for notice in page.items)
    return render(
        request,
        "notices/list.html",
        {"page": page, "lines": lines, "has_new": has_new, "days": rules.KEPT_FOR.days},
    )


@signed_in
@require_POST
def follow(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Mark a notice as read and go where it leads."""
    notice = get(request.viewer, P.NOTICE_VIEW, queries.notices(request.viewer), pk=pk)
    actions.read_notice(by=request.viewer, notice=notice)
    return redirect(notice.link)


@signed_in
@require_POST
def read_all(request: ViewerRequest) -> HttpResponse:
    """Mark all as read."""
    actions.read_all(by=request.viewer)
    return redirect("notices:list")
