"""Letting people use telephones at a delivery, opening a room for one of its sessions, and closing it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pulang.common.learning.actions import rooms as actions
from pulang.common.learning.forms.courses import DecideForm
from pulang.common.learning.forms.rooms import OpenForm
from pulang.common.learning.models import Answering, Delivery, Room
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import rooms as queries
from pulang.common.learning.queries.deliveries import delivery, held_session
from pulang.common.learning.views.deliveries.presentation import path_to, url_of
from pulang.common.learning.views.rooms import presentation
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.policy.rules import Refused
from pulang.foundation.ui.parts import Link
from pulang.foundation.ui.submitted import submitted
from pulang.kernel import clock


@guard(P.ROOM_PHONES)
@require_http_methods(["GET", "POST"])
def phones(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Whoever answers for the place allows telephones at a delivery, or takes that back."""
    row = delivery(request.viewer, pk, P.ROOM_PHONES)
    if row.closed_at is not None or row.cancelled_at is not None:
        raise Http404
    allowed = queries.phones_allowed(row)
    form = DecideForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        if allowed:
            actions.end_phones(by=request.viewer, delivery=row)
            messages.success(request, _("Telephones are not allowed any more."))
        else:
            actions.allow_phones(by=request.viewer, delivery=row)
            messages.success(request, _("Telephones are allowed at this delivery."))
        return redirect("training:phones", pk=row.pk)
    path = path_to(row, Link(_("Telephones"), "", current=True))
    context = {"row": row, "form": form, "allowed": allowed, "back": url_of(row), "path": path}
    return render(request, "learning/rooms/phones.html", context)


@guard(P.DELIVERY_HOLD)
@require_http_methods(["GET", "POST"])
def open_room(request: ViewerRequest, pk: UUID, session: UUID) -> HttpResponse:
    """Open a room for a session, or go to the one that is open; earlier ones with their debriefs."""
    row, found = held_session(request.viewer, pk, session)
    known = queries.rooms_at(found)
    may_open = row.closed_at is None and clock.today() >= row.starts_on and all(each.closed_at for each in known)
    may_use = queries.may_use_phones(row)
    form = OpenForm(submitted(request), phones=may_use)
    if request.method == "POST" and may_open and form.is_valid():
        asked = form.cleaned_data
        try:
            room = actions.open_room(
                by=request.viewer,
                session=found,
                answering=Answering(asked["answering"]),
                places=asked["places"],
                tables=asked["tables"] or 0,
            )
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            return redirect(presentation.room_url(row, room))
    title = presentation.session_title(row, found)
    context = {
        "row": row,
        "title": title,
        "form": form if may_open else None,
        "phones": may_use,
        "cards": presentation.scenarios(row, found) if request.viewer.may(P.COURSE_TEACH) else [],
        "rooms": [(each, presentation.state_of(each), _url(row, each)) for each in known],
        "back": url_of(row),
        "path": path_to(row, Link(_("Classroom: {session}").format(session=title), "", current=True)),
    }  # fmt: skip
    return render(request, "learning/rooms/open.html", context)


@guard(P.DELIVERY_HOLD)
@require_http_methods(["GET", "POST"])
def close_room(request: ViewerRequest, pk: UUID, room: UUID) -> HttpResponse:
    """Close a room, which seals its record."""
    row = delivery(request.viewer, pk, P.DELIVERY_HOLD)
    found = queries.room_of(row, room)
    if found.closed_at is not None:
        raise Http404
    form = DecideForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        actions.close_room(by=request.viewer, room=found)
        messages.success(request, _("The room is closed and its record sealed."))
        return redirect(presentation.room_url(row, found, "room-debrief"))
    heading = _("Close the classroom")
    lead = _(
        "Nothing is answered any more. Nicknames go; counts and reasons stay as they are now. There is no way back."
    )
    context = {
        "form": form,
        "heading": heading,
        "lead": lead,
        "button": heading,
        "back": presentation.room_url(row, found),
        "path": presentation.path_to_room(row, found, Link(heading, "", current=True)),
    }
    return render(request, "learning/deliveries/form.html", context)


def _url(row: Delivery, room: Room) -> str:
    """Where an open room is led, and a closed one looked back on."""
    return presentation.room_url(row, room, "room" if room.closed_at is None else "room-debrief")
