"""Rooms: letting people use telephones, opening a room, taking a seat in it, and closing it, which seals its record."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from pulang.common.learning.actions.planning import locked
from pulang.common.learning.models import Answering, Delivery, DeliverySession, PhonesAllowed, Room, Round, Seat
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries.rooms import may_use_phones, record_of
from pulang.common.learning.rules.rooms import LARGEST_ROOM, LONGEST_NICKNAME, fresh_code, seal
from pulang.foundation.events.record import action, record, unchanged
from pulang.foundation.policy.rules import Refused, demand
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock

OVER = _("The delivery is closed or cancelled. Nothing is taught there any more.")
AHEAD = _("The delivery has not begun yet.")
NO_PHONES = _("Nobody who answers for the place has allowed telephones at this delivery. Choose another way.")
OPEN_ALREADY = _("A room is open at this session already. Close it first.")
CLOSED = _("The room is closed. Nothing is answered there any more.")
FULL = _("The room is full. Tell your trainer, who can open it for more.")
BY_HAND = _("In this room people answer by hand. There is nothing to join.")


@action
def allow_phones(*, by: Viewer, delivery: Delivery) -> None:
    """People may use telephones at this delivery, says who answers for the place."""
    row = _locked(by, delivery, P.ROOM_PHONES)
    if may_use_phones(row):
        unchanged()
        return
    PhonesAllowed.objects.create(delivery=row, allowed_at=clock.now(), allowed_by_id=_author(by))
    _record("phones.allowed", by, row, P.ROOM_PHONES)


@action
def end_phones(*, by: Viewer, delivery: Delivery) -> None:
    """They may not from now on; a room that is open for telephones closes with it."""
    row = _locked(by, delivery, P.ROOM_PHONES)
    found = row.phones_allowed.filter(ended_at__isnull=True).first()
    if found is None:
        unchanged()
        return
    found.ended_at, found.ended_by_id = clock.now(), _author(by)
    found.save(update_fields=["ended_at", "ended_by"])
    _record("phones.ended", by, row, P.ROOM_PHONES)
    for room in Room.objects.filter(session__delivery=row, answering=Answering.PHONES, closed_at__isnull=True):
        _close(by, row, room, P.ROOM_PHONES)


@action
def open_room(
    *, by: Viewer, session: DeliverySession, answering: Answering, places: int = LARGEST_ROOM, tables: int = 0
) -> Room:
    """A room for a session, with ``tables`` where people answer by hand (0: the class as a whole)."""
    row = _locked(by, session.delivery, P.DELIVERY_HOLD)
    if clock.today() < row.starts_on:
        raise Refused(AHEAD)
    if answering is Answering.PHONES and not may_use_phones(row):
        raise Refused(NO_PHONES)
    if session.rooms.filter(closed_at__isnull=True).exists():
        raise Refused(OPEN_ALREADY)
    by_hand = answering is Answering.HANDS
    room = Room.objects.create(
        session=session,
        answering=answering.value,
        code=_free_code(),
        places=max(tables, 1) if by_hand else places,
        opened_at=clock.now(),
        opened_by_id=_author(by),
    )
    if by_hand:
        Seat.objects.bulk_create(Seat(room=room, number=number) for number in range(1, room.places + 1))
    after = {"session": str(session), "answering": answering.value, "places": room.places}
    _record("room.opened", by, row, P.DELIVERY_HOLD, after=after)
    return room


@action
def take_seat(*, room: Room, nickname: str) -> Seat:
    """Whoever holds the key of a room sits down in it. That is no event of its own: nobody is to be told apart."""
    row = Room.objects.select_for_update(of=("self",)).get(pk=room.pk)
    if row.closed_at is not None:
        raise Refused(CLOSED)
    if row.answering == Answering.HANDS:
        raise Refused(BY_HAND)
    taken = row.seats.aggregate(last=Max("number"))["last"] or 0
    if taken >= row.places:
        raise Refused(FULL)
    unchanged()
    return Seat.objects.create(room=row, number=taken + 1, nickname=nickname[:LONGEST_NICKNAME])


@action
def close_room(*, by: Viewer, room: Room) -> None:
    """Nothing is answered any more. Nicknames go; counts and reasons stay under a mark that the audit keeps."""
    row = _held(by, room)
    _close(by, row, room, P.DELIVERY_HOLD)


def _close(by: Viewer, row: Delivery, room: Room, permission: str) -> None:
    found = Room.objects.select_for_update(of=("self",)).select_related("session").get(pk=room.pk)
    if found.closed_at is not None:
        unchanged()
        return
    now = clock.now()
    Round.objects.filter(room=found, closed_at__isnull=True).update(closed_at=now)
    found.seats.update(nickname="")
    kept = record_of(found)
    found.closed_at, found.closed_by_id, found.seal = now, _author(by), seal(kept)
    found.save(update_fields=["closed_at", "closed_by", "seal"])
    after = {"session": str(found.session), "questions": len(kept["rounds"]), "record": found.seal}
    _record("room.closed", by, row, permission, after=after)


def _free_code() -> str:
    """A code that no open room has."""
    while Room.objects.filter(code=(code := fresh_code()), closed_at__isnull=True).exists():
        continue
    return code


def _held(by: Viewer, room: Room) -> Delivery:
    row = room.session.delivery
    demand(by, P.DELIVERY_HOLD, row, seen_by=P.DELIVERY_STAGE)
    return row


def _locked(by: Viewer, delivery: Delivery, permission: str) -> Delivery:
    demand(by, permission, delivery, seen_by=P.DELIVERY_STAGE)
    row = locked(delivery)
    if row.closed_at is not None or row.cancelled_at is not None:
        raise Refused(OVER)
    return row


def _author(by: Viewer) -> UUID:
    assert by.user_id is not None, "people open rooms, commands do not"
    return by.user_id


def _record(
    verb: str, by: Viewer, row: Delivery, permission: str, *, after: Mapping[str, object] | None = None
) -> None:
    record(verb, by=by, about=row, organisation_id=row.organisation_id, permission=permission, after=after)
