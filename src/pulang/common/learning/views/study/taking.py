"""Results files that come back: looked at row by row, then taken."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pulang.common.learning.actions.taking import FileReport, TakingReport, take_results
from pulang.common.learning.forms.study import ResultsForm
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.rules.taking import VERDICT_WORDS, Verdict
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.ui.parts import Link

MOST_SHOWN = 40


@guard(P.DELIVERY_HOLD)
@require_http_methods(["GET", "POST"])
def take(request: ViewerRequest) -> HttpResponse:
    """Choose files, look at what would become of them, then take all rows, the good ones, or nothing."""
    sent = request.method == "POST"
    form = ResultsForm(request.POST if sent else None, request.FILES if sent else None)
    report = None
    if sent and form.is_valid():
        choice = request.POST.get("choice", "")
        report = take_results(
            by=request.viewer, files=form.found, write=choice in ("all", "good"), good_rows_only=choice == "good"
        )
    path = [Link(_("Training"), reverse("training:list")), Link(_("Take in results files"), "", current=True)]
    context = {"form": form, "report": report, "path": path, **(_told(report) if report else {})}
    return render(request, "learning/study/take.html", context)


def _told(report: TakingReport) -> dict[str, Any]:
    rows = [_row(file, number, row, verdict) for file in report.files for number, row, verdict in file.refused]
    return {
        "files": [_file(file) for file in report.files[:MOST_SHOWN]],
        "more_files": max(len(report.files) - MOST_SHOWN, 0),
        "rows": rows[:MOST_SHOWN],
        "more_rows": max(len(rows) - MOST_SHOWN, 0),
    }


def _file(file: FileReport) -> dict[str, Any]:
    if file.verdict is not None:
        return {"name": file.name, "person": "", "told": VERDICT_WORDS[file.verdict]}
    told = _("New: {new}. Here already: {known}. Refused: {refused}.").format(
        new=file.count(Verdict.TAKEN), known=file.count(Verdict.ALREADY), refused=len(file.refused)
    )
    return {"name": file.name, "person": file.person, "told": told}


def _row(file: FileReport, number: int, row: Any, verdict: Verdict) -> dict[str, Any]:
    where = "/".join(filter(None, (row.module, row.session, row.activity, row.item))) if row else "–"
    return {"name": file.name, "number": number, "where": where, "why": VERDICT_WORDS[verdict]}
