"""A class that answers together: a room for one session of a delivery, who sits in it, and what it was asked.

Nobody in a room has a name here but the nickname that they chose, and that goes when the room closes.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import User
from pulang.common.learning.models.deliveries import Delivery, DeliverySession
from pulang.common.learning.rules.rooms import CODE_LENGTH, LARGEST_ROOM
from pulang.foundation.pairs import together
from pulang.foundation.stewardship import Retention, Scope, Sensitivity, Stewardship
from pulang.kernel.ids import uuid4, uuid7

PART = Stewardship(Scope.ORGANISATION, Sensitivity.MEMBERS, Retention.WITH_PARENT)
DELICATE = Stewardship(Scope.ORGANISATION, Sensitivity.PERSONAL, Retention.WITH_PARENT)


class Answering(models.TextChoices):
    HANDS = "hands", _("Hands or lettered cards: the trainer types what each table shows")
    TABLES = "tables", _("One device at each table")
    PHONES = "phones", _("Everybody on their own telephone")


class Asks(models.TextChoices):
    POLL = "poll", _("Question")
    SCENE = "scene", _("Scene")


class PhonesAllowed(models.Model):
    """Who answers for the place let people use telephones at a delivery, until somebody takes it back."""

    stewardship = PART

    id = models.UUIDField(primary_key=True, default=uuid7)
    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="phones_allowed")
    allowed_at = models.DateTimeField()
    allowed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["delivery"], condition=Q(ended_at__isnull=True), name="phones_allowed_once_at_a_time"
            ),
            models.CheckConstraint(condition=together("ended_at", "ended_by"), name="phones_allowed_ended_at_and_by"),
        ]


class Room(models.Model):
    """A room is open or closed. ``code`` lets people in while it is open; ``seal`` is the mark of its closed record."""

    stewardship = PART

    id = models.UUIDField(primary_key=True, default=uuid7)
    session = models.ForeignKey(DeliverySession, models.CASCADE, related_name="rooms")
    answering = models.CharField(max_length=6, choices=Answering.choices)
    code = models.CharField(max_length=CODE_LENGTH)
    places = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    seal = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["session", "opened_at", "id"], name="room_of_session")]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(closed_at__isnull=True), name="room_code_of_one_open"),
            models.UniqueConstraint(
                fields=["session"], condition=Q(closed_at__isnull=True), name="room_one_open_at_a_session"
            ),
            models.CheckConstraint(condition=Q(answering__in=Answering.values), name="room_answering_is_known"),
            models.CheckConstraint(condition=Q(places__range=(1, LARGEST_ROOM)), name="room_has_places"),
            models.CheckConstraint(
                condition=together("closed_at", "closed_by", with_words="seal"),
                name="room_closed_at_and_by_with_a_seal",
            ),
        ]

    def __str__(self) -> str:
        return str(self.session)


class Seat(models.Model):
    """A table or somebody in a room, by number; without a time, so that it cannot be told who came when."""

    stewardship = DELICATE

    id = models.UUIDField(primary_key=True, default=uuid4)
    room = models.ForeignKey(Room, models.CASCADE, related_name="seats")
    number = models.PositiveSmallIntegerField()
    nickname = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "number"], name="seat_number_once")]


class Round(models.Model):
    """Something that a room was asked: a question of a quiz, a scene of a scenario, or the trainer's own words.

    ``choices`` are the keys that can be chosen, each with whether its reason is asked, and with its text where the
    trainer wrote it. ``chosen`` is the way on which the class went.
    """

    stewardship = PART

    id = models.UUIDField(primary_key=True, default=uuid7)
    room = models.ForeignKey(Room, models.CASCADE, related_name="rounds")
    position = models.PositiveSmallIntegerField()
    asks = models.CharField(max_length=5, choices=Asks.choices)
    activity = models.SlugField(max_length=60, blank=True)
    item = models.SlugField(max_length=60, blank=True)
    counters = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    choices = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    chosen = models.SlugField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "position"], name="round_in_its_place"),
            models.UniqueConstraint(
                fields=["room"], condition=Q(closed_at__isnull=True), name="round_one_open_at_a_time"
            ),
            models.CheckConstraint(condition=Q(asks__in=Asks.values), name="round_asks_what_is_known"),
            models.CheckConstraint(
                condition=(~Q(activity="") & ~Q(item="") & Q(text="")) | (Q(activity="", item="") & ~Q(text="")),
                name="round_is_of_the_course_or_the_trainers_own",
            ),
        ]


class Reply(models.Model):
    """What a table or somebody answered: how many of them chose what (one, from a device), and why."""

    stewardship = DELICATE

    id = models.UUIDField(primary_key=True, default=uuid4)
    round = models.ForeignKey(Round, models.CASCADE, related_name="replies")
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="replies")
    counts = models.JSONField()
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "seat"], name="reply_once")]
