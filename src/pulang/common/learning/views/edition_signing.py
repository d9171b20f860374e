"""The steps of an edition, and reading its own flagged sentences for human rights."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulang.common.learning.actions import editions as actions
from pulang.common.learning.forms import DecideForm, ReturnForm, SayForm
from pulang.common.learning.models import EditionVersion
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import editions
from pulang.common.learning.views.edition_presentation import edition_url
from pulang.common.learning.views.edition_rows import way_to
from pulang.common.learning.views.edition_steps import STEPS, steps_for
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.policy.rules import Refused, allows
from pulang.foundation.ui.parts import Link
from pulang.foundation.ui.submitted import submitted


@guard(P.EDITION_WRITE, P.EDITION_APPROVE_HOST, P.EDITION_APPROVE_LEAD, P.EDITION_RELEASE, P.COURSE_SIGN)
@require_http_methods(["GET", "POST"])
def edition_step(request: ViewerRequest, edition: str, number: int, step: str) -> HttpResponse:
    """One decision on one page; 404 for a step that this viewer cannot take now."""
    row = editions.edition_version(request.viewer, edition, number)
    if STEPS.get(step) not in steps_for(request.viewer, row, editions.edition_state_of(row).state):
        raise Http404
    page = STEPS[step]
    form = ReturnForm(submitted(request)) if page.asks_reason else DecideForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = page.run(by=request.viewer, version=row, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, str(page.done))
            after = made if isinstance(made, EditionVersion) else row
            return redirect("learning:editions") if page.danger else redirect(edition_url(after))
    context = {"form": form, "row": row, "page": page, "back": edition_url(row)}
    return render(request, "learning/step.html", {**context, "path": way_to(row, Link(page.heading, ""))})


@guard(P.COURSE_SIGN, P.EDITION_WRITE)
@require_safe
def edition_flags(request: ViewerRequest, edition: str, number: int) -> HttpResponse:
    """The sentences of the edition that a human-rights reader must look at, with what was said of them."""
    row = _draft(request, edition, number)
    state = editions.edition_state_of(row)
    steps = [step for step in steps_for(request.viewer, row, state.state) if step.slug == "return"]
    context = {
        "row": row,
        "flags": [
            (one, edition_url(row, "flag", flag=one.pk)) for one in row.flags.order_by("answered_at", "path", "pk")
        ],
        "may_sign": allows(request.viewer, P.COURSE_SIGN, row) and row.submitted_at is not None,
        "path": way_to(row, Link(_("Reading for human rights"), "", current=True)),
        "state": state,
        "steps": [(step, edition_url(row, "step", step=step.slug)) for step in steps],
    }
    return render(request, "learning/flags.html", context)


@guard(P.COURSE_SIGN)
@require_http_methods(["GET", "POST"])
def edition_flag(request: ViewerRequest, edition: str, number: int, flag: UUID) -> HttpResponse:
    """Say why a flagged sentence may stand."""
    row = _draft(request, edition, number)
    found = get_object_or_404(row.flags.select_related("version__edition"), pk=flag)
    form = SayForm(submitted(request), initial={"answer": found.answer})
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_edition_flag(by=request.viewer, flag=found, answer=form.cleaned_data["answer"])
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("What you said is kept."))
            return redirect("learning:edition-flags", edition=edition, number=number)
    way = Link(_("Reading for human rights"), edition_url(row, "flags"))
    context = {"form": form, "flag": found, "back": way.url, "path": way_to(row, way, Link("…", ""))}
    return render(request, "learning/flag.html", context)


def _draft(request: ViewerRequest, edition: str, number: int) -> EditionVersion:
    """A draft that the viewer reads for human rights or writes; else 404."""
    row = editions.edition_version(request.viewer, edition, number)
    if not (allows(request.viewer, P.COURSE_SIGN, row) or allows(request.viewer, P.EDITION_WRITE, row)):
        raise Http404
    return row
