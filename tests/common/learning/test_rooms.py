"""A class answers together: by hand, at tables, on telephones; nobody is named, and the closed record is sealed."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client
from tests.common.learning.conftest import Held
from tests.common.learning.test_deliveries import at
from tests.common.learning.test_pages import page
from tests.worlds import World

from pulang.common.learning.actions import cancel_delivery, voting
from pulang.common.learning.actions import rooms as actions
from pulang.common.learning.models import Answering, DeliverySession, PhonesAllowed, Reply, Room, Seat
from pulang.common.learning.queries import rooms as queries
from pulang.common.learning.rules.rooms import Given
from pulang.common.learning.views.rooms import joining
from pulang.foundation import ui
from pulang.foundation.events.append import opened, verify
from pulang.foundation.events.models import Event
from pulang.foundation.policy.rules import Refused

pytestmark = pytest.mark.django_db
# Who answers for the place where the delivery is held.
GUARDIAN = {"forum": "host", "service": "security"}


@pytest.fixture
def running(held: Held) -> Iterator[Held]:
    joining.WRONG.forget()
    with at(held.delivery.starts_on):  # type: ignore[attr-defined]
        yield held


def first_session(held: Held) -> DeliverySession:
    found = held.delivery.sessions.order_by("position")[0]
    found.delivery = held.delivery
    return found


def opened_room(world: World, held: Held, answering: Answering = Answering.TABLES, **more: int) -> Room:
    room = actions.open_room(by=world.viewer(held.trainer), session=first_session(held), answering=answering, **more)
    return queries.room_of(held.delivery, room.pk)


def begun(world: World, held: Held, room: Room) -> None:
    voting.begin_scenario(by=world.viewer(held.trainer), room=room, activity="light")


def seats(room: Room, count: int) -> list[Seat]:
    return [actions.take_seat(room=room, nickname=f"Table {number}") for number in range(count)]


def counts(room: Room) -> list[dict[str, int]]:
    asked = queries.latest_round(room)
    assert asked is not None
    return [dict(each.counts) for each in queries.given(asked)]


def base(held: Held, room: Room) -> str:
    return f"/training/{held.delivery.pk}/rooms/{room.pk}/"


def sent(client: Client, address: str, data: dict[str, str] | None = None) -> str:
    answer = client.post(address, data or {}, follow=True)
    assert answer.status_code == 200, answer.content.decode()[:400]
    return re.sub(r"\s+", " ", answer.content.decode())


def test_thirty_devices_go_through_a_scenario_to_its_debrief(world: World, running: Held) -> None:
    room = opened_room(world, running, places=30)
    trainer, devices, address = world.client(running.trainer), [Client() for _ in range(30)], f"/room/{room.code}/"
    for number, device in enumerate(devices):
        assert "Your name is not asked" in page(device, address)
        assert "You are in." in sent(device, address, {"nickname": f"Falcon {number}"})
    assert "The room is full." in sent(Client(), address, {"nickname": "Late"})
    assert "Falcon 29" in page(trainer, base(running, room))
    sent(trainer, f"{base(running, room)}begin/", {"activity": "light"})
    for number, device in enumerate(devices):
        form = page(device, address)
        assert "The light is still on." in form
        asked = re.search(r'name="round" value="([^"]+)"', form)
        assert asked is not None
        choice = "ask" if number < 19 else "shout"
        given = {"round": asked[1], "choice": choice, "reason": f"Reason {number}." if choice == "ask" else ""}
        for _again in range(1 + number % 2):
            assert "Your answer is kept" in sent(device, f"{address}answer/", given)
    assert Reply.objects.count() == 30
    told = page(trainer, base(running, room))
    assert "30 of 30 answered" in told
    assert "Reason 3." not in told, "reasons are compared once the vote is closed"
    assert "Reason 3." in sent(trainer, f"{base(running, room)}vote/")
    assert "The vote is closed." in page(devices[0], address)
    assert "He cannot sleep." in sent(trainer, f"{base(running, room)}on/", {"choice": "ask"})
    sent(trainer, f"{base(running, room)}vote/")
    assert "The story ends here." in sent(trainer, f"{base(running, room)}on/", {"choice": "listen"})
    assert "He sleeps." in page(devices[4], address)
    shown = page(trainer, f"{base(running, room)}debrief/")
    assert "What helped him." in shown
    assert "It woke the landing." in shown
    assert 'A · <bdi class="num">19</bdi>' in shown.replace("<h3>", "")
    assert "the class went this way" in shown


def test_an_answer_is_kept_once_and_the_last_one_counts_until_the_vote_closes(world: World, running: Held) -> None:
    room = opened_room(world, running)
    begun(world, running, room)
    (seat,), asked = seats(room, 1), queries.latest_round(room)
    assert asked is not None
    with pytest.raises(Refused, match="why"):
        voting.reply(seat=seat, asked=asked.pk, choice="ask")
    with pytest.raises(Refused, match="Choose"):
        voting.reply(seat=seat, asked=asked.pk, choice="sing")
    for _again in range(3):
        voting.reply(seat=seat, asked=asked.pk, choice="ask", reason="To hear him.")
    voting.reply(seat=seat, asked=asked.pk, choice="shout")
    assert counts(room) == [{"shout": 1}]
    voting.close_vote(by=world.viewer(running.trainer), room=room)
    with pytest.raises(Refused, match="closed"):
        voting.reply(seat=seat, asked=asked.pk, choice="ask", reason="Too late.")
    event = Event.objects.latest("position")
    assert event.verb == "vote.closed"
    assert (opened(event) or {})["after"]["counts"] == {"ask": 0, "shout": 1}  # type: ignore[index]
    with transaction.atomic(), pytest.raises(IntegrityError):
        Reply.objects.create(round=asked, seat=seat, counts={"ask": 1})


def test_tables_show_their_hands_and_the_trainer_types_them(world: World, running: Held) -> None:
    room, trainer = opened_room(world, running, Answering.HANDS, tables=3), world.client(running.trainer)
    sent(trainer, f"{base(running, room)}begin/", {"activity": "light"})
    form = page(trainer, f"{base(running, room)}tallies/")
    assert 'aria-label="Table 3, B"' in form
    typed = {"1-ask": "4", "1-shout": "1", "1-why": "He is awake.", "2-ask": "2", "3-shout": "5", "3-why": ""}
    assert "3 of 3 typed" in sent(trainer, f"{base(running, room)}tallies/", typed)
    assert counts(room) == [{"ask": 4, "shout": 1}, {"ask": 2}, {"shout": 5}]
    sent(trainer, f"{base(running, room)}tallies/", {"1-ask": "4", "1-why": "He is awake."})
    assert counts(room) == [{"ask": 4}], "typed again it takes the place of what was there"
    assert "There is nothing to join." in page(Client(), f"/room/{room.code}/")
    assert queries.open_codes() == [], "no device joins it"
    with pytest.raises(Refused):
        voting.type_tallies(by=world.viewer(running.trainer), room=room, tallies=[Given(9, {"ask": 1})])


def test_a_class_is_asked_in_the_trainers_own_words_and_from_a_quiz(world: World, running: Held) -> None:
    by, room = world.viewer(running.trainer), opened_room(world, running)
    voting.ask_own(by=by, room=room, text="Who slept?", options=["I did", "I did not"])
    with pytest.raises(Refused, match="Close it first"):
        begun(world, running, room)
    (seat,), asked = seats(room, 1), queries.latest_round(room)
    assert asked is not None
    voting.reply(seat=seat, asked=asked.pk, choice="b")
    voting.close_vote(by=by, room=room)
    with pytest.raises(Refused, match="no such question"):
        voting.ask_question(by=by, room=room, activity="light", question="who")
    with pytest.raises(Refused):
        voting.go_on(by=by, room=room, choice="b")
    actions.close_room(by=by, room=room)
    other = running.delivery.sessions.order_by("position")[1]
    other.delivery = running.delivery
    second = queries.room_of(running.delivery, actions.open_room(by=by, session=other, answering=Answering.TABLES).pk)
    voting.ask_question(by=by, room=second, activity="quiz", question="who")
    assert "Everybody" in page(world.client(running.trainer), base(running, second))
    with transaction.atomic(), pytest.raises(Refused):
        voting.ask_question(by=by, room=second, activity="quiz", question="words")


def test_closing_seals_the_record_and_leaves_nothing_to_those_who_were_there(world: World, running: Held) -> None:
    room, device = opened_room(world, running), Client()
    sent(device, f"/room/{room.code}/", {"nickname": "Falcon"})
    begun(world, running, room)
    asked, seat = queries.latest_round(room), Seat.objects.get(nickname="Falcon")
    assert asked is not None
    voting.reply(seat=seat, asked=asked.pk, choice="ask", reason="To hear him.")
    trainer = world.client(running.trainer)
    told = sent(trainer, f"{base(running, room)}close/")
    assert "The record is as it was when the room was closed." in told
    assert "To hear him." in told
    assert "Table 1" in told
    assert "Falcon" not in told
    room.refresh_from_db()
    assert (opened(Event.objects.latest("position")) or {})["after"]["record"] == room.seal  # type: ignore[index]
    assert verify() > 0
    assert "No open room has this code." in page(device, f"/room/{room.code}/", 404)
    for refused in (lambda: begun(world, running, room), lambda: actions.take_seat(room=room, nickname="Late")):
        with pytest.raises(Refused, match="closed"):
            refused()
    Reply.objects.update(reason="To shame him.")
    assert "The record is not what it was" in page(trainer, f"{base(running, room)}debrief/")


def test_telephones_are_for_whoever_answers_for_the_place_to_allow(world: World, running: Held) -> None:
    guardian = GUARDIAN[settings.PULANG_PLANE]
    with pytest.raises(Refused, match="telephones"):
        opened_room(world, running, Answering.PHONES)
    with pytest.raises(Refused):
        actions.allow_phones(by=world.viewer(running.trainer), delivery=running.delivery)
    client, address = world.client(guardian), f"/training/{running.delivery.pk}/phones/"
    page(world.client(running.trainer), address, 404)
    assert "Telephones are allowed." in sent(client, address)
    allowed = PhonesAllowed.objects.get()
    assert allowed.allowed_by == world.people[guardian]
    room = opened_room(world, running, Answering.PHONES)
    seats(room, 2)
    assert "May people answer on their own telephones" in sent(client, address)
    room.refresh_from_db()
    assert room.closed_at is not None, "what was open for telephones closed with it"
    with pytest.raises(Refused):
        opened_room(world, running, Answering.PHONES)


def test_a_room_is_led_by_whoever_holds_the_delivery_and_looked_back_on_by_nobody_else(
    world: World, running: Held
) -> None:
    room = opened_room(world, running)
    for address in ("", "debrief/", "close/", "ask/"):
        page(world.client(running.bystander), f"{base(running, room)}{address}", 404)
    with pytest.raises(Refused):
        actions.close_room(by=world.viewer(running.bystander), room=room)
    with pytest.raises(Refused, match="open at this session already"):
        opened_room(world, running)
    with pytest.raises(Refused, match="still open"):
        cancel_delivery(by=world.viewer(running.planner), delivery=running.delivery, reason="A flood.")
    actions.close_room(by=world.viewer(running.planner), room=room)
    cancel_delivery(by=world.viewer(running.planner), delivery=running.delivery, reason="A flood.")


def test_codes_cannot_be_tried_out_one_after_another(world: World, running: Held) -> None:
    device = Client()
    answers = [device.get("/room/CDFHJK/").status_code for _attempt in range(joining.MOST_WRONG + 1)]
    assert set(answers[:-1]) == {404}
    assert answers[-1] == 429
    room = opened_room(world, running)
    assert device.get(f"/room/{room.code}/").status_code == 200, "whoever has the key is let in"
    assert queries.open_codes() == [room.code]


def test_a_device_sits_in_one_room_and_its_cookie_opens_no_other(world: World, running: Held) -> None:
    room, device = opened_room(world, running), Client()
    sent(device, f"/room/{room.code}/", {"nickname": "Falcon"})
    cookie = device.cookies[joining._cookie()]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/room/", True, "Lax")
    forged = Client()
    forged.cookies[joining._cookie()] = ("1" if cookie.value[0] == "0" else "0") + cookie.value[1:]
    assert "Take a seat" in page(forged, f"/room/{room.code}/")
    actions.close_room(by=world.viewer(running.trainer), room=room)
    another = opened_room(world, running)
    assert "Take a seat" in page(device, f"/room/{another.code}/")


STYLE = Path(ui.__file__).with_name("static") / "ui" / "pulang.css"


@pytest.mark.parametrize("language", ["en", "fr", "ar", "id"])
def test_what_a_device_loads_is_small_and_needs_no_script(world: World, running: Held, language: str) -> None:
    room, device = opened_room(world, running), Client()
    device.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    first = device.get(f"/room/{room.code}/")
    begun(world, running, room)
    device.post(f"/room/{room.code}/", {"nickname": "Falcon"})
    later = device.get(f"/room/{room.code}/")
    for answer in (first, later):
        assert b"<script" not in answer.content
        assert b" hx-" not in answer.content
    assert sum(len(gzip.compress(each)) for each in (first.content, later.content, STYLE.read_bytes())) <= 20_000
    assert len(gzip.compress(later.content)) <= 10_000
