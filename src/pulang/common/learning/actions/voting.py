"""What a room is asked and what it answers: a question, a scene, replies, closing the vote, and going on."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from pulang.common.learning.actions.rooms import CLOSED
from pulang.common.learning.models import Answering, Asks, Delivery, Reply, Room, Round, Seat
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries.rooms import activity_of, given, latest_round, questions_for, quiz_asked
from pulang.common.learning.rules import rooms as rules
from pulang.common.learning.rules.rooms import Given, Scene
from pulang.common.learning.rules.vocabulary import Kind
from pulang.foundation.events.record import action, record, unchanged
from pulang.foundation.policy.rules import Refused, demand
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock

VOTE_CLOSED = _("The vote is closed already. Look again to see how it goes on.")
VOTE_OPEN = _("A vote is open. Close it first.")
NOT_THERE = _("This session has no such question. Choose one of those shown.")
NO_SUCH_CHOICE = _("Choose one of the answers shown.")
WHY = _("Say in a few words why.")
NOT_BY_HAND = _("In this room people answer on their devices.")
NO_WAY = _("The story does not go on from here. Choose one of the answers shown.")


@action
def ask_question(*, by: Viewer, room: Room, activity: str, question: str) -> Round:
    """Put a question of a quiz of the session to the room."""
    row = _leading(by, room)
    quiz = activity_of(room.session, activity, Kind.QUIZ)
    questions = questions_for(quiz_asked(room.session, quiz)) if quiz else []
    found = next((each for each in questions if each["key"] == question), None)
    if found is None:
        raise Refused(NOT_THERE)
    return _ask(by, row, Asks.POLL, rules.poll_choices(found), activity=activity, item=question)


@action
def ask_own(*, by: Viewer, room: Room, text: str, options: Sequence[str]) -> Round:
    """Put a question in the trainer's own words to the room, with two to six answers."""
    row = _leading(by, room)
    if not text or not rules.FEWEST_OPTIONS <= len(options) <= rules.MOST_OPTIONS:
        raise Refused(NO_SUCH_CHOICE)
    return _ask(by, row, Asks.POLL, rules.own_choices(options), text=text)


@action
def begin_scenario(*, by: Viewer, room: Room, activity: str) -> Round:
    """Put the first scene of a scenario of the session to the room."""
    row = _leading(by, room)
    scenario = activity_of(room.session, activity, Kind.SCENARIO)
    if scenario is None:
        raise Refused(NOT_THERE)
    return _put(by, row, activity, rules.first_scene(scenario.content))


@action
def close_vote(*, by: Viewer, room: Room) -> None:
    """No more answers to what is asked now; the counts go into the audit, without who chose what."""
    row = _leading(by, room, while_open=True)
    found = row.rounds.select_for_update().filter(closed_at__isnull=True).first()
    if found is None:
        unchanged()
        return
    found.closed_at = clock.now()
    found.save(update_fields=["closed_at"])
    counts = rules.total(given(found), [each["key"] for each in found.choices])
    _record("vote.closed", by, row, after={**_told(row, found), "counts": counts})


@action
def go_on(*, by: Viewer, room: Room, choice: str) -> Round:
    """Take the class along the way that the trainer decides on, most often that of the majority."""
    row = _leading(by, room)
    here = latest_round(row)
    if here is None or here.asks != Asks.SCENE:
        raise Refused(NO_WAY)
    scenario = activity_of(row.session, here.activity, Kind.SCENARIO)
    following = rules.next_scene(scenario.content, here.item, here.counters, choice) if scenario else None
    if following is None:
        raise Refused(NO_WAY)
    here.chosen = choice
    here.save(update_fields=["chosen"])
    _record("scenario.went-on", by, row, after={**_told(row, here), "chosen": choice})
    return _put(by, row, here.activity, following)


