"""Answer sheets of a test: typed from paper, or read from a table into the same form for a person to look at."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from pulang.common.learning.actions import answering as actions
from pulang.common.learning.forms.results import SheetsForm, TableForm, line_of
from pulang.common.learning.models import Delivery, Enrolment, Way
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import participants
from pulang.common.learning.queries import results as queries
from pulang.common.learning.queries.deliveries import delivery
from pulang.common.learning.rules.answering import tables
from pulang.common.learning.rules.answering.tests import Test
from pulang.common.learning.views.results import presentation
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.policy.rules import Refused
from pulang.foundation.tables.blank import blank
from pulang.foundation.ui.sending import attachment
from pulang.foundation.ui.submitted import sent_files, submitted
from pulang.kernel import clock
from pulang.kernel.filekinds import KINDS

READ = "read"


@guard(P.DELIVERY_HOLD)
@require_http_methods(["GET", "POST"])
def sheets(request: ViewerRequest, pk: UUID, slug: str) -> HttpResponse:
    """Answer sheets of a test to type; trainers see what was typed before, others only that it was."""
    row, found = _open(request, pk, slug)
    people = list(participants.accepted(row))
    known = queries.attempts(request.viewer, row).filter(**found.place)
    stands = {each.enrolment_id: {key: tuple(answer) for key, answer in each.answers.items()} for each in known}
    done = queries.answered(people)
    open_ones = [each for each in people if each.pk in stands or found.slug not in done.get(each.pk, ())]
    asked: dict[str, Any] = {"test": found, "people": open_ones, "stands": stands}
    reads = request.method == "POST" and request.POST.get("choice") == READ
    table_form = TableForm(request.POST if reads else None, sent_files(request) if reads else None)
    table = _read(found, open_ones, table_form) if reads else None
    data = _filled(request.POST, table) if table else submitted(request)
    form = SheetsForm(data, **asked, reads=reads, initial={"taken_on": clock.today()})
    if request.method == "POST" and not reads and form.is_valid():
        way = Way.FILE if form.cleaned_data["from_file"] else Way.PAPER
        try:
            count = actions.enter_sheets(by=request.viewer, delivery=row, test=found, sheets=form.sheets(), way=way)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, presentation.kept(count))
            return redirect("training:results", pk=row.pk)
    context = presentation.sheets_page(row, found, form, typed=len(people) - len(open_ones))
    return render(request, "learning/results/sheets.html", {**context, "table_form": table_form, "table": table})


@guard(P.DELIVERY_HOLD)
@require_safe
def table(request: ViewerRequest, pk: UUID, slug: str, way: str) -> HttpResponse:
    """An empty table of answers, with its headings in the reader's language."""
    _row, found = _open(request, pk, slug)
    numbers = [str(number) for number in range(1, len(found.questions) + 1)]
    content = blank([*map(str, tables.COLUMNS.values()), *numbers], way, "answers")
    return attachment(content, name=f"answers.{way}", content_type=KINDS[way].content_type)


def _open(request: ViewerRequest, pk: UUID, slug: str) -> tuple[Delivery, Test]:
    """A test whose sheets can be typed now; else 404."""
    row = delivery(request.viewer, pk, P.DELIVERY_HOLD)
    found = queries.test_of(row, slug)
    if row.closed_at is not None or row.cancelled_at is not None or clock.today() < row.starts_on:
        raise Http404
    return row, found


def _read(test: Test, people: Sequence[Enrolment], form: TableForm) -> tables.Table | None:
    """What the file says of these people; nothing where it cannot be read, which its field tells."""
    if not form.is_valid():
        return None
    known = [tables.Participant(each.pk, each.contact.service_number, each.contact.name) for each in people]
    return tables.read(form.cleaned_data["file"].text, len(test.questions), known)


def _filled(sent: QueryDict, table: tables.Table) -> QueryDict:
    """What was in the form, with the lines of whoever the table names."""
    data = sent.copy()
    for key, given in table.answers.items():
        data[str(key)] = line_of(given)
    if table.answers:
        data["from_file"] = "yes"
    return data
