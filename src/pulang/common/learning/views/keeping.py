"""Bringing courses in and taking them along as files."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulang.common.learning import actions, queries
from pulang.common.learning.forms import PackForm
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.rules.packs.reading import Checked
from pulang.common.learning.views import presentation
from pulang.common.marking.queries import Carried, let_out_one, marked
from pulang.foundation.policy.exits import FILE
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.ui.parts import Link
from pulang.foundation.ui.sending import attachment

MOST_SHOWN = 200


@guard(P.COURSE_IMPORT)
@require_http_methods(["GET", "POST"])
def course_import(request: ViewerRequest) -> HttpResponse:
    """Check a pack, or bring it in as a draft; mistakes are told by file and line, and then nothing is written."""
    sent = request.method == "POST"
    form = PackForm(request.POST if sent else None, request.FILES if sent else None)
    checked = None
    if sent and form.is_valid():
        if request.POST.get("choice") == "check":
            checked = actions.check_course(files=form.files_inside)
        else:
            label = form.cleaned_data["label"]
            report = actions.import_course(by=request.viewer, files=form.files_inside, label=label)
            if report.version is not None:
                told = (
                    _("It is a draft now.") if report.changed else _("This pack is here already; nothing was changed.")
                )
                messages.success(request, told)
                return redirect(presentation.version_url(report.version))
            checked = report.checked
    path = [Link(_("Courses"), reverse("learning:list")), Link(_("Bring a course in"), "", current=True)]
    return render(request, "learning/import.html", {"form": form, "path": path, **_found(checked)})


def _found(checked: Checked | None) -> dict[str, object]:
    if checked is None:
        return {"checked": None}
    return {
        "checked": checked,
        "problems": checked.problems[:MOST_SHOWN],
        "more_problems": max(len(checked.problems) - MOST_SHOWN, 0),
        "doubts": checked.doubts,
        "flags": checked.flags,
    }


@guard(P.COURSE_TEACH)
@require_safe
def pack_file(request: ViewerRequest, course: str, number: str) -> HttpResponse:
    """The pack of a version, byte for byte as it came."""
    row = queries.version(request.viewer, course, number)
    content = queries.pack_of(request.viewer, row)
    let_out_one(request.viewer, FILE, Carried(row, (marked(row),)))
    return attachment(content, name=f"{row.course.key}-{row.number}.zip", content_type="application/zip")
