"""Certified trainers of a course, and observations of people while they taught it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Contact, User
from pulang.common.learning.models.courses import Course
from pulang.common.learning.models.deliveries import Delivery
from pulang.common.learning.rules.trainers import Level
from pulang.foundation.stewardship import Retention, Scope, Sensitivity, Stewardship
from pulang.kernel.ids import uuid7

NAMED = Stewardship(Scope.ORGANISATION, Sensitivity.PERSONAL, Retention.WORK)


class TrainerCertification(models.Model):
    """Somebody is certified to teach a course from a day to a day. ``waived`` says why without what the level takes."""

    stewardship = NAMED

    id = models.UUIDField(primary_key=True, default=uuid7)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="certifications")
    course = models.ForeignKey(Course, models.PROTECT, related_name="certifications")
    level = models.CharField(max_length=8, choices=[(level.value, level.value) for level in Level])
    starts_on = models.DateField()
    until = models.DateField()
    waived = models.TextField(blank=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_why = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["until", "id"], name="certification_by_end"),
            models.Index(fields=["contact", "course", "until"], name="certification_of_trainer"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=[level.value for level in Level]), name="certification_level_is_known"
            ),
            models.CheckConstraint(condition=Q(until__gte=F("starts_on")), name="certification_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_by__isnull=True, ended_why="")
                | (Q(ended_on__isnull=False, ended_by__isnull=False) & ~Q(ended_why="")),
                name="certification_ended_on_and_by_with_a_reason",
            ),
        ]


class Verdict(models.TextChoices):
    PASSED = "passed", _("Passed")
    NOT_YET = "not-yet", _("Not yet")


class TeachingObserved(models.Model):
    """Somebody was observed while teaching at a delivery, by somebody else, with what to keep and what to change."""

    stewardship = NAMED

    id = models.UUIDField(primary_key=True, default=uuid7)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="observed")
    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="observations")
    seen_on = models.DateField()
    verdict = models.CharField(max_length=7, choices=Verdict.choices)
    said = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["contact", "-seen_on", "-id"], name="observed_latest_first")]
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="observed_verdict_is_known"),
            models.CheckConstraint(condition=~Q(said=""), name="observed_says_something"),
        ]
