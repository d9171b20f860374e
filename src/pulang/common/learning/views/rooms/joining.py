"""Joining a room and answering in it, for whoever holds its key: no account, no name, no script."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pulang.common.learning.actions import rooms as actions
from pulang.common.learning.actions import voting
from pulang.common.learning.forms.rooms import EnterForm, ReplyForm, SeatForm
from pulang.common.learning.models import Answering, Room, Seat
from pulang.common.learning.queries import rooms as queries
from pulang.common.learning.rules.rooms import grouped
from pulang.common.learning.views.deliveries.presentation import spoken
from pulang.common.learning.views.rooms import presentation
from pulang.foundation.api.problems import Problem
from pulang.foundation.api.throttling import Budget
from pulang.foundation.policy.guard import open_to_all
from pulang.foundation.policy.rules import Refused
from pulang.foundation.ui.errors import answer as error_page

KEY = "whoever holds the room's key, which its trainer shows; nothing of a room is told without it"
SEAT, SALT, HOURS = "room_seat", "room", 12
# A whole prison has one address, so some mistyped codes are let pass: in an hour one in seventy thousand of all codes.
WRONG = Budget("room-codes", seconds=15 * 60, exact=True)
MOST_WRONG = 60
View = Callable[..., HttpResponse]


def _counted(view: View) -> View:
    """Too many codes that no room has, from one address: a page that says to wait."""

    @wraps(view)
    def counted(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Problem:
            return error_page(request, 429)

    return counted


@open_to_all(KEY)
@require_http_methods(["GET", "POST"])
@_counted
def enter(request: HttpRequest) -> HttpResponse:
    """Type the code of a room."""
    form = EnterForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if queries.room_with(form.cleaned_data["code"]) is not None:
            return redirect("room:room", code=form.cleaned_data["code"])
        _count_wrong(request)
        form.add_error("code", _("No open room has this code. Check it, or ask your trainer."))
    return render(request, "learning/rooms/enter.html", {"form": form})


@open_to_all(KEY)
@require_http_methods(["GET", "POST"])
@_counted
def room(request: HttpRequest, code: str) -> HttpResponse:
    """Take a seat; for whoever sits there, what is asked now."""
    seat = _seat(request, code)
    if seat is not None:
        return render(request, "learning/rooms/seat.html", _seated(seat))
    found = queries.room_with(code)
    if found is None:
        _count_wrong(request)
        return render(request, "learning/rooms/enter.html", {"form": EnterForm(None), "gone": True}, status=404)
    form = SeatForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            seat = actions.take_seat(room=found, nickname=form.cleaned_data["nickname"])
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            return _remembered(redirect("room:room", code=found.code), seat)
    by_hand = found.answering == Answering.HANDS
    return render(request, "learning/rooms/join.html", {"form": form, "code": grouped(found.code), "by_hand": by_hand})


@open_to_all(KEY)
@require_POST
@_counted
def reply(request: HttpRequest, code: str) -> HttpResponse:
    """Keep an answer; sent again, or changed, the last one counts. A whole class does this at the same moment."""
    seat, sent = _seat(request, code), request.POST
    if seat is None:
        return redirect("room:room", code=code)
    try:
        asked, reason = UUID(sent.get("round", "")), sent.get("reason", "")
        voting.reply(seat=seat, asked=asked, choice=sent.get("choice", ""), reason=reason.replace("\r\n", "\n"))
    except Refused as refused:
        return _told(request, seat, asked, str(refused.reason))
    except ValueError:
        pass
    return redirect("room:room", code=code)


def _told(request: HttpRequest, seat: Seat, pk: UUID, why: str) -> HttpResponse:
    """Why an answer was not kept, beside what was sent; where the class has gone on meanwhile, what is asked now."""
    found, asked = _whole(seat), queries.latest_round(seat.room)
    if found is None or asked is None or asked.pk != pk or asked.closed_at is not None:
        return redirect("room:room", code=seat.room.code)
    form = ReplyForm(request.POST, asked=queries.asked_in(found.session, asked, spoken()))
    if form.is_valid():
        form.add_error(None, why)
    return render(request, "learning/rooms/seat.html", _seated(seat, form), status=422)


def _seated(seat: Seat, form: ReplyForm | None = None) -> presentation.Page:
    """What somebody in the room sees: what is asked, the own answer, and how it went on."""
    found, asked = _whole(seat), queries.latest_round(seat.room)
    page: presentation.Page = {
        "code": seat.room.code,
        "seat": seat,
        "asked": asked,
        "room_name": grouped(seat.room.code),
    }
    if found is None or asked is None:
        return page
    said = queries.asked_in(found.session, asked, spoken())
    kept = queries.own_reply(seat, asked)
    initial = {"choice": next(iter(kept.counts), ""), "reason": kept.reason} if kept else {}
    options = {option.key: option for option in said.options}
    if form is None and asked.closed_at is None:
        form = ReplyForm(None, asked=said, initial=initial)
    return {
        **page,
        "said": said,
        "kept": options.get(initial.get("choice", "")),
        "chosen": options.get(asked.chosen),
        "until": presentation.until(asked, said),
        "form": form,
        "is_open": asked.closed_at is None,
    }


def _whole(seat: Seat) -> Room | None:
    """The room with all that is taught in it."""
    return queries.room_with(seat.room.code)


def _seat(request: HttpRequest, code: str) -> Seat | None:
    """The seat that this device was given in this room."""
    held = request.get_signed_cookie(_cookie(), default="", salt=SALT, max_age=HOURS * 3600)
    return queries.seat_of(code, str(held)) if held else None


def _remembered(response: HttpResponse, seat: Seat) -> HttpResponse:
    """The device keeps its seat until the room closes, half a day at most; the cookie goes to no other page."""
    response.set_signed_cookie(
        _cookie(),
        str(seat.pk),
        salt=SALT,
        max_age=HOURS * 3600,
        path=reverse("room:enter"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _cookie() -> str:
    return f"pulang_{settings.PULANG_PLANE}_{SEAT}"


def _count_wrong(request: HttpRequest) -> None:
    WRONG.spend(str(request.META.get("REMOTE_ADDR", "")), MOST_WRONG)
