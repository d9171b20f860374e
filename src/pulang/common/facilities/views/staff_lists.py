"""Taking a personnel list: choose it, look at the difference, then take all of it, its good rows, or nothing."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulang.common.facilities import actions, queries, rules
from pulang.common.facilities.actions import StaffReport
from pulang.common.facilities.forms import StaffUploadForm
from pulang.common.facilities.models import StaffUpload
from pulang.common.facilities.permissions import FacilitiesPermission as P
from pulang.common.facilities.views import presentation, roll_presentation
from pulang.common.facilities.views.importing import GOOD_ROWS, WRITE
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.policy.rules import get
from pulang.foundation.ui.sending import attachment
from pulang.kernel import clock
from pulang.kernel.filekinds import KINDS

MOST_LISTS = 6
ROW = "row-"


@guard(P.ROLL_KEEP)
@require_http_methods(["GET", "POST"])
def upload(request: ViewerRequest) -> HttpResponse:
    """Choose a list and say of which day it is. Nothing is taken; it is kept for a day, for its sender alone."""
    sent = request.method == "POST"
    initial = {"listed_on": clock.today()}
    form = StaffUploadForm(request.POST if sent else None, request.FILES if sent else None, initial=initial)
    if sent and form.is_valid():
        day = form.cleaned_data["listed_on"]
        actions.keep_staff_upload(by=request.viewer, name=form.sent.name, text=form.sent.text, listed_on=day)
        return redirect("facilities:staff-check")
    context = {
        "form": form,
        "kept": queries.staff_uploads(request.viewer).first(),
        "lists": queries.staff_lists(request.viewer)[:MOST_LISTS],
        "columns": rules.STAFF_COLUMNS,
    }
    return render(request, "facilities/staff_upload.html", context)


@guard(P.ROLL_KEEP)
@require_http_methods(["GET", "POST"])
def check(request: ViewerRequest) -> HttpResponse:
    """The difference, and the choice. Without a list that waits, back to the beginning."""
    kept = queries.staff_uploads(request.viewer).first()
    if kept is None:
        messages.warning(request, _("No list is waiting here any more. Choose it again."))
        return redirect("facilities:staff-import")
    if request.method == "POST":
        return _decided(request, kept, request.POST.get("choice", ""))
    report = _asked(request, kept, {}, write=False)
    return _shown(request, kept, report)


def _asked(
    request: ViewerRequest, kept: StaffUpload, decisions: Mapping[int, str], *, write: bool, good_rows: bool = False
) -> StaffReport:
    return actions.take_list(
        by=request.viewer,
        text=kept.text.open(kept),
        listed_on=kept.listed_on,
        decisions=decisions,
        write=write,
        good_rows_only=good_rows,
    )


def _shown(request: ViewerRequest, kept: StaffUpload, report: StaffReport) -> HttpResponse:
    return render(request, "facilities/staff_check.html", {"kept": kept, **roll_presentation.report_page(report)})


def _decided(request: ViewerRequest, kept: StaffUpload, choice: str) -> HttpResponse:
    if choice not in {WRITE, GOOD_ROWS}:
        actions.forget_upload(by=request.viewer, upload=kept)
        messages.success(request, _("Nothing was taken, and the list was thrown away."))
        return redirect("facilities:staff-import")
    report = _asked(request, kept, _decisions(request), write=True, good_rows=choice == GOOD_ROWS)
    if not report.written:
        messages.warning(
            request, _("Nothing was taken yet. Say of each row in doubt who is meant, then take the list.")
        )
        return _shown(request, kept, report)
    actions.forget_upload(by=request.viewer, upload=kept)
    if report.list_id is None:
        messages.success(request, _("The roll says all of this already; nothing was changed."))
        return redirect("facilities:staff-import")
    messages.success(request, _("The list was taken into the roll."))
    return redirect("facilities:staff-result", taken=report.list_id)


def _decisions(request: ViewerRequest) -> dict[int, str]:
    """What was answered about rows in doubt, by line."""
    said = {name.removeprefix(ROW): value for name, value in request.POST.items() if name.startswith(ROW)}
    return {
        int(line): str(value) for line, value in said.items() if line.isascii() and line.isdecimal() and len(line) < 9
    }


@guard(P.ROLL_KEEP)
@require_safe
def result(request: ViewerRequest, taken: UUID) -> HttpResponse:
    """What one of the viewer's own lists changed, and the rows that were left out."""
    row = get(request.viewer, P.ROLL_KEEP, queries.staff_lists(request.viewer), pk=taken)
    left_out = [rules.Problem.from_data(data, rules.Fault) for data in row.left_out]
    counts = [(rules.KINDS[rules.Kind(kind)], count) for kind, count in row.changes.items()]
    context = {"taken": row, "counts": counts, **presentation.problems_page(left_out)}
    return render(request, "facilities/staff_result.html", context)


@guard(P.ROLL_KEEP)
@require_safe
def template(request: ViewerRequest, way: str) -> HttpResponse:
    """An empty table with one example row."""
    content = rules.blank_staff_xlsx() if way == "xlsx" else rules.blank_staff_csv()
    return attachment(content, name=f"staff.{way}", content_type=KINDS[way].content_type)
