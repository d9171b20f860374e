"""Pages of the library of framework documents."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pulang.common.frameworks import queries
from pulang.common.frameworks.forms import LibraryForm
from pulang.common.frameworks.permissions import FrameworksPermission as P
from pulang.common.frameworks.views.presentation import document_link, language, library_link, place
from pulang.foundation.charts.shown import Chart, Point, timeline
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.ui.parts import Link


@guard(P.FRAMEWORK_READ)
@require_safe
def library(request: ViewerRequest) -> HttpResponse:
    """All documents with their good practices; filtered, or searched in four languages."""
    spoken = language()
    form = LibraryForm(request.GET or None, shelves=queries.documents(request.viewer, language=spoken))
    page = {"form": form, "words": form.words, "is_filtered": any(form.asked.values())}
    if form.words:
        page["found"] = queries.search(request.viewer, form.words, language=spoken, **form.asked)
    else:
        page["shelves"] = queries.library(request.viewer, language=spoken, **form.asked)
    return render(request, "frameworks/library.html", page)


@guard(P.FRAMEWORK_READ)
@require_safe
def document(request: ViewerRequest, document: str) -> HttpResponse:
    """One document with everything that the library has of it."""
    page = queries.document(request.viewer, document, language=language())
    line = page.line
    return render(
        request,
        "frameworks/document.html",
        {
            "page": page,
            "line": line,
            "may_correct": request.viewer.may(P.FRAMEWORK_IMPORT),
            "path": [library_link(), Link(line.text.translation.short_title, "", current=True)],
            "versions": queries.versions(request.viewer, line.document),
        },
    )


@guard(P.FRAMEWORK_READ)
@require_safe
def provision(request: ViewerRequest, document: str, provision: str) -> HttpResponse:
    """One good practice: what it says, what has been done about it, what it stands in relation to."""
    spoken = language()
    line = queries.provision(request.viewer, document, provision, language=spoken)
    entries = queries.thread(request.viewer, line.provision)
    return render(
        request,
        "frameworks/provision.html",
        {
            "line": line,
            "may_correct": request.viewer.may(P.FRAMEWORK_IMPORT),
            "path": [library_link(), document_link(line.document), Link(place(line), "", current=True)],
            "entries": entries,
            "chart": _over_time(entries),
            "neighbours": queries.relations(request.viewer, line.provision, language=spoken),
            "versions": queries.versions(request.viewer, line.provision),
        },
    )


def _over_time(entries: Sequence[queries.ThreadEntry]) -> Chart | None:
    """The thread as points over the years; nothing where fewer than two entries have a date."""
    kinds = {source.slug: str(source.label) for source in queries.sources()}
    points = [Point(entry.when, kinds[entry.source]) for entry in entries if entry.when]
    return timeline("thread-chart", _("The thread over time"), points) if len(points) > 1 else None
