"""A delivery: a course that is held once, with its trainers, its participants and who was there.

What is taught is read by ``queries.deliveries.taught`` alone. A closed delivery changes by corrections only.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Contact, Organisation, User
from pulang.common.learning.models.courses import CourseVersion
from pulang.common.learning.models.editions import EditionVersion
from pulang.common.marking.models import Marking
from pulang.foundation.pairs import together
from pulang.foundation.stewardship import Retention, Scope, Sensitivity, Stewardship
from pulang.kernel.ids import uuid7

DELIVERY = Stewardship(Scope.ORGANISATION, Sensitivity.MEMBERS, Retention.WORK)
PART = Stewardship(Scope.ORGANISATION, Sensitivity.MEMBERS, Retention.WITH_PARENT)
NAMED = Stewardship(Scope.ORGANISATION, Sensitivity.PERSONAL, Retention.WORK)


class TrainerPart(models.TextChoices):
    LEAD = "lead", _("Lead trainer")
    CO = "co", _("Co-trainer")
    TRAINEE = "trainee", _("Trainee trainer, beside a certified one")
    OBSERVER = "observer", _("Observer")


class Decision(models.TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    WAITING = "waiting", _("On the waiting list")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Was(models.TextChoices):
    PRESENT = "present", _("Present")
    EXCUSED = "excused", _("Excused")
    ABSENT = "absent", _("Absent")


class Source(models.TextChoices):
    SCREEN = "screen", _("On the screen")
    PAPER = "paper", _("From paper")


class Delivery(models.Model):
    """A course held once: by whom, where, when, in which language, for how many. ``cut`` names a shorter form.

    One of ``self_study`` is worked through alone between its days; its sessions count as held from the beginning.

    ``course_version`` is the master; where an edition is taught, ``edition_version`` rests on it.
    """

    stewardship = DELIVERY

    id = models.UUIDField(primary_key=True, default=uuid7)
    course_version = models.ForeignKey(CourseVersion, models.PROTECT, related_name="deliveries")
    edition_version = models.ForeignKey(EditionVersion, models.PROTECT, null=True, related_name="deliveries")
    cut = models.SlugField(max_length=60, blank=True)
    self_study = models.BooleanField(default=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="deliveries")
    venue = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    venue_text = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=5)
    starts_on = models.DateField()
    ends_on = models.DateField()
    places = models.PositiveSmallIntegerField()
    marking = models.OneToOneField(Marking, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    cancelled_why = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["-starts_on", "-id", "organisation", "marking"], name="delivery_latest_first"),
            models.Index(fields=["organisation", "ends_on", "id"], name="delivery_of_organisation"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="delivery_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(places__gte=1), name="delivery_has_places"),
            models.CheckConstraint(
                condition=Q(venue__isnull=False) | ~Q(venue_text=""), name="delivery_is_held_somewhere"
            ),
            models.CheckConstraint(condition=together("opened_at", "opened_by"), name="delivery_opened_at_and_by"),
            models.CheckConstraint(
                condition=together("cancelled_at", "cancelled_by", with_words="cancelled_why"),
                name="delivery_cancelled_at_and_by_with_a_reason",
            ),
            models.CheckConstraint(condition=together("closed_at", "closed_by"), name="delivery_closed_at_and_by"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="delivery_is_closed_or_cancelled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_version} {self.starts_on}"


class DeliverySession(models.Model):
    """One session of a delivery, with its time; held, or not held for a reason."""

    stewardship = PART

    id = models.UUIDField(primary_key=True, default=uuid7)
    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="sessions")
    module = models.SlugField(max_length=60)
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField(null=True)
    minutes = models.PositiveSmallIntegerField()
    held_at = models.DateTimeField(null=True)
    held_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    missed_at = models.DateTimeField(null=True)
    missed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    missed_why = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["starts_at", "id"], name="delivery_session_by_time")]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "module", "key"], name="delivery_session_once"),
            models.UniqueConstraint(fields=["delivery", "position"], name="delivery_session_in_its_place"),
            models.CheckConstraint(condition=together("held_at", "held_by"), name="delivery_session_held_at_and_by"),
            models.CheckConstraint(
                condition=together("missed_at", "missed_by", with_words="missed_why"),
                name="delivery_session_missed_at_and_by_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(held_at__isnull=True) | Q(missed_at__isnull=True),
                name="delivery_session_is_held_or_missed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.module}/{self.key}"


class DeliveryTrainer(models.Model):
    """Somebody teaches at a delivery, or watches; with or without an account."""

    stewardship = NAMED

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="trainers")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="teaching")
    part = models.CharField(max_length=8, choices=TrainerPart.choices)
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delivery", "contact"], name="delivery_trainer_once"),
            models.CheckConstraint(condition=Q(part__in=TrainerPart.values), name="delivery_trainer_part_is_known"),
        ]


class Enrolment(models.Model):
    """Somebody is nominated for a delivery by the ``organisation`` where they serve then, and what was decided."""

    stewardship = NAMED

    id = models.UUIDField(primary_key=True, default=uuid7)
    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="enrolments")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="enrolments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="enrolments")
    nominated_at = models.DateTimeField()
    nominated_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decision = models.CharField(max_length=9, choices=Decision.choices, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["delivery", "nominated_at", "id"], name="enrolment_by_nomination")]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "contact"], name="enrolment_once"),
            models.CheckConstraint(
                condition=Q(decision__in=["", *Decision.values]), name="enrolment_decision_is_known"
            ),
            models.CheckConstraint(condition=together("decided_at", "decided_by"), name="enrolment_decided_at_and_by"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True) | (~Q(decision="") & Q(decided_at__isnull=False)),
                name="enrolment_decided_with_a_decision",
            ),
            models.CheckConstraint(
                condition=~Q(decision__in=[Decision.DECLINED, Decision.WITHDRAWN]) | ~Q(reason=""),
                name="enrolment_declined_with_a_reason",
            ),
        ]


class Attendance(models.Model):
    """Whether somebody who was accepted was at a session. Both belong to one delivery (kept by the action)."""

    stewardship = NAMED

    session = models.ForeignKey(DeliverySession, models.CASCADE, related_name="attendance")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="attendance")
    was = models.CharField(max_length=7, choices=Was.choices)
    source = models.CharField(max_length=6, choices=Source.choices)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "enrolment"], name="attendance_once"),
            models.CheckConstraint(condition=Q(was__in=Was.values), name="attendance_is_known"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="attendance_source_is_known"),
        ]
