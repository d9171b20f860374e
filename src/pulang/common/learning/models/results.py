"""What came of a delivery for each participant: answers to its tests, what was thought of it, and the certificate."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import User
from pulang.common.learning.models.deliveries import Delivery, Enrolment
from pulang.common.learning.rules.vocabulary import Purpose
from pulang.common.marking.models import Marking
from pulang.foundation.stewardship import Retention, Scope, Sensitivity, Stewardship
from pulang.kernel.ids import uuid4, uuid7

NAMED = Stewardship(Scope.ORGANISATION, Sensitivity.PERSONAL, Retention.WORK)
NAMELESS = Stewardship(Scope.ORGANISATION, Sensitivity.MEMBERS, Retention.WITH_PARENT)
TESTS = (Purpose.PRE_TEST.value, Purpose.POST_TEST.value)


class Way(models.TextChoices):
    SCREEN = "screen", _("On the screen")
    PAPER = "paper", _("From paper")
    FILE = "file", _("From a file")


class Attempt(models.Model):
    """One person's answers to one test. ``id`` is the receipt that the form carried: sent twice, it is kept once.

    ``answers`` are those of ``rules.answering.scoring``, by question.
    """

    stewardship = NAMED

    id = models.UUIDField(primary_key=True, default=uuid4)
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="attempts")
    module = models.SlugField(max_length=60)
    session = models.SlugField(max_length=60)
    activity = models.SlugField(max_length=60)
    purpose = models.CharField(max_length=10, choices=[(value, value) for value in TESTS])
    answers = models.JSONField()
    right = models.PositiveSmallIntegerField()
    of = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=6, choices=Way.choices)
    taken_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "module", "session", "activity"], name="attempt_once"),
            models.CheckConstraint(condition=Q(purpose__in=TESTS), name="attempt_is_a_test"),
            models.CheckConstraint(condition=Q(right__lte=F("of")), name="attempt_right_of_all"),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="attempt_way_is_known"),
        ]


class Opinion(models.Model):
    """What somebody thought of a delivery. It has neither author nor time, so that nobody can say who."""

    stewardship = NAMELESS

    id = models.UUIDField(primary_key=True, default=uuid4)
    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="opinions")
    useful = models.PositiveSmallIntegerField()
    clear = models.PositiveSmallIntegerField()
    respected = models.PositiveSmallIntegerField()
    differently = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["delivery", "id"], name="opinion_of_delivery")]
        constraints = [
            models.CheckConstraint(
                condition=Q(useful__range=(1, 5), clear__range=(1, 5), respected__range=(1, 5)),
                name="opinion_is_from_one_to_five",
            )
        ]


class OpinionGiven(models.Model):
    """Somebody has said what they thought; what they said stands elsewhere, without them."""

    stewardship = NAMED

    enrolment = models.OneToOneField(Enrolment, models.CASCADE, primary_key=True, related_name="opinion_given")


class Certificate(models.Model):
    """Somebody completed a delivery. ``text`` is signed, ``credential`` is for programs; neither names anybody."""

    stewardship = NAMED

    id = models.UUIDField(primary_key=True, default=uuid7)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="certificates")
    serial = models.CharField(max_length=14, unique=True)
    marking = models.OneToOneField(Marking, models.PROTECT, related_name="+")
    text = models.CharField(max_length=400)
    credential = models.JSONField()
    key = models.CharField(max_length=16)
    issued_on = models.DateField()
    until = models.DateField(null=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    revoked_why = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["-issued_on", "-id"], name="certificate_latest_first")]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(revoked_at__isnull=True), name="certificate_one_that_holds"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("issued_on")), name="certificate_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True, revoked_why="")
                | (Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoked_why="")),
                name="certificate_revoked_at_and_by_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.serial
