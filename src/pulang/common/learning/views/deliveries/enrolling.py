"""Nominating people, one by one or from a list, deciding about places, and taking nominations back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulang.common.accounts.models import Contact
from pulang.common.learning import actions
from pulang.common.learning.forms.deliveries import PersonForm, WhyForm
from pulang.common.learning.forms.participants import DecideForm, FindForm, ListForm, NewPersonForm, decided_in
from pulang.common.learning.models import Delivery
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import deliveries as queries
from pulang.common.learning.queries import participants
from pulang.common.learning.queries.deliveries import delivery
from pulang.common.learning.rules.delivering import why_no_nomination
from pulang.common.learning.rules.nominating import COLUMN_WORDS, COLUMNS
from pulang.common.learning.views.deliveries import presentation
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.policy.rules import Refused, allows
from pulang.foundation.tables.blank import blank
from pulang.foundation.ui.editing import one_at_a_time
from pulang.foundation.ui.parts import Link
from pulang.foundation.ui.sending import attachment
from pulang.foundation.ui.submitted import sent_files, submitted
from pulang.kernel import clock
from pulang.kernel.filekinds import KINDS

NEW = "new"


@guard(P.DELIVERY_NOMINATE)
@require_http_methods(["GET", "POST"])
def nominate(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Find somebody, or enter somebody new; who may be known already under another spelling is shown first."""
    row = _open(request, pk)
    places = list(participants.adding_places(request.viewer))
    find = FindForm(request.GET if "q" in request.GET else None)
    is_new = request.method == "POST" and request.POST.get("choice") == NEW
    form = NewPersonForm(request.POST if is_new else None, places=places, initial={"name": request.GET.get("q", "")})
    doubts: list[Contact] = []
    if request.method == "POST" and not is_new:
        return _nominated(request, row)
    if is_new and form.is_valid():
        doubts = [] if "sure" in request.POST else _alike(request, form)
        if not doubts and _entered(request, row, form):
            return redirect("training:nominate", pk=row.pk)
    found = participants.found_among(participants.candidates(request.viewer), find.cleaned_data["q"]) if (
        find.is_bound and find.is_valid()
    ) else []  # fmt: skip
    context = {
        "row": row,
        "find": find,
        "form": form,
        "asked": find.is_bound and find.is_valid(),
        "found": _with_standing(row, found),
        "doubts": _with_standing(row, doubts),
        "may_add": bool(places),
        "path": presentation.path_to(row, Link(_("Nominate"), "", current=True)),
    }
    return render(request, "learning/deliveries/nominate.html", context)


def _alike(request: ViewerRequest, form: NewPersonForm) -> list[Contact]:
    details = form.details()
    return participants.alike(participants.candidates(request.viewer), details.name, details.service_number)


def _with_standing(row: Delivery, people: list[Contact]) -> list[tuple[Contact, bool]]:
    """People, each with whether they are nominated already."""
    here = {each.contact_id for each in row.enrolments.filter(contact__in=people).exclude(decision="withdrawn")}
    return [(contact, contact.pk in here) for contact in people]


def _nominated(request: ViewerRequest, row: Delivery) -> HttpResponse:
    form = PersonForm(request.POST)
    if not form.is_valid():
        raise Http404
    contact = get_object_or_404(participants.candidates(request.viewer), pk=form.cleaned_data["contact"])
    try:
        actions.nominate(by=request.viewer, delivery=row, contact=contact)
    except Refused as refused:
        messages.warning(request, str(refused.reason))
    else:
        messages.success(request, _("{name} is nominated.").format(name=f"\u2068{contact.name}\u2069"))
    return redirect("training:nominate", pk=row.pk)


def _entered(request: ViewerRequest, row: Delivery, form: NewPersonForm) -> bool:
    details = form.details()
    try:
        actions.nominate_new(by=request.viewer, delivery=row, organisation=form.place(), details=details)
    except Refused as refused:
        form.add_error(None, str(refused.reason))
        return False
    messages.success(request, _("{name} is nominated.").format(name=f"\u2068{details.name}\u2069"))
    return True


