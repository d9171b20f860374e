"""Importing figures: choose a file, look at what it would do, then write it, its good rows, or nothing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulang.common.facilities import actions, queries, rules
from pulang.common.facilities.forms import UploadForm
from pulang.common.facilities.models import FacilityUpload
from pulang.common.facilities.permissions import FacilitiesPermission as P
from pulang.common.facilities.views import presentation
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.policy.rules import get
from pulang.foundation.ui.sending import attachment
from pulang.kernel.filekinds import KINDS

WRITE, GOOD_ROWS = "write", "good-rows"


@guard(P.FACILITY_IMPORT)
@require_http_methods(["GET", "POST"])
def upload(request: ViewerRequest) -> HttpResponse:
    """Choose a file. Nothing is written; it is kept for a day, for its sender alone."""
    sent = request.method == "POST"
    form = UploadForm(request.POST if sent else None, request.FILES if sent else None)
    if sent and form.is_valid():
        actions.keep_upload(by=request.viewer, name=form.sent.name, text=form.sent.text)
        return redirect("facilities:check")
    return render(request, "facilities/upload.html", {"form": form, "kept": queries.uploads(request.viewer).first()})


@guard(P.FACILITY_IMPORT)
@require_http_methods(["GET", "POST"])
def check(request: ViewerRequest) -> HttpResponse:
    """What the file would do, and the choice. Without a file that waits, back to the beginning."""
    kept = queries.uploads(request.viewer).first()
    if kept is None:
        messages.warning(request, _("No file is waiting here any more. Choose it again."))
        return redirect("facilities:import")
    if request.method == "POST":
        return _decided(request, kept, request.POST.get("choice", ""))
    report = actions.import_facilities(by=request.viewer, text=kept.text.open(kept), write=False, good_rows_only=False)
    context = {"kept": kept, **presentation.report_page(report)}
    return render(request, "facilities/check.html", context)


def _decided(request: ViewerRequest, kept: FacilityUpload, choice: str) -> HttpResponse:
    if choice not in {WRITE, GOOD_ROWS}:
        actions.forget_upload(by=request.viewer, upload=kept)
        messages.success(request, _("Nothing was written, and the file was taken away."))
        return redirect("facilities:import")
    report = actions.import_facilities(
        by=request.viewer, text=kept.text.open(kept), write=True, good_rows_only=choice == GOOD_ROWS
    )
    if not report.written:
        messages.warning(
            request, _("Nothing was written: the register has changed meanwhile. Look at the check again.")
        )
        return redirect("facilities:check")
    actions.forget_upload(by=request.viewer, upload=kept)
    if report.import_id is None:
        messages.success(request, _("The register says all of this already; nothing was changed."))
        return redirect("facilities:list")
    messages.success(request, _("The figures are in the register."))
    return redirect("facilities:result", pk=report.import_id)


@guard(P.FACILITY_IMPORT)
@require_safe
def result(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """What one of the viewer's own imports wrote, and the rows that it left out."""
    imported = get(request.viewer, P.FACILITY_IMPORT, queries.imports(request.viewer), pk=pk)
    left_out = [rules.Problem.from_data(data, rules.Fault) for data in imported.left_out]
    counts = queries.counts_of(request.viewer, imported)
    context = {
        "imported": imported,
        "counts": counts[: presentation.MOST_SHOWN],
        "more_counts": max(len(counts) - presentation.MOST_SHOWN, 0),
        **presentation.problems_page(left_out),
    }
    return render(request, "facilities/result.html", context)


@guard(P.FACILITY_IMPORT)
@require_safe
def columns(request: ViewerRequest) -> HttpResponse:
    """What each column of a file means."""
    return render(request, "facilities/columns.html", {"columns": rules.COLUMNS, "grades": rules.GRADES.items()})


@guard(P.FACILITY_IMPORT)
@require_safe
def template(request: ViewerRequest, way: str) -> HttpResponse:
    """An empty table with one example row."""
    content = rules.blank_xlsx() if way == "xlsx" else rules.blank_csv()
    return attachment(content, name=f"facilities.{way}", content_type=KINDS[way].content_type)
