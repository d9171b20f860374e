"""Counts that countries released: each file once, with where it came from; a later one of a period stands before it."""

from django.db import models
from django.db.models import F, Q

from pulang.common.accounts.models import Organisation, User
from pulang.common.bridge.models import TrustedInstallation
from pulang.common.learning.models import Course
from pulang.common.marking.models import Marking
from pulang.foundation.pairs import together
from pulang.foundation.stewardship import Retention, Scope, Sensitivity, Stewardship


class ReceivedRelease(models.Model):
    """The counts of one service for one period, as its country released them. ``id`` is the release's own.

    ``digest`` is of the whole signed file, ``installation`` signed it; ``signed_at`` is what the file says.
    """

    stewardship = Stewardship(Scope.COUNTRY, Sensitivity.MEMBERS, Retention.WORK)

    id = models.UUIDField(primary_key=True)
    country = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    service = models.SlugField(max_length=80)
    service_name = models.CharField(max_length=300)
    starts_on = models.DateField()
    ends_on = models.DateField()
    signed_at = models.DateTimeField()
    counts = models.JSONField()
    file = models.BinaryField()
    digest = models.CharField(max_length=64, unique=True)
    installation = models.ForeignKey(TrustedInstallation, models.PROTECT, related_name="+")
    marking = models.OneToOneField(Marking, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_why = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["-starts_on", "-signed_at", "-id"], name="received_latest_first"),
            models.Index(fields=["country", "service", "starts_on", "-signed_at"], name="received_of_period"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="received_ends_after_it_starts"),
            models.CheckConstraint(
                condition=together("withdrawn_at", "withdrawn_by", with_words="withdrawn_why"),
                name="received_withdrawn_at_and_by_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_name} {self.starts_on}"


class ReachedCourse(models.Model):
    """A release speaks of this course; ``course`` is none where the forum does not know it."""

    stewardship = Stewardship(Scope.COUNTRY, Sensitivity.MEMBERS, Retention.WITH_PARENT)

    release = models.ForeignKey(ReceivedRelease, models.CASCADE, related_name="reached")
    course = models.ForeignKey(Course, models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "key"], name="reached_course_once")]
