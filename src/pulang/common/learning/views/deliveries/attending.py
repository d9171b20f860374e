"""Who was at the sessions: one of them on the screen, several from a sheet of paper; and which were not held."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pulang.common.learning import actions
from pulang.common.learning.forms.deliveries import WhyForm
from pulang.common.learning.forms.participants import AttendanceForm, SheetForm
from pulang.common.learning.models import Delivery, DeliverySession, Source
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import deliveries as queries
from pulang.common.learning.queries import participants
from pulang.common.learning.queries.deliveries import delivery
from pulang.common.learning.views.deliveries import presentation
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.policy.rules import Refused
from pulang.foundation.ui.editing import one_at_a_time
from pulang.foundation.ui.parts import Link
from pulang.foundation.ui.submitted import submitted

ON_A_SHEET = 6


@guard(P.DELIVERY_HOLD)
@require_http_methods(["GET", "POST"])
@one_at_a_time
def attendance(request: ViewerRequest, pk: UUID, session: UUID) -> HttpResponse:
    """Who was at one session; everybody present until somebody says otherwise."""
    row, found = queries.held_session(request.viewer, pk, session)
    rows = list(participants.accepted(row))
    stands = {person: was for (_at, person), was in participants.attendance_at([found]).items()}
    form = AttendanceForm(submitted(request), rows=rows, stands=stands, asks_why=row.closed_at is not None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_attendance(
                by=request.viewer,
                session=found,
                marks=form.marks(),
                source=Source.PAPER if form.cleaned_data["paper"] else Source.SCREEN,
                reason=form.cleaned_data.get("reason", ""),
            )
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("Who was there is written down."))
            return redirect(presentation.url_of(row))
    return render(request, "learning/deliveries/attendance.html", _about(row, found, form))


def _about(row: Delivery, found: DeliverySession, form: object) -> presentation.Page:
    ((_found, title),) = presentation.titled(row, [found])
    return {
        "row": row,
        "session": found,
        "title": title,
        "form": form,
        "back": presentation.url_of(row),
        "path": presentation.path_to(row, Link(title, "", current=True)),
    }


@guard(P.DELIVERY_HOLD)
@require_http_methods(["GET", "POST"])
def missed(request: ViewerRequest, pk: UUID, session: UUID) -> HttpResponse:
    """Say why a session was not held."""
    row, found = queries.held_session(request.viewer, pk, session)
    if found.held_at is not None or row.closed_at is not None:
        raise Http404
    form = WhyForm(submitted(request), initial={"reason": found.missed_why})
    if request.method == "POST" and form.is_valid():
        try:
            actions.miss_session(by=request.viewer, session=found, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("It is written down that the session was not held."))
            return redirect(presentation.url_of(row))
    about = _about(row, found, form)
    context = {**about, "heading": _("The session was not held"), "button": _("Keep it"), "lead": about["title"]}
    return render(request, "learning/deliveries/form.html", context)


@guard(P.DELIVERY_HOLD)
@require_http_methods(["GET", "POST"])
@one_at_a_time
def sheet(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """A sheet of paper: names by sessions, a tick for each signature; a few sessions at a time."""
    row = delivery(request.viewer, pk, P.DELIVERY_HOLD)
    if row.closed_at is not None or row.cancelled_at is not None:
        raise Http404
    every = queries.sessions_of(row)
    parts = [every[first : first + ON_A_SHEET] for first in range(0, len(every), ON_A_SHEET)]
    number = _part(request, len(parts))
    shown = parts[number - 1] if parts else []
    form = SheetForm(
        submitted(request),
        rows=list(participants.accepted(row)),
        sessions=presentation.titled(row, shown),
        stands=participants.attendance_at(shown),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_sheet(by=request.viewer, delivery=row, sheet=form.sheet())
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("The sheet is written down."))
            return redirect(presentation.url_of(row))
    context = {
        "row": row,
        "form": form,
        "parts": [Link(_range(part), f"?part={place}", place == number) for place, part in enumerate(parts, 1)],
        "back": presentation.url_of(row),
        "path": presentation.path_to(row, Link(_("Type a sheet"), "", current=True)),
    }
    return render(request, "learning/deliveries/sheet.html", context)


def _part(request: ViewerRequest, count: int) -> int:
    """Which part of the sheet is asked for; the first where it cannot be answered."""
    asked = request.GET.get("part", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and 1 <= int(asked) <= count else 1


def _range(part: list[DeliverySession]) -> str:
    return f"{part[0].position + 1}–{part[-1].position + 1}"
