"""The public record: what has been reported in public about CVE-P and about the working groups' meetings.

Nothing here was checked by us again; where sources differ, both claims stand. Ids come from immutable keys.
"""

from django.db import models
from django.db.models import F, Q

from pulang.common.accounts.models import User
from pulang.common.frameworks.models import Provision
from pulang.common.marking.models import Marking
from pulang.forum.engagements.rules.record import LANGUAGES, Kind
from pulang.foundation.stewardship import Retention, Scope, Sensitivity, Stewardship
from pulang.foundation.texts.models import Translation, known_status
from pulang.kernel.ids import uuid7

PUBLIC = Stewardship(Scope.INSTALLATION, Sensitivity.PUBLIC, Retention.PERMANENT)
PART = Stewardship(Scope.INSTALLATION, Sensitivity.PUBLIC, Retention.WITH_PARENT)


def text_constraints(owner: str) -> list[models.BaseConstraint]:
    """One row per language, and only languages and statuses that exist."""
    return [
        models.UniqueConstraint(fields=[owner, "language"], name=f"record_{owner}_text_once"),
        models.CheckConstraint(condition=Q(language__in=LANGUAGES), name=f"record_{owner}_text_language_is_known"),
        known_status(f"record_{owner}_text_status_is_known"),
    ]


class RecordPlace(models.Model):
    """A country by its two-letter code, or a city by its key; ``names`` is by language."""

    stewardship = PUBLIC

    key = models.CharField(max_length=80, unique=True)
    names = models.JSONField()

    def __str__(self) -> str:
        return self.key


class RecordSource(models.Model):
    """A publication. ``published`` is a partial date or empty; without ``address`` it is shown without a link."""

    stewardship = PUBLIC

    key = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=300)
    published = models.CharField(max_length=10, blank=True)
    address = models.URLField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.title


class RecordEntry(models.Model):
    """One reported engagement, workshop or meeting; ``when`` is as precise as its source, the days are those it covers.

    ``position`` is its place in the file, for entries without a time.
    """

    stewardship = PUBLIC

    id = models.UUIDField(primary_key=True)
    key = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=12)
    country = models.ForeignKey(RecordPlace, models.PROTECT, null=True, related_name="+")
    place = models.ForeignKey(RecordPlace, models.PROTECT, null=True, related_name="+")
    when = models.CharField(max_length=21, blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    position = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    marking = models.OneToOneField(Marking, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["position", "id"], name="record_entry_in_order")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Kind]), name="record_kind_is_known"),
            models.CheckConstraint(
                condition=Q(when="", starts_on__isnull=True, ends_on__isnull=True)
                | (~Q(when="") & Q(starts_on__isnull=False, ends_on__gte=F("starts_on"))),
                name="record_days_belong_to_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class RecordText(Translation):
    """Title, summary and time of an entry in words, in one language; the English row is the original."""

    stewardship = PART

    entry = models.ForeignKey(RecordEntry, models.CASCADE, related_name="texts")
    title = models.CharField(max_length=300)
    summary = models.TextField()
    when_text = models.CharField(max_length=300)

    class Meta:
        constraints = text_constraints("entry")


class RecordClaim(models.Model):
    """One figure or statement, with who claimed it and when, as far as that is known."""

    stewardship = PART

    entry = models.ForeignKey(RecordEntry, models.CASCADE, related_name="claims")
    key = models.SlugField(max_length=80)
    position = models.PositiveSmallIntegerField()
    figure = models.CharField(max_length=60, blank=True)
    claimed_by = models.CharField(max_length=300, blank=True)
    claimed_when = models.CharField(max_length=10, blank=True)
    differs_from = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    sources = models.ManyToManyField(RecordSource, through="ClaimSource", related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "key"], name="record_claim_key_once"),
            models.CheckConstraint(
                condition=Q(differs_from__isnull=True) | ~Q(differs_from=F("id")), name="record_claim_not_from_itself"
            ),
        ]


class ClaimText(Translation):
    """A claim's statement in one language."""

    stewardship = PART

    claim = models.ForeignKey(RecordClaim, models.CASCADE, related_name="texts")
    statement = models.TextField()

    class Meta:
        constraints = text_constraints("claim")


class ClaimSource(models.Model):
    """A claim stands in a publication."""

    stewardship = PART

    claim = models.ForeignKey(RecordClaim, models.CASCADE, related_name="links")
    source = models.ForeignKey(RecordSource, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "source"], name="record_claim_source_once")]


class RecordProvision(models.Model):
    """An entry is about a provision: the thread. Our own mapping, part of no source."""

    stewardship = PART

    entry = models.ForeignKey(RecordEntry, models.CASCADE, related_name="links")
    provision = models.ForeignKey(Provision, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "provision"], name="record_provision_once")]


class RecordImport(models.Model):
    """One import that changed something: when, and by whom (a person, or a named command)."""

    stewardship = PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid7)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    command = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(made_by__isnull=False) | ~Q(command=""), name="record_import_names_its_author"
            )
        ]


class RecordVersion(models.Model):
    """What an entry said from one import to the next; the latest is what it says now."""

    stewardship = PART

    entry = models.ForeignKey(RecordEntry, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    imported = models.ForeignKey(RecordImport, models.PROTECT, related_name="+")
    content = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "number"], name="record_version_once")]
