"""Leading a room: what is asked now, asking the next, typing what was shown by hand, going on, and the debrief."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pulang.common.learning.actions import voting as actions
from pulang.common.learning.forms.rooms import OwnForm, TalliesForm
from pulang.common.learning.models import Answering, Delivery, Room
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import rooms as queries
from pulang.common.learning.queries.deliveries import delivery
from pulang.common.learning.views.deliveries.presentation import spoken
from pulang.common.learning.views.rooms import presentation
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.policy.rules import Refused
from pulang.foundation.ui.parts import Link
from pulang.foundation.ui.submitted import submitted


@guard(P.DELIVERY_HOLD)
@require_safe
def room(request: ViewerRequest, pk: UUID, room: UUID) -> HttpResponse:
    """The room as its trainer leads it; asked again by htmx, the counts alone."""
    row, found = _room(request, pk, room)
    if found.closed_at is not None:
        return redirect(presentation.room_url(row, found, "room-debrief"))
    page = presentation.vote(row, found, queries.latest_round(found))
    if request.headers.get("HX-Request") == "true":
        return render(request, "learning/rooms/vote.html", page)
    context = {
        **page,
        "title": presentation.session_title(row, found.session),
        "to_ask": presentation.to_ask(found.session),
        "joining": None if page["by_hand"] else presentation.joining(request, found),
        "path": presentation.path_to_room(row, found),
    }
    return render(request, "learning/rooms/room.html", context)


@guard(P.DELIVERY_HOLD)
@require_POST
def begin(request: ViewerRequest, pk: UUID, room: UUID) -> HttpResponse:
    """Put a question of a quiz, or the first scene of a scenario, to the room."""
    activity, question = request.POST.get("activity", ""), request.POST.get("question", "")

    def ask(found: Room) -> None:
        if question:
            actions.ask_question(by=request.viewer, room=found, activity=activity, question=question)
        else:
            actions.begin_scenario(by=request.viewer, room=found, activity=activity)

    return _do(request, pk, room, ask)


@guard(P.DELIVERY_HOLD)
@require_http_methods(["GET", "POST"])
def ask(request: ViewerRequest, pk: UUID, room: UUID) -> HttpResponse:
    """Put a question in the trainer's own words to the room."""
    row, found = _open_room(request, pk, room)
    form = OwnForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        try:
            actions.ask_own(by=request.viewer, room=found, text=words["text"], options=words["options"])
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            return redirect(presentation.room_url(row, found))
    heading = _("Ask in your own words")
    context = {
        "form": form,
        "heading": heading,
        "lead": _("Name nobody: what is asked stays in the record of the room."),
        "button": _("Put it to the class"),
        "back": presentation.room_url(row, found),
        "path": presentation.path_to_room(row, found, Link(heading, "", current=True)),
    }
    return render(request, "learning/deliveries/form.html", context)


@guard(P.DELIVERY_HOLD)
@require_http_methods(["GET", "POST"])
def tallies(request: ViewerRequest, pk: UUID, room: UUID) -> HttpResponse:
    """Type what each table showed by hand."""
    row, found = _open_room(request, pk, room)
    asked = queries.latest_round(found)
    if found.answering != Answering.HANDS or asked is None or asked.closed_at is not None:
        raise Http404
    said, seats = queries.asked_in(found.session, asked, spoken()), queries.seats_in(found)
    called = presentation.names(found, seats)
    form = TalliesForm(
        submitted(request),
        seats=seats,
        names=[called[seat.number] for seat in seats],
        asked=said,
        stands=queries.given(asked),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.type_tallies(by=request.viewer, room=found, tallies=form.tallies())
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            return redirect(presentation.room_url(row, found))
    context = {
        "form": form,
        "said": said,
        "back": presentation.room_url(row, found),
        "path": presentation.path_to_room(row, found, Link(_("What the tables show"), "", current=True)),
    }
    return render(request, "learning/rooms/tallies.html", context)


@guard(P.DELIVERY_HOLD)
@require_POST
def close_vote(request: ViewerRequest, pk: UUID, room: UUID) -> HttpResponse:
    """No more answers to what is asked now."""
    return _do(request, pk, room, lambda found: actions.close_vote(by=request.viewer, room=found))


@guard(P.DELIVERY_HOLD)
@require_POST
def go_on(request: ViewerRequest, pk: UUID, room: UUID) -> HttpResponse:
    """Take the class along the way that the trainer decides on."""
    choice = request.POST.get("choice", "")
    return _do(request, pk, room, lambda found: actions.go_on(by=request.viewer, room=found, choice=choice))


@guard(P.DELIVERY_HOLD)
@require_safe
def debrief(request: ViewerRequest, pk: UUID, room: UUID) -> HttpResponse:
    """What each group chose and why, side by side; also of a room that is closed."""
    row, found = _room(request, pk, room)
    return render(request, "learning/rooms/debrief.html", presentation.debrief(row, found))


def _do(request: ViewerRequest, pk: UUID, room: UUID, step: Callable[[Room], object]) -> HttpResponse:
    """Take a step and go back to the room, with why not where it was refused."""
    row, found = _room(request, pk, room)
    try:
        step(found)
    except Refused as refused:
        messages.error(request, str(refused.reason))
    return redirect(presentation.room_url(row, found))


def _room(request: ViewerRequest, pk: UUID, room: UUID) -> tuple[Delivery, Room]:
    row = delivery(request.viewer, pk, P.DELIVERY_HOLD)
    return row, queries.room_of(row, room)


def _open_room(request: ViewerRequest, pk: UUID, room: UUID) -> tuple[Delivery, Room]:
    row, found = _room(request, pk, room)
    if found.closed_at is not None:
        raise Http404
    return row, found
