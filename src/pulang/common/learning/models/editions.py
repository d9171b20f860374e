"""A country's edition of a course: ordered operations over one released version of the master, never a copy of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Organisation, User
from pulang.common.frameworks.models import Provision
from pulang.common.learning.models.courses import Course, CourseVersion
from pulang.common.learning.rules.editions.operations import Kind
from pulang.common.learning.rules.editions.rebasing import Reason
from pulang.common.marking.models import Marking
from pulang.foundation.pairs import together
from pulang.foundation.stewardship import Retention, Scope, Sensitivity, Stewardship
from pulang.kernel.ids import uuid7

EDITION = Stewardship(Scope.ORGANISATION, Sensitivity.MEMBERS, Retention.PERMANENT)
PART = Stewardship(Scope.ORGANISATION, Sensitivity.MEMBERS, Retention.WITH_PARENT)
# Until it is released, its own country's people and its approvers alone read it.
DRAFT = Stewardship(Scope.ORGANISATION, Sensitivity.RESTRICTED, Retention.WITH_PARENT)


class Edition(models.Model):
    """What stays the same from version to version: which course it tailors, and for whom."""

    stewardship = EDITION

    id = models.UUIDField(primary_key=True, default=uuid7)
    key = models.SlugField(max_length=60, unique=True)
    course = models.ForeignKey(Course, models.PROTECT, related_name="editions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.key


class EditionVersion(models.Model):
    """One version of an edition over ``base``: a draft until it is released, and unchangeable from then on.

    ``digest`` is of the pack that host and lead approve; ``rebased_from`` the base before a newer one was taken over.
    """

    stewardship = DRAFT

    id = models.UUIDField(primary_key=True, default=uuid7)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    base = models.ForeignKey(CourseVersion, models.PROTECT, related_name="+")
    rebased_from = models.ForeignKey(CourseVersion, models.PROTECT, null=True, related_name="+")
    marking = models.OneToOneField(Marking, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    host_approved_at = models.DateTimeField(null=True)
    host_approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    lead_approved_at = models.DateTimeField(null=True)
    lead_approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    returned = models.TextField(blank=True)
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["-made_at", "-id"], name="edition_versions_latest_first"),
            models.Index(fields=["base", "-made_at"], name="edition_versions_of_base"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="edition_version_once"),
            models.UniqueConstraint(
                fields=["edition"], condition=Q(released_at__isnull=True), name="edition_one_draft"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_version_from_one"),
            *(
                models.CheckConstraint(condition=together(f"{what}_at", f"{what}_by"), name=f"edition_{what}_at_and_by")
                for what in ("submitted", "host_approved", "lead_approved", "returned", "released")
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True)
                | Q(submitted_at__isnull=False, host_approved_at__isnull=False, lead_approved_at__isnull=False),
                name="edition_released_only_approved",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | ~Q(digest=""), name="edition_submitted_has_a_digest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition.key} {self.number}"


class Standing(models.TextChoices):
    """Whether an operation is carried out."""

    ACTIVE = "active", _("Carried out")
    OPEN = "open", _("To be decided")
    DROPPED = "dropped", _("Given up for the master's text")
    TAKEN_UP = "taken-up", _("Said by the new master itself")


class Settlement(models.TextChoices):
    """What a person decided about a conflict."""

    KEEP = "keep", _("Keep our change against the new text")
    MASTER = "master", _("Take the new master's text and give our change up")
    ANEW = "anew", _("Write our change anew")


class EditionOperation(models.Model):
    """One change with its author and reason. ``content`` is plain data, as ``rules.editions.operations`` says."""

    stewardship = DRAFT

    id = models.UUIDField(primary_key=True, default=uuid7)
    version = models.ForeignKey(EditionVersion, models.CASCADE, related_name="operations")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    place = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=250, blank=True)
    language = models.CharField(max_length=12, blank=True)
    content = models.JSONField()
    made_from = models.CharField(max_length=8, blank=True)
    reason = models.TextField()
    provision = models.ForeignKey(Provision, models.PROTECT, null=True, related_name="+")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    standing = models.CharField(max_length=8, choices=Standing.choices, default=Standing.ACTIVE)
    conflict = models.CharField(max_length=8, blank=True)
    decision = models.CharField(max_length=6, blank=True, choices=Settlement.choices)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["version", "position", "id"], name="edition_operations_in_order")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Kind]), name="edition_kind_is_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="edition_operation_has_a_reason"),
            models.CheckConstraint(condition=Q(standing__in=Standing.values), name="edition_standing_is_known"),
            models.CheckConstraint(
                condition=~Q(standing=Standing.OPEN) | Q(conflict__in=[reason.value for reason in Reason]),
                name="edition_open_names_its_conflict",
            ),
            models.CheckConstraint(
                condition=together("approved_at", "approved_by"), name="edition_operation_approved_at_and_by"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, decision="")
                | Q(decided_at__isnull=False, decided_by__isnull=False, decision__in=Settlement.values),
                name="edition_operation_decided_at_and_by",
            ),
        ]


class EditionProvision(models.Model):
    """A session (``place``) of a released version serves a good practice; written when it is released."""

    stewardship = PART

    version = models.ForeignKey(EditionVersion, models.CASCADE, related_name="links")
    provision = models.ForeignKey(Provision, models.PROTECT, related_name="+")
    place = models.CharField(max_length=130)

    class Meta:
        indexes = [models.Index(fields=["provision", "version"], name="edition_session_of_provision")]
        constraints = [models.UniqueConstraint(fields=["version", "place", "provision"], name="edition_provision_once")]


class EditionFlag(models.Model):
    """A sentence of an edition, not of its master, that a human-rights reader must look at (RQ-13)."""

    stewardship = DRAFT

    id = models.UUIDField(primary_key=True, default=uuid7)
    version = models.ForeignKey(EditionVersion, models.CASCADE, related_name="flags")
    path = models.CharField(max_length=250)
    name = models.CharField(max_length=250)
    language = models.CharField(max_length=12)
    sentence = models.TextField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["version", "path", "id"], name="edition_flag_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="edition_flag_answered_at_and_by",
            )
        ]
