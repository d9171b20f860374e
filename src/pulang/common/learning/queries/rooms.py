"""Rooms of a delivery: which there are, what was asked in them, who answered what, and their records."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404

from pulang.common.learning.models import (
    Answering,
    Asks,
    Delivery,
    DeliverySession,
    PhonesAllowed,
    Reply,
    Room,
    Round,
    Seat,
)
from pulang.common.learning.queries.taught import taught, taught_whole
from pulang.common.learning.rules import course as values
from pulang.common.learning.rules.answering.asking import letters
from pulang.common.learning.rules.rooms import MOST_OPTIONS, VOTED, Given, cleaned_code, seal
from pulang.common.learning.rules.speaking import say_activity
from pulang.common.learning.rules.vocabulary import Kind

Said = dict[str, Any]
_BESIDE = (
    "session__delivery__organisation", "session__delivery__course_version__course",
    "session__delivery__edition_version__edition", "session__delivery__edition_version__base",
)  # fmt: skip
_NOT_READ = (
    "session__delivery__course_version__pack", "session__delivery__course_version__sheet",
    "session__delivery__edition_version__base__pack", "session__delivery__edition_version__base__sheet",
)  # fmt: skip


def rooms_at(session: DeliverySession) -> list[Room]:
    """The rooms of a session, the latest first."""
    return list(session.rooms.order_by("-opened_at", "-id"))


def room_of(row: Delivery, pk: UUID) -> Room:
    """One room of a delivery that the viewer holds, or ``Http404``."""
    found = Room.objects.select_related("session").filter(session__delivery=row, pk=pk).first()
    if found is None:
        raise Http404
    found.session.delivery = row
    return found


def room_with(code: str) -> Room | None:
    """The open room with this code, for whoever holds it."""
    code = cleaned_code(code)
    rows = Room.objects.select_related(*_BESIDE).defer(*_NOT_READ)
    return rows.filter(code=code, closed_at__isnull=True).first() if code else None


def open_codes() -> list[str]:
    """The codes of the rooms that devices can join now, the latest first."""
    rows = Room.objects.filter(closed_at__isnull=True).exclude(answering=Answering.HANDS)
    return list(rows.order_by("-opened_at").values_list("code", flat=True))


def seat_of(code: str, pk: str) -> Seat | None:
    """A seat in an open room, by the room's code and what its holder was given."""
    try:
        key = UUID(pk)
    except ValueError:
        return None
    rows = Seat.objects.select_related("room").filter(room__code=cleaned_code(code), room__closed_at__isnull=True)
    return rows.filter(pk=key).first()


def seats_in(room: Room) -> list[Seat]:
    """Who sits there, by number."""
    return list(room.seats.order_by("number"))


def rounds_of(room: Room) -> list[Round]:
    """What was asked, in order."""
    return list(room.rounds.order_by("position"))


def latest_round(room: Room) -> Round | None:
    """What was asked last; it may be closed."""
    return room.rounds.order_by("-position").first()


def own_reply(seat: Seat, asked: Round) -> Reply | None:
    """What this seat answered."""
    return Reply.objects.filter(round=asked, seat=seat).first()


def given(asked: Round) -> list[Given]:
    """What each table or person answered, by number."""
    rows = asked.replies.select_related("seat").order_by("seat__number")
    return [Given(row.seat.number, row.counts, row.reason) for row in rows]


def taught_session(session: DeliverySession) -> values.CourseSession:
    """The session as the delivery teaches it, or ``Http404``."""
    found = dict(taught(session.delivery).sessions()).get(str(session))
    if found is None:
        raise Http404
    return found


def activity_of(session: DeliverySession, key: str, kind: Kind) -> values.Activity | None:
    """An activity of the session, if it is of this kind."""
    found = taught_session(session).activity(key)
    return found if found is not None and found.kind == kind else None


def quiz_asked(session: DeliverySession, quiz: values.Activity) -> values.Activity:
    """The quiz whose questions are asked: itself, or the one that it names."""
    same = str(quiz.content.get("same-as", ""))
    every = (each for _address, one in taught_whole(session.delivery).sessions() for each in one.activities)
    return next((each for each in every if same and each.key == same), quiz)


