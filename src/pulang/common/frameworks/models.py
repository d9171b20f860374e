"""The framework documents, their numbered good practices, and what they said before.

Everything here is public soft law and means the same on every installation: ids come from immutable keys.
Texts stand in one table per thing, one row per language; the row with status *original* is what the others
were translated from.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from pulang.common.accounts.models import User
from pulang.common.frameworks.rules.vocabulary import (
    AREA_LABELS,
    LANGUAGES,
    SOURCE_LANGUAGE,
    Area,
    Numbering,
    RelationKind,
    chip,
)
from pulang.foundation.stewardship import Retention, Scope, Sensitivity, Stewardship
from pulang.foundation.texts.models import Translation, known_status, pick
from pulang.kernel.ids import uuid7

PUBLIC = Stewardship(Scope.INSTALLATION, Sensitivity.PUBLIC, Retention.PERMANENT)
PART = Stewardship(Scope.INSTALLATION, Sensitivity.PUBLIC, Retention.WITH_PARENT)


def text_constraints(name: str) -> list[models.BaseConstraint]:
    """One row per language, and only languages and statuses that exist; ``name`` is the owning field's."""
    return [
        models.UniqueConstraint(fields=[name, "language"], name=f"framework_{name}_text_once"),
        models.CheckConstraint(condition=Q(language__in=LANGUAGES), name=f"framework_{name}_text_language_is_known"),
        known_status(f"framework_{name}_text_status_is_known"),
    ]


class Document(models.Model):
    """One framework document. ``key`` never changes; ``version`` is the number of its latest history entry."""

    stewardship = PUBLIC

    id = models.UUIDField(primary_key=True)
    key = models.SlugField(max_length=60, unique=True)
    year = models.PositiveSmallIntegerField()
    official_page = models.URLField(max_length=300)
    languages = models.JSONField()
    expected_practices = models.PositiveSmallIntegerField(null=True)
    position = models.PositiveIntegerField()
    version = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["position", "id"], name="document_in_order")]

    def __str__(self) -> str:
        return self.key

    @property
    def label(self) -> str:
        """What stands before a provision's number, in the reader's language."""
        language = get_language() or SOURCE_LANGUAGE
        text = pick(self.texts.all(), language, SOURCE_LANGUAGE).translation
        return text.label or text.short_title


class DocumentText(Translation):
    """A document's names in one language; without a label its short title stands before numbers."""

    stewardship = PART

    document = models.ForeignKey(Document, models.CASCADE, related_name="texts")
    title = models.CharField(max_length=300)
    short_title = models.CharField(max_length=120)
    label = models.CharField(max_length=30, blank=True)
    issuer = models.CharField(max_length=300)

    class Meta:
        constraints = text_constraints("document")


class Section(models.Model):
    """A part of a document, by the code that it has there."""

    stewardship = PART

    document = models.ForeignKey(Document, models.CASCADE, related_name="sections")
    code = models.CharField(max_length=12)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "code"], name="framework_section_code_once")]

    def __str__(self) -> str:
        return self.code


class SectionText(Translation):
    """A section's title in one language."""

    stewardship = PART

    section = models.ForeignKey(Section, models.CASCADE, related_name="texts")
    title = models.CharField(max_length=300)

    class Meta:
        constraints = text_constraints("section")


