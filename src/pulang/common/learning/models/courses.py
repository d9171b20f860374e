"""A course, its versions, and what a version is made of. A released version never changes.

``sheet`` holds what the pack says of a thing, as plain data of ``rules.course``; ``pack`` is the very zip it came from.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import User
from pulang.common.frameworks.models import Provision
from pulang.common.marking.models import Marking
from pulang.foundation.stewardship import Retention, Scope, Sensitivity, Stewardship
from pulang.kernel.ids import uuid7

COURSE = Stewardship(Scope.INSTALLATION, Sensitivity.MEMBERS, Retention.PERMANENT)
PART = Stewardship(Scope.INSTALLATION, Sensitivity.MEMBERS, Retention.WITH_PARENT)


class Course(models.Model):
    """What stays the same from version to version. ``id`` comes from ``key`` and is the same on every installation."""

    stewardship = COURSE

    id = models.UUIDField(primary_key=True)
    key = models.SlugField(max_length=60, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class CourseVersion(models.Model):
    """One version of a course: a draft until it is released, and unchangeable from then on."""

    stewardship = COURSE

    id = models.UUIDField(primary_key=True, default=uuid7)
    course = models.ForeignKey(Course, models.PROTECT, related_name="versions")
    number = models.CharField(max_length=14)
    major = models.PositiveSmallIntegerField()
    minor = models.PositiveSmallIntegerField()
    patch = models.PositiveSmallIntegerField()
    marking = models.OneToOneField(Marking, models.PROTECT, related_name="+")
    sheet = models.JSONField()
    pack = models.BinaryField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    command = models.CharField(max_length=60, blank=True)
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["course", "-major", "-minor", "-patch", "-id"], name="course_versions_latest_first")
        ]
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="course_version_once"),
            models.CheckConstraint(
                condition=Q(made_by__isnull=False) | ~Q(command=""), name="course_version_names_its_author"
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True)
                | (Q(released_at__isnull=False) & (Q(released_by__isnull=False) | ~Q(command=""))),
                name="course_version_released_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course.key} {self.number}"


class CourseOrigin(models.Model):
    """A version came signed from another installation (its name and ``key``); nobody edits it here, editions tailor it.

    ``released_on`` and ``released_by`` (an organisation) are what the file says; ``digest`` is of the whole file.
    """

    stewardship = PART

    version = models.OneToOneField(CourseVersion, models.CASCADE, primary_key=True, related_name="origin")
    installation = models.CharField(max_length=90)
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    released_on = models.DateField()
    released_by = models.CharField(max_length=300)
    taken_at = models.DateTimeField()


class CourseModule(models.Model):
    """A module of a version, in its order."""

    stewardship = PART

    id = models.UUIDField(primary_key=True, default=uuid7)
    version = models.ForeignKey(CourseVersion, models.CASCADE, related_name="modules")
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    sheet = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="course_module_once")]

    def __str__(self) -> str:
        return self.key


class CourseSession(models.Model):
    """A session of a module, in its order."""

    stewardship = PART

    id = models.UUIDField(primary_key=True, default=uuid7)
    module = models.ForeignKey(CourseModule, models.CASCADE, related_name="sessions")
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    sheet = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["module", "key"], name="course_session_once")]

    def __str__(self) -> str:
        return self.key


class SessionProvision(models.Model):
    """A session serves a good practice."""

    stewardship = PART

    session = models.ForeignKey(CourseSession, models.CASCADE, related_name="links")
    provision = models.ForeignKey(Provision, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["provision", "session"], name="session_of_provision")]
        constraints = [models.UniqueConstraint(fields=["session", "provision"], name="session_provision_once")]


class CourseFlag(models.Model):
    """A sentence that a human-rights reader must look at (RQ-13), and what the reader said of it."""

    stewardship = PART

    id = models.UUIDField(primary_key=True, default=uuid7)
    version = models.ForeignKey(CourseVersion, models.CASCADE, related_name="flags")
    path = models.CharField(max_length=250)
    name = models.CharField(max_length=250)
    language = models.CharField(max_length=12)
    sentence = models.TextField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["version", "path", "id"], name="course_flag_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="course_flag_answered_at_and_by",
            )
        ]


class Verdict(models.TextChoices):
    SIGNED = "signed", _("Signed")
    RETURNED = "returned", _("Returned")


class CourseReading(models.Model):
    """A human-rights reader signed a version as it was (``digest``), or returned it with a reason."""

    stewardship = PART

    id = models.UUIDField(primary_key=True, default=uuid7)
    version = models.ForeignKey(CourseVersion, models.CASCADE, related_name="readings")
    reader = models.ForeignKey(User, models.PROTECT, related_name="+")
    read_at = models.DateTimeField()
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    digest = models.CharField(max_length=64)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="course_reading_verdict_is_known"),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.SIGNED) | ~Q(reason=""), name="course_reading_returned_with_a_reason"
            ),
        ]
