"""What the pages of a room show, as values for the templates."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pulang.common.learning.models import Answering, Asks, Delivery, DeliverySession, Room, Round, Seat
from pulang.common.learning.queries import rooms as queries
from pulang.common.learning.queries.rooms import Asked, Option
from pulang.common.learning.queries.taught import book_of, taught
from pulang.common.learning.rules.rooms import Given, grouped, majority, total
from pulang.common.learning.rules.speaking import say_activity
from pulang.common.learning.rules.vocabulary import Kind
from pulang.common.learning.views.deliveries.presentation import path_to, spoken, titled
from pulang.foundation.ui.parts import Link, State

Page = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One choice with how many chose it. ``leads``: most did; ``taken``: the class went on with it."""

    option: Option
    count: int
    leads: bool
    taken: bool
    reasons: tuple[tuple[str, str], ...] = ()


def session_title(row: Delivery, session: DeliverySession) -> str:
    """What the session is called."""
    ((_row, title),) = titled(row, [session])
    return title


def room_url(row: Delivery, room: Room, page: str = "room") -> str:
    """One of the pages of a room."""
    return reverse(f"training:{page}", kwargs={"pk": row.pk, "room": room.pk})


def path_to_room(row: Delivery, room: Room, *more: Link) -> list[Link]:
    """The way to a page of a room."""
    name = _("Classroom: {session}").format(session=session_title(row, room.session))
    return path_to(row, Link(name, room_url(row, room), current=not more), *more)


def state_of(room: Room) -> State:
    """Open or closed."""
    return State(_("open"), "waiting") if room.closed_at is None else State(_("closed"), "done")


def names(room: Room, seats: Sequence[Seat]) -> dict[int, str]:
    """How each table or person is called: by nickname while the room is open, else by number."""
    if room.answering == Answering.HANDS and room.places == 1:
        return {seat.number: _("The class") for seat in seats}
    shape = _("Person {number}") if room.answering == Answering.PHONES else _("Table {number}")
    return {seat.number: seat.nickname or shape.format(number=seat.number) for seat in seats}


def joining(request: HttpRequest, room: Room) -> Page:
    """The code and the address of a room, also as a square code."""
    address = _for_the_class(request.build_absolute_uri(reverse("room:room", kwargs={"code": room.code})))
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", border=4, xmldecl=False, svgclass="qr", lineclass=None, omitsize=True, light="#fff"
    )
    return {"code": grouped(room.code), "address": address, "picture": SafeString(drawn.getvalue().decode())}


def _for_the_class(address: str) -> str:
    """The address as other machines know it, where the trainer's own browser calls this one by another name."""
    known = settings.PULANG_CLASSROOM
    if not known or known.startswith("127."):
        return address
    parts = urlsplit(address)
    host = f"[{known}]" if ":" in known else known
    return parts._replace(netloc=f"{host}:{parts.port}" if parts.port else host).geturl()


def vote(row: Delivery, room: Room, asked: Round | None) -> Page:
    """What is asked now and how many chose what; the counts are drawn anew while they come in."""
    seats = queries.seats_in(room)
    page: Page = {
        "row": row,
        "room": room,
        "asked": asked,
        "by_hand": room.answering == Answering.HANDS,
        "seats": len(seats),
        "present": [name for _number, name in sorted(names(room, seats).items())],
    }
    if asked is None:
        return page
    said, found = queries.asked_in(room.session, asked, spoken()), queries.given(asked)
    shown = lines(said, asked, found, names(room, seats))
    return {
        **page,
        "said": said,
        "lines": shown,
        "votes": sum(line.count for line in shown),
        "answered": len(found),
        "until": until(asked, said),
        "is_scene": asked.asks == Asks.SCENE,
    }


def lines(said: Asked, asked: Round, found: Sequence[Given], called: Mapping[int, str]) -> list[Line]:
    """Each choice with its count and the reasons of those who made it."""
    counts = total(found, [option.key for option in said.options])
    most = majority(counts)
    return [
        Line(
            option,
            counts[option.key],
            option.key == most,
            option.key == asked.chosen,
            tuple((called.get(each.number, ""), each.reason) for each in found if each.counts.get(option.key)),
        )
        for option in said.options
    ]


def until(asked: Round, said: Asked) -> datetime | None:
    """Until when a scene leaves time to choose."""
    return asked.opened_at + timedelta(minutes=said.minutes) if said.minutes else None


def to_ask(session: DeliverySession) -> list[Page]:
    """The activities of the session that a class can be asked: scenarios, and the questions of quizzes."""
    found, source = [], taught(session.delivery).source
    for activity in queries.taught_session(session).activities:
        title = say_activity(activity, spoken(), source)["title"]
        if activity.kind == Kind.SCENARIO:
            found.append({"key": activity.key, "title": title, "questions": ()})
        elif activity.kind == Kind.QUIZ:
            quiz = queries.quiz_asked(session, activity)
            known = {question["key"] for question in queries.questions_for(quiz)}
            asks = say_activity(quiz, spoken(), source)["questions"]
            questions = [question for question in asks if question["key"] in known]
            if questions:
                found.append({"key": activity.key, "title": title, "questions": questions})
    return found


def debrief(row: Delivery, room: Room) -> Page:
    """Every question with the groups' choices and reasons side by side."""
    called = names(room, queries.seats_in(room))
    parts = []
    for asked in queries.rounds_of(room):
        said = queries.asked_in(room.session, asked, spoken())
        found = queries.given(asked)
        parts.append({"asked": asked, "said": said, "lines": lines(said, asked, found, called), "count": len(found)})
    return {
        "row": row,
        "room": room,
        "tag": state_of(room),
        "parts": parts,
        "untouched": queries.is_as_sealed(room),
        "title": session_title(row, room.session),
        "path": path_to_room(row, room, Link(_("Debrief"), "", current=True)),
    }


def scenarios(row: Delivery, session: DeliverySession) -> list[Link]:
    """The scenarios of a session, each with its page, where its cards are."""
    book, source = book_of(row), taught(row).source
    return [
        Link(
            say_activity(activity, spoken(), source)["title"]["text"],
            book.url("activity", module=session.module, session=session.key, activity=activity.key),
        )
        for activity in queries.taught_session(session).activities
        if activity.kind == Kind.SCENARIO
    ]
