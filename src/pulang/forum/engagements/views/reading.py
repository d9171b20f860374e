"""Finding and reading requests."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from pulang.forum.engagements import queries, rules
from pulang.forum.engagements.models import EngagementRequest
from pulang.forum.engagements.permissions import EngagementsPermission as P
from pulang.forum.engagements.views import presentation
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.ui.listed import listed_by

# Counting by state looks at every request: where there are many, only for whoever asks for it.
MOST_COUNTED = 1_000


@guard(P.REQUEST_STAGE)
@require_GET
def request_list(request: ViewerRequest) -> HttpResponse:
    """Requests of which the viewer may know, latest change first; full text or stage, as each allows."""
    asked, counted = request.GET.get("state", ""), "count" in request.GET
    wanted = asked if asked in set(rules.State) else ""
    page = listed_by(request, partial(queries.REQUESTS.page, request.viewer, wanted))
    context = {
        "page": page,
        "columns": presentation.COLUMNS,
        "lines": presentation.lines(request.viewer, page.items, get_language() or "en"),
        "states": presentation.state_choices(),
        "wanted": wanted,
        "may_draft": request.viewer.may(P.REQUEST_DRAFT),
        "chart": presentation.states_chart(request.viewer) if page.count <= MOST_COUNTED or counted else None,
        "may_count": page.count > MOST_COUNTED and not counted,
    }
    return render(request, "engagements/list.html", context)


@guard(P.REQUEST_STAGE)
@require_GET
def request_detail(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """One request: all of it for its readers, the stage for other members."""
    row = find(request, pk)
    if not queries.readable_ids(request.viewer, [row]):
        return render(request, "engagements/stage.html", presentation.stage_page(row))
    context = presentation.page(request.viewer, row, get_language() or "en")
    return render(request, "engagements/detail.html", context)


@guard(P.REQUEST_VIEW)
@require_GET
def request_readers(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Who could read what is written here, the server's owner included."""
    row = readable(request, pk)
    return render(request, "engagements/readers.html", presentation.readers_page(row))


def find(request: ViewerRequest, pk: UUID) -> EngagementRequest:
    """A request of which the viewer may know, with its facts; else 404."""
    return queries.find(request.viewer, pk)


def readable(request: ViewerRequest, pk: UUID) -> EngagementRequest:
    """A request that the viewer may read in full; else 404."""
    row = find(request, pk)
    if not queries.readable_ids(request.viewer, [row]):
        raise Http404
    return row