@guard(P.DELIVERY_NOMINATE)
@require_http_methods(["GET", "POST"])
def nominate_list(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Many at once: first what the list would do, by row; then all of it, its good rows, or nothing."""
    row = _open(request, pk)
    form = ListForm(submitted(request), sent_files(request), places=list(queries.nominating_places(request.viewer)))
    report, choice = None, request.POST.get("choice", "check")
    if request.method == "POST" and form.is_valid():
        choice = "check" if form.has_file else choice
        try:
            report = actions.nominate_list(
                by=request.viewer,
                delivery=row,
                organisation=form.place(),
                text=form.cleaned_data["text"],
                write=choice in {"write", "good-rows"},
                good_rows_only=choice == "good-rows",
            )
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        if report is not None and report.written:
            messages.success(request, _("The people of the list are nominated."))
            return redirect("training:people", pk=row.pk)
    context = {
        "row": row,
        "form": form,
        "report": report,
        "path": presentation.path_to(row, Link(_("Nominate from a list"), "", current=True)),
    }
    return render(request, "learning/deliveries/nominate_list.html", context)


@guard(P.DELIVERY_NOMINATE)
@require_safe
def list_template(request: ViewerRequest, pk: UUID, way: str) -> HttpResponse:
    """An empty list of people, with its headings in the reader's language."""
    _open(request, pk)
    content = blank([str(COLUMN_WORDS[column]) for column in COLUMNS], way, "people")
    return attachment(content, name=f"people.{way}", content_type=KINDS[way].content_type)


@guard(P.DELIVERY_DECIDE)
@require_http_methods(["GET", "POST"])
@one_at_a_time
def decide(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Who gets a place, who waits, who is declined; people decide, in whatever order they judge right."""
    row = _undecided(request, pk)
    rows = participants.to_decide(row)
    if request.method == "POST":
        rows = rows | participants.of_keys(row, decided_in(request.POST))
    form = DecideForm(submitted(request), rows=list(rows))
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide(by=request.viewer, delivery=row, decisions=form.decided())
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("What you decided is kept."))
            return redirect("training:people", pk=row.pk)
    context = {
        "row": row,
        "form": form,
        "facts": queries.facts(row),
        "first": participants.next_in_line(row),
        "path": presentation.path_to(row, Link(_("Decide about places"), "", current=True)),
    }
    return render(request, "learning/deliveries/decide.html", context)


@guard(P.DELIVERY_NOMINATE, P.DELIVERY_DECIDE)
@require_http_methods(["GET", "POST"])
def withdraw(request: ViewerRequest, pk: UUID, enrolment: UUID) -> HttpResponse:
    """Take a nomination back, with why."""
    row = delivery(request.viewer, pk, P.DELIVERY_VIEW)
    found = get_object_or_404(participants.enrolments(request.viewer, row), pk=enrolment)
    if row.closed_at or row.cancelled_at or not participants.may_withdraw(request.viewer, found):
        raise Http404
    form = WhyForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        actions.withdraw(by=request.viewer, enrolment=found, reason=form.cleaned_data["reason"])
        messages.success(request, _("The nomination is taken back."))
        return redirect("training:people", pk=row.pk)
    heading = _("Take back the nomination of {name}").format(name=f"\u2068{found.contact.name}\u2069")
    context = {
        "row": row,
        "form": form,
        "heading": heading,
        "button": _("Take it back"),
        "lead": _("What is written down of this person at the sessions goes with it."),
        "danger": True,
        "back": presentation.url_of(row),
        "path": presentation.path_to(row, Link(heading, "", current=True)),
    }
    return render(request, "learning/deliveries/form.html", context)


def _open(request: ViewerRequest, pk: UUID) -> Delivery:
    """A delivery for which the viewer may nominate people now; else 404."""
    row = delivery(request.viewer, pk, P.DELIVERY_NOMINATE)
    plans = allows(request.viewer, P.DELIVERY_PLAN, row)
    if why_no_nomination(queries.facts(row), clock.today(), plans=plans) is not None:
        raise Http404
    return row


def _undecided(request: ViewerRequest, pk: UUID) -> Delivery:
    """A delivery about whose places the viewer decides, until it is closed or cancelled; else 404."""
    row = delivery(request.viewer, pk, P.DELIVERY_DECIDE)
    if row.closed_at is not None or row.cancelled_at is not None:
        raise Http404
    return row