class Provision(models.Model):
    """A numbered good practice. ``key`` is the whole one (``rome-memorandum/family``) and never changes.

    ``number`` is a label: it may be unknown, or not yet confirmed against the official text. ``position`` is
    its place in the library over all documents.
    """

    stewardship = PUBLIC

    id = models.UUIDField(primary_key=True)
    key = models.CharField(max_length=125, unique=True)
    document = models.ForeignKey(Document, models.PROTECT, related_name="provisions")
    section = models.ForeignKey(Section, models.PROTECT, null=True, related_name="provisions")
    number = models.PositiveSmallIntegerField(null=True)
    numbering = models.CharField(max_length=12)
    position = models.PositiveIntegerField()
    version = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["position", "id"], name="provision_in_order")]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="framework_number_once"),
            models.CheckConstraint(
                condition=Q(numbering__in=[str(numbering) for numbering in Numbering]),
                name="framework_numbering_is_known",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(number__gte=1), name="framework_number_from_one"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def slug(self) -> str:
        """The part of the key that names the provision within its document."""
        return self.key.partition("/")[2]

    @property
    def label(self) -> str:
        """ "Rome 20" in the reader's language. Prefetch ``document__texts`` where more than one is shown."""
        return chip(self.document.label, self.number)

    @property
    def is_confirmed(self) -> bool:
        return self.numbering == Numbering.CONFIRMED


class ProvisionText(Translation):
    """A provision's title and our own paraphrase of it in one language; never the official wording."""

    stewardship = PART

    provision = models.ForeignKey(Provision, models.CASCADE, related_name="texts")
    title = models.CharField(max_length=300)
    summary = models.TextField()

    class Meta:
        constraints = text_constraints("provision")


class ProvisionArea(models.Model):
    """A provision belongs to a priority area; our own mapping."""

    stewardship = PART

    provision = models.ForeignKey(Provision, models.CASCADE, related_name="areas")
    area = models.CharField(max_length=12)

    class Meta:
        ordering = ["area"]
        indexes = [models.Index(fields=["area", "provision"], name="provision_area")]
        constraints = [
            models.UniqueConstraint(fields=["provision", "area"], name="framework_area_once"),
            models.CheckConstraint(condition=Q(area__in=[str(area) for area in Area]), name="framework_area_is_known"),
        ]

    def __str__(self) -> str:
        return str(AREA_LABELS[self.area])


class Relation(models.Model):
    """A document as a whole, or one of its provisions, stands in a relation to another document's provision."""

    stewardship = PART

    source_document = models.ForeignKey(Document, models.CASCADE, null=True, related_name="relations_out")
    source_provision = models.ForeignKey(Provision, models.CASCADE, null=True, related_name="relations_out")
    target = models.ForeignKey(Provision, models.CASCADE, related_name="relations_in")
    kind = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(source_document__isnull=True, source_provision__isnull=False)
                | Q(source_document__isnull=False, source_provision__isnull=True),
                name="framework_relation_has_one_source",
            ),
            models.CheckConstraint(
                condition=Q(source_provision__isnull=True) | ~Q(source_provision=F("target")),
                name="framework_relation_not_to_itself",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[str(kind) for kind in RelationKind]),
                name="framework_relation_kind_is_known",
            ),
            models.UniqueConstraint(
                fields=["source_document", "target", "kind"],
                condition=Q(source_document__isnull=False),
                name="framework_document_relation_once",
            ),
            models.UniqueConstraint(
                fields=["source_provision", "target", "kind"],
                condition=Q(source_provision__isnull=False),
                name="framework_provision_relation_once",
            ),
        ]


class FrameworkImport(models.Model):
    """One import or correction that changed something: when, by whom (a person, or a named command), and why."""

    stewardship = PUBLIC

    id = models.UUIDField(primary_key=True, default=uuid7)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    command = models.CharField(max_length=60, blank=True)
    reason = models.TextField(blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(made_by__isnull=False) | ~Q(command=""), name="framework_import_names_its_author"
            )
        ]


class DocumentVersion(models.Model):
    """What a document said from one import to the next; the latest is what it says now."""

    stewardship = PART

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    imported = models.ForeignKey(FrameworkImport, models.PROTECT, related_name="+")
    content = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="framework_document_version_once")]


class ProvisionVersion(models.Model):
    """What a provision said from one import to the next; the latest is what it says now."""

    stewardship = PART

    provision = models.ForeignKey(Provision, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    imported = models.ForeignKey(FrameworkImport, models.PROTECT, related_name="+")
    content = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provision", "number"], name="framework_provision_version_once")]
