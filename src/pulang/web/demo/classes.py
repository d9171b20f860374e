"""Two classrooms of a demonstration: one that is closed, with what its tables said, and one that can be joined."""

from pulang.common.accounts.models import User
from pulang.common.learning.actions.rooms import close_room, open_room, take_seat
from pulang.common.learning.actions.voting import begin_scenario, close_vote, go_on, reply
from pulang.common.learning.models import Answering, Delivery, DeliverySession, Room
from pulang.common.learning.queries.rooms import latest_round
from pulang.web.demo import building

SESSION, SCENARIO = "drivers-and-stigma/labels-and-stigma", "a-change-on-the-wing"
TABLES = ("Acacia", "Baobab", "Heron", "Kingfisher")
# For each scene what each table chose and why, and the way on which the class went.
TOLD = (
    (
        "greet",
        (
            ("greet", "We do not know how he is. Ask him first."),
            ("greet", "He always played cards with us; it is normal to ask."),
            ("write-now", "If something happens, we must have reported it."),
            ("ask-colleague", "He saw it first. What did he see?"),
        ),
    ),
    (
        "stay",
        (
            ("stay", "His mother died. Three minutes are nothing."),
            ("stay", "Nobody will tell a second thing to somebody who walks away."),
            ("stay", "We had not thought of that at all."),
            ("change-subject", "The question about the beard is still open."),
        ),
    ),
    (
        "debts",
        (
            ("debts", "Others owe too. It protects all of them."),
            ("support", "First his sister; the debts can wait."),
            ("both", "To be safe."),
            ("debts", "Without his name. He would pay for it."),
        ),
    ),
)


def closed_class(trainer: User, delivery: Delivery) -> None:
    """Four tables went through a scenario about a man who changes, to its best end."""
    by = building.viewer(trainer)
    room = _opened(trainer, delivery)
    seats = [take_seat(room=room, nickname=name) for name in TABLES]
    begin_scenario(by=by, room=room, activity=SCENARIO)
    for way, answers in TOLD:
        asked = latest_round(room)
        assert asked is not None, "a scenario that has begun asks something"
        for seat, (choice, reason) in zip(seats, answers, strict=True):
            reply(seat=seat, asked=asked.pk, choice=choice, reason=reason)
        close_vote(by=by, room=room)
        go_on(by=by, room=room, choice=way)
    close_room(by=by, room=room)


def open_class(trainer: User, delivery: Delivery) -> None:
    """A room that waits for its first answers; two tables have joined."""
    room = _opened(trainer, delivery)
    for name in TABLES[:2]:
        take_seat(room=room, nickname=name)
    begin_scenario(by=building.viewer(trainer), room=room, activity=SCENARIO)


def _opened(trainer: User, delivery: Delivery) -> Room:
    module, _slash, key = SESSION.partition("/")
    session: DeliverySession = delivery.sessions.select_related("delivery__organisation").get(module=module, key=key)
    room = open_room(by=building.viewer(trainer), session=session, answering=Answering.TABLES, places=12)
    room.session = session
    return room
