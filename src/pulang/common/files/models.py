"""Files under seal, and the documents that somebody asked for and waits for."""

from django.db import models
from django.db.models import Q

from pulang.common.accounts.models import User
from pulang.common.files.rules import Failure
from pulang.common.marking.models import Marking
from pulang.foundation.jobs.models import Job
from pulang.foundation.sealed.fields import SealedTextField
from pulang.foundation.stewardship import Retention, Scope, Sensitivity, Stewardship
from pulang.kernel.filekinds import KINDS
from pulang.kernel.ids import uuid4, uuid7


class StoredFile(models.Model):
    """One file. Its bytes lie sealed on the disk under ``place``, a name that says nothing; its key only here.

    Deleting the row destroys the key. What a file belongs to points at it; one that nothing points at is swept away.
    ``lost_at`` says since when its bytes are missing on the disk.
    """

    stewardship = Stewardship(Scope.ORGANISATION, Sensitivity.RESTRICTED, Retention.WITH_PARENT)

    id = models.UUIDField(primary_key=True, default=uuid7)
    place = models.UUIDField(unique=True, default=uuid4)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=[(slug, slug) for slug in KINDS])
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    wrapped_key = models.BinaryField()
    marking = models.ForeignKey(Marking, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    lost_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "made_at"], name="file_by_owner")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="file_kind_is_known"),
            models.CheckConstraint(condition=~Q(name=""), name="file_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.title


class Attachment(models.Model):
    """A file that stands beside what it shows. An app derives its own with a foreign key ``to`` what it belongs to.

    The file carries the marking of what it belongs to: who reads the one reads the other.
    """

    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Document(models.Model):
    """A download that takes longer than a page may: asked for, made by a job, kept for its asker for some days."""

    stewardship = Stewardship(Scope.PERSON, Sensitivity.RESTRICTED, Retention.TRANSIENT)

    id = models.UUIDField(primary_key=True, default=uuid7)
    asker = models.ForeignKey(User, models.CASCADE, related_name="+")
    offer = models.CharField(max_length=60)
    way = models.CharField(max_length=10)
    parameters = SealedTextField()
    language = models.CharField(max_length=5)
    asked_at = models.DateTimeField()
    keep_until = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in Failure])
    file = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="document")
    job = models.OneToOneField(Job, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["asker", "-asked_at", "-id"], name="document_by_time"),
            models.Index(fields=["keep_until"], name="document_by_end"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, file__isnull=True, failure="")
                | Q(settled_at__isnull=False, file__isnull=False, failure="")
                | Q(settled_at__isnull=False, file__isnull=True) & ~Q(failure=""),
                name="document_waits_or_is_there_or_failed",
            )
        ]