@action
def reply(*, seat: Seat, asked: UUID, choice: str, reason: str = "") -> None:
    """What one device answers. Sent again it is kept once, and another answer takes the place of the first.

    That is no event of its own, so that nobody can be told apart: the closing of the vote is one.
    """
    row = Round.objects.select_for_update().filter(pk=asked, room=seat.room_id).first()
    if row is None or row.closed_at is not None:
        raise Refused(VOTE_CLOSED)
    found = next((each for each in row.choices if each["key"] == choice), None)
    if found is None:
        raise Refused(NO_SUCH_CHOICE)
    reason = reason.strip()
    if (found["asks"] and not reason) or len(reason) > rules.LONGEST_REASON:
        raise Refused(WHY)
    _keep([Reply(round=row, seat=seat, counts={choice: 1}, reason=reason)])
    unchanged()


@action
def type_tallies(*, by: Viewer, room: Room, tallies: Sequence[Given]) -> None:
    """What each table showed by hand, with its reason; typed again it takes the place of what was there."""
    row = _leading(by, room, while_open=True)
    if row.answering != Answering.HANDS:
        raise Refused(NOT_BY_HAND)
    asked = row.rounds.select_for_update().filter(closed_at__isnull=True).first()
    if asked is None:
        raise Refused(VOTE_CLOSED)
    known, seats = {each["key"] for each in asked.choices}, {seat.number: seat for seat in row.seats.all()}
    if any(each.number not in seats or not set(each.counts) <= known for each in tallies):
        raise Refused(NO_SUCH_CHOICE)
    shown = [each for each in tallies if any(each.counts.values())]
    _keep([Reply(round=asked, seat=seats[each.number], counts=_plain(each), reason=each.reason) for each in shown])
    asked.replies.exclude(seat__number__in=[each.number for each in shown]).delete()
    unchanged()


def _plain(each: Given) -> dict[str, int]:
    return {choice: number for choice, number in each.counts.items() if number}


def _keep(replies: Sequence[Reply]) -> None:
    Reply.objects.bulk_create(
        replies, update_conflicts=True, unique_fields=["round", "seat"], update_fields=["counts", "reason"]
    )


def _leading(by: Viewer, room: Room, *, while_open: bool = False) -> Room:
    """The open room as it is now, for the one who leads it; ``Refused`` while a vote is open, unless that is meant."""
    demand(by, P.DELIVERY_HOLD, room.session.delivery, seen_by=P.DELIVERY_STAGE)
    row = Room.objects.select_for_update(of=("self",)).select_related("session").get(pk=room.pk)
    row.session.delivery = room.session.delivery
    if row.closed_at is not None:
        raise Refused(CLOSED)
    if not while_open and row.rounds.filter(closed_at__isnull=True).exists():
        raise Refused(VOTE_OPEN)
    return row


def _put(by: Viewer, row: Room, activity: str, scene: Scene) -> Round:
    """A scene as a round; where the story ends there is nothing to vote on."""
    more: dict[str, Any] = {"closed_at": clock.now()} if scene.ends else {}
    return _ask(
        by,
        row,
        Asks.SCENE,
        scene.offered,
        activity=activity,
        item=scene.place.scene,
        counters=scene.counters,
        **more,
    )


def _ask(by: Viewer, row: Room, asks: Asks, choices: list[dict[str, Any]], **columns: Any) -> Round:
    latest = latest_round(row)
    found = Round.objects.create(
        room=row,
        position=latest.position + 1 if latest else 0,
        asks=asks.value,
        choices=choices,
        opened_at=clock.now(),
        **columns,
    )
    _record("vote.opened", by, row, after=_told(row, found))
    return found


def _told(row: Room, asked: Round) -> Mapping[str, object]:
    return {"session": str(row.session), "question": asked.position + 1, "activity": asked.activity, "item": asked.item}


def _record(verb: str, by: Viewer, row: Room, *, after: Mapping[str, object]) -> None:
    about: Delivery = row.session.delivery
    place = about.organisation_id
    record(verb, by=by, about=about, organisation_id=place, permission=P.DELIVERY_HOLD, after=after)