def questions_for(quiz: values.Activity) -> list[values.Content]:
    """The questions of a quiz that a class can vote on."""
    return [
        question
        for question in quiz.content.get("questions", ())
        if question["kind"] in VOTED and len(question["options"]) <= MOST_OPTIONS
    ]


@dataclass(frozen=True)
class Option:
    """One thing to choose, in the reader's language; ``feedback`` is for the trainer."""

    key: str
    letter: str
    text: Said
    asks: bool
    feedback: Said | None = None


@dataclass(frozen=True)
class Asked:
    """What a class is asked, in the reader's language. An end of a scenario has no options."""

    title: Said | None
    text: Said
    options: tuple[Option, ...]
    minutes: int = 0
    roles: tuple[Said, ...] = ()
    debrief: Said | None = None

    @property
    def asks_why(self) -> bool:
        """Whether the reason of any choice is asked."""
        return any(option.asks for option in self.options)


def asked_in(session: DeliverySession, asked: Round, language: str) -> Asked:
    """What a round asks."""
    if not asked.activity:
        texts = {each["key"]: {"text": each["text"], "lang": ""} for each in asked.choices}
        return Asked(None, {"text": asked.text, "lang": ""}, _options(asked, texts, {}))
    source = taught(session.delivery).source
    kind = Kind.SCENARIO if asked.asks == Asks.SCENE else Kind.QUIZ
    activity = activity_of(session, asked.activity, kind)
    if activity is None:
        raise Http404
    title = say_activity(activity, language, source)
    if kind is Kind.SCENARIO:
        return _scene(title, asked)
    said = say_activity(quiz_asked(session, activity), language, source)
    question = _of(said["questions"], asked.item)
    texts = {option["key"]: option["text"] for option in question["options"]}
    return Asked(title["title"], question["text"], _options(asked, texts, {}), debrief=question["feedback"])


def _scene(said: Said, asked: Round) -> Asked:
    scene = _of(said["scenes"], asked.item)
    choices = scene.get("choices", ())
    texts = {choice["key"]: choice["text"] for choice in choices}
    feedback = {choice["key"]: choice["feedback"] for choice in choices if choice.get("feedback")}
    return Asked(
        said["title"],
        scene["text"],
        _options(asked, texts, feedback),
        scene.get("minutes") or 0,
        tuple(said.get("roles", ())),
        scene.get("debrief"),
    )


def _options(asked: Round, texts: Said, feedback: Said) -> tuple[Option, ...]:
    return tuple(
        Option(each["key"], letter, texts[each["key"]], each["asks"], feedback.get(each["key"]))
        for letter, each in zip(letters(), asked.choices, strict=False)
    )


def _of(things: Sequence[Said], key: str) -> Said:
    found = next((thing for thing in things if thing["key"] == key), None)
    if found is None:
        raise Http404
    return found


def record_of(room: Room) -> Said:
    """Everything that a closed room keeps: what was asked, and by number what was answered and why."""
    replies: dict[UUID, list[Reply]] = {}
    for row in Reply.objects.filter(round__room=room).select_related("seat").order_by("seat__number"):
        replies.setdefault(row.round_id, []).append(row)
    return {
        "room": str(room.pk),
        "session": str(room.session),
        "answering": Answering(room.answering).value,
        "rounds": [_recorded(each, replies.get(each.pk, [])) for each in rounds_of(room)],
    }


def _recorded(asked: Round, replies: Sequence[Reply]) -> Said:
    told = {
        name: getattr(asked, name) for name in ("asks", "activity", "item", "counters", "text", "choices", "chosen")
    }
    return {**told, "replies": [[each.seat.number, each.counts, each.reason] for each in replies]}


def is_as_sealed(room: Room) -> bool:
    """Whether the record of a closed room is what it was when it was closed."""
    return room.closed_at is not None and seal(record_of(room)) == room.seal


def phones_allowed(row: Delivery) -> PhonesAllowed | None:
    """Who let people use telephones at this delivery, and since when."""
    return row.phones_allowed.filter(ended_at__isnull=True).select_related("allowed_by__contact").first()


def may_use_phones(row: Delivery) -> bool:
    """Whether who answers for the place lets people use telephones at this delivery."""
    return row.phones_allowed.filter(ended_at__isnull=True).exists()
