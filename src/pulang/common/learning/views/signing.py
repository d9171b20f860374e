"""Reading a draft for human rights, and the steps from draft to release."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulang.common.learning import actions, queries
from pulang.common.learning.forms import DecideForm, ReturnForm, SayForm
from pulang.common.learning.models import CourseVersion
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.views import presentation
from pulang.common.learning.views.steps import STEPS, steps_for
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.policy.rules import Refused, allows
from pulang.foundation.ui.parts import Link
from pulang.foundation.ui.submitted import submitted


@guard(P.COURSE_SIGN, P.COURSE_IMPORT)
@require_safe
def flags(request: ViewerRequest, course: str, number: str) -> HttpResponse:
    """The sentences that a human-rights reader must look at, with what was said of them."""
    row = _draft(request, course, number)
    book = queries.of_version(row)
    steps = [step for step in steps_for(request.viewer, row) if step.permission == P.COURSE_SIGN]
    context = {
        "row": row,
        "flags": [(one, book.url("flag", flag=one.pk)) for one in row.flags.order_by("answered_at", "path", "pk")],
        "readings": row.readings.select_related("reader__contact").order_by("-read_at"),
        "may_sign": allows(request.viewer, P.COURSE_SIGN, row),
        "path": presentation.path_to(book, Link(_("Reading for human rights"), "", current=True)),
        "state": queries.state_of(row),
        "steps": [(step, book.url("step", step=step.slug)) for step in steps],
    }
    return render(request, "learning/flags.html", context)


@guard(P.COURSE_SIGN)
@require_http_methods(["GET", "POST"])
def flag(request: ViewerRequest, course: str, number: str, flag: UUID) -> HttpResponse:
    """Say why a flagged sentence may stand."""
    row = _draft(request, course, number)
    found = get_object_or_404(row.flags.select_related("version__course"), pk=flag)
    form = SayForm(submitted(request), initial={"answer": found.answer})
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_flag(by=request.viewer, flag=found, answer=form.cleaned_data["answer"])
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("What you said is kept."))
            return redirect("learning:flags", course=course, number=number)
    book = queries.of_version(row)
    way = Link(_("Reading for human rights"), book.url("flags"))
    context = {"form": form, "flag": found, "back": way.url, "path": presentation.path_to(book, way, Link("…", ""))}
    return render(request, "learning/flag.html", context)


@guard(P.COURSE_SIGN, P.COURSE_RELEASE, P.COURSE_IMPORT)
@require_http_methods(["GET", "POST"])
def step(request: ViewerRequest, course: str, number: str, step: str) -> HttpResponse:
    """One decision on one page; 404 for a step that this viewer cannot take now."""
    row = queries.version(request.viewer, course, number)
    if STEPS.get(step) not in steps_for(request.viewer, row):
        raise Http404
    page = STEPS[step]
    form = ReturnForm(submitted(request)) if page.asks_reason else DecideForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        try:
            page.run(by=request.viewer, version=row, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, str(page.done))
            return redirect("learning:list") if page.danger else redirect(presentation.version_url(row))
    way = presentation.path_to(queries.of_version(row), Link(page.heading, ""))
    context = {"form": form, "row": row, "page": page, "back": presentation.version_url(row), "path": way}
    return render(request, "learning/step.html", context)


def _draft(request: ViewerRequest, course: str, number: str) -> CourseVersion:
    """A draft that the viewer keeps or reads for human rights; else 404."""
    row = queries.version(request.viewer, course, number)
    if not (allows(request.viewer, P.COURSE_SIGN, row) or allows(request.viewer, P.COURSE_IMPORT, row)):
        raise Http404
    return row
