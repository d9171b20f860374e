"""Signed courses: one leaves, another is taken."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulang.common.bridge import actions
from pulang.common.bridge.forms import SignedFileForm
from pulang.common.bridge.permissions import BridgePermission as P
from pulang.common.bridge.queries import NotTaken
from pulang.common.learning.queries.origins import Leaving, leaving_course, leaving_edition
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.ui.parts import Link
from pulang.foundation.ui.sending import attachment

MOST_SHOWN = 50


@guard(P.COURSE_GIVE)
@require_safe
def course_file(request: ViewerRequest, course: str, number: str) -> HttpResponse:
    """A released version as a signed file."""
    return _given(request, leaving_course(request.viewer, course, number))


@guard(P.COURSE_GIVE)
@require_safe
def edition_file(request: ViewerRequest, edition: str, number: int) -> HttpResponse:
    """A released edition as a signed file."""
    return _given(request, leaving_edition(request.viewer, edition, number))


def _given(request: ViewerRequest, leaving: Leaving | None) -> HttpResponse:
    if leaving is None:
        raise Http404
    content = actions.give_course(by=request.viewer, leaving=leaving)
    name = f"{leaving.key}-{leaving.number}.signed.json"
    return attachment(content, name=name, content_type="application/json")


@guard(P.COURSE_TAKE)
@require_http_methods(["GET", "POST"])
def take(request: ViewerRequest) -> HttpResponse:
    """Bring in a course that the working group's installation signed."""
    sent = request.method == "POST"
    form = SignedFileForm(request.POST if sent else None, request.FILES if sent else None)
    problems: tuple[object, ...] = ()
    if sent and form.is_valid():
        try:
            report, installation = actions.take_course(by=request.viewer, raw=form.cleaned_data["file"])
        except NotTaken as refused:
            form.add_error("file", str(refused.reason))
        else:
            if report.version is not None:
                told = (
                    _("The course is here now, as {name} released it.") if report.changed else _("It is here already.")
                )
                messages.success(request, told.format(name=installation.name))
                return redirect("learning:version", course=report.version.course.key, number=report.version.number)
            problems = report.checked.problems[:MOST_SHOWN]
    path = [Link(_("Courses"), reverse("learning:list")), Link(_("Bring in a signed course"), "", current=True)]
    return render(request, "bridge/take.html", {"form": form, "path": path, "problems": problems})
