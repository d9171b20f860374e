"""Documents and provisions as a reader sees them: in one language, with what is known about that text."""

from dataclasses import dataclass
from typing import TypeVar

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
from pulang.common.frameworks.rules.vocabulary import AREA_LABELS, SOURCE_LANGUAGE, chip
from pulang.foundation.texts.models import Picked, pick

T = TypeVar("T", DocumentText, SectionText, ProvisionText)


@dataclass(frozen=True)
class DocumentLine:
    """A document with its names in the reader's language."""

    document: Document
    text: Picked[DocumentText]

    @property
    def label(self) -> str:
        return self.text.translation.label or self.text.translation.short_title


@dataclass(frozen=True)
class SectionLine:
    """A section with its title in the reader's language."""

    section: Section
    text: Picked[SectionText]


@dataclass(frozen=True)
class ProvisionLine:
    """A provision with its text, its document and its section. ``done`` counts what the thread holds, if asked."""

    provision: Provision
    text: Picked[ProvisionText]
    document: DocumentLine
    section: SectionLine | None
    areas: tuple[Promise, ...]
    done: int = 0

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
        text=pick(provision.texts.all(), language, SOURCE_LANGUAGE),
        document=document_line(provision.document, language),
        section=section_line(section, language) if section else None,
        areas=tuple(AREA_LABELS[row.area] for row in provision.areas.all()),
    )


def document_line(document: Document, language: str) -> DocumentLine:
    return DocumentLine(document, pick(document.texts.all(), language, SOURCE_LANGUAGE))


def section_line(section: Section, language: str) -> SectionLine:
    return SectionLine(section, pick(section.texts.all(), language, SOURCE_LANGUAGE))


def _texts(path: str, rows: QuerySet[T], language: str) -> "Prefetch[str]":
    return Prefetch(path, rows.filter(language__in={language, SOURCE_LANGUAGE}))
