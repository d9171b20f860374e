"""Rooms of a delivery that runs: a closed one, one where tables show their hands, and one that devices have joined."""

from tests.worlds import World

from pulang.common.learning.actions import rooms, voting
from pulang.common.learning.models import Answering, Delivery, DeliverySession, Room
from pulang.common.learning.queries.rooms import latest_round
from pulang.common.learning.rules.rooms import Given

QUESTION, OPTIONS = "Who slept?", ["I did", "I did not"]


def rooms_at(world: World, delivery: Delivery, who: str) -> None:
    """Two at the first session and one at the last, made by the one who plans."""
    first, *_others, last = delivery.sessions.select_related("delivery__organisation").order_by("position")
    closed = _room(world, first, who, Answering.HANDS)
    tallies = [Given(1, {"a": 3, "b": 2}, "The light was on.")]
    voting.type_tallies(by=world.viewer(who), room=closed, tallies=tallies)
    rooms.close_room(by=world.viewer(who), room=closed)
    _room(world, first, who, Answering.HANDS)
    joined = _room(world, last, who, Answering.TABLES)
    asked = latest_round(joined)
    assert asked is not None
    voting.reply(
        seat=rooms.take_seat(room=joined, nickname="Falcon"), asked=asked.pk, choice="a", reason="It was late."
    )


def _room(world: World, session: DeliverySession, who: str, answering: Answering) -> Room:
    by = world.viewer(who)
    room = rooms.open_room(by=by, session=session, answering=answering)
    voting.ask_own(by=by, room=room, text=QUESTION, options=OPTIONS)
    return room
