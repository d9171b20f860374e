"""Documents and provisions as a reader sees them: in one language, with what is known about that text."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Prefetch, QuerySet
from django.utils.functional import Promise

from pulang.common.frameworks.models import (
    Document,
    DocumentText,
    Provision,
    ProvisionText,
    Section,
    SectionText,
)
from pulang.common.frameworks.rules.vocabulary import AREA_LABELS, SOURCE_LANGUAGE, TextStatus, chip

T = TypeVar("T", DocumentText, SectionText, ProvisionText)


@dataclass(frozen=True)
class Reading(Generic[T]):
    """One item's text as it is shown: ``row`` in the language that was asked for, or else the source."""

    row: T
    asked: str
    is_stale: bool

    @property
    def language(self) -> str:
        return self.row.language

    @property
    def is_fallback(self) -> bool:
        """Whether there is no text in the reader's language."""
        return self.row.language != self.asked

    @property
    def is_machine_assisted(self) -> bool:
        return self.row.status == TextStatus.MACHINE_ASSISTED


@dataclass(frozen=True)
class DocumentLine:
    """A document with its names in the reader's language."""

    document: Document
    text: Reading[DocumentText]

    @property
    def label(self) -> str:
        return self.text.row.label or self.text.row.short_title


@dataclass(frozen=True)
class SectionLine:
    """A section with its title in the reader's language."""

    section: Section
    text: Reading[SectionText]


@dataclass(frozen=True)
class ProvisionLine:
    """A provision with its text, its document and its section. ``done`` counts what the thread holds, if asked."""

    provision: Provision
    text: Reading[ProvisionText]
    document: DocumentLine
    section: SectionLine | None
    done: int = 0

    @property
    def areas(self) -> list[Promise]:
        return [AREA_LABELS[row.area] for row in self.provision.areas.all()]

    @property
    def chip(self) -> str:
        """ "Rome 20"; the document's label alone where the provision has no number."""
        return chip(self.document.label, self.provision.number)


def with_texts(rows: QuerySet[Provision], language: str) -> QuerySet[Provision]:
    """Provisions with all that a line needs, in the library's order. Five queries however many rows."""
    return (
        rows.select_related("document", "section")
        .prefetch_related(
            _texts("texts", ProvisionText.objects.all(), language),
            _texts("document__texts", DocumentText.objects.all(), language),
            _texts("section__texts", SectionText.objects.all(), language),
            "areas",
        )
        .order_by("position", "id")
    )


def documents_with_texts(rows: QuerySet[Document], language: str) -> QuerySet[Document]:
    """Documents with their sections and the texts of both, in the library's order. Four queries."""
    return rows.prefetch_related(
        _texts("texts", DocumentText.objects.all(), language),
        Prefetch("sections", Section.objects.order_by("position", "id")),
        _texts("sections__texts", SectionText.objects.all(), language),
    ).order_by("position", "id")


def provision_line(provision: Provision, language: str) -> ProvisionLine:
    """The line of a provision that :func:`with_texts` has read."""
    section = provision.section
    return ProvisionLine(
        provision=provision,
        text=reading(provision.texts.all(), language),
        document=document_line(provision.document, language),
        section=section_line(section, language) if section else None,
    )


def document_line(document: Document, language: str) -> DocumentLine:
    return DocumentLine(document, reading(document.texts.all(), language))


def section_line(section: Section, language: str) -> SectionLine:
    return SectionLine(section, reading(section.texts.all(), language))


def reading(rows: Iterable[T], language: str) -> Reading[T]:
    """The text in ``language``, or the source where there is none; stale when the source has moved since."""
    found = {row.language: row for row in rows}
    source = found[SOURCE_LANGUAGE]
    row = found.get(language, source)
    return Reading(row, language, is_stale=row.source_hash != source.source_hash)


def _texts(path: str, rows: QuerySet[T], language: str) -> "Prefetch[str]":
    return Prefetch(path, rows.filter(language__in={language, SOURCE_LANGUAGE}))
