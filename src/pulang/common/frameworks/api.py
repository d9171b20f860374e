"""The library of framework documents for programs: documents, good practices, the thread of each, and search."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import BaseModel, Field

from pulang.common.frameworks import queries
from pulang.common.frameworks.models import Document, Provision, Section
from pulang.common.frameworks.permissions import FrameworksPermission as P
from pulang.common.frameworks.queries.library import filtered
from pulang.common.frameworks.queries.lines import (
    DocumentLine,
    ProvisionLine,
    document_line,
    documents_with_texts,
    provision_line,
    section_line,
    with_texts,
)
from pulang.common.marking.queries import markings_of, standing
from pulang.foundation.api.calling import ApiRequest
from pulang.foundation.api.leaving import Offered, OfferedList, listed
from pulang.foundation.api.operations import Group
from pulang.foundation.api.shapes import Listed, Named, Paging, Part, Shown, Words
from pulang.foundation.pages import Order
from pulang.foundation.policy.rules import visible
from pulang.foundation.texts.models import Picked
from pulang.kernel.tlp import Label

group = Group("frameworks", _("Good practices"), _("Framework documents, their good practices, and what was done."))
IN_ORDER: Sequence[Order] = (Order("library", _("As in the library"), ("position", "id")),)
PUBLIC = standing(Label.CLEAR)
MEMBERS = standing(Label.GREEN)


class Wording(Part):
    """A text in one language, with how far it can be trusted."""

    language: str
    status: str
    stale: bool = Field(description="The original changed after this translation was made.")


class DocumentShown(Shown):
    """A framework document."""

    key: str
    title: str
    short_title: str
    issuer: str
    year: int
    official_page: str
    wording: Wording
    sections: list[Named]


class ProvisionShown(Shown):
    """A numbered good practice. The summary is our own paraphrase, never the official wording."""

    key: str
    label: str = Field(description="What it is called in short: Rome 20.")
    number: int | None
    is_confirmed: bool = Field(description="Whether the number was confirmed against the official text.")
    title: str
    summary: str
    document: Named
    section: Named | None
    areas: list[str]
    wording: Wording


class ThreadEntryShown(Shown):
    """One thing that was done about a good practice, as far as this person may see it."""

    when: date | None
    when_words: str
    heading: str
    title: str
    text: str
    language: str
    kind: str
    source: str
    state: str | None
    page: str = Field(description="Address of the page; empty where the person may not open it.")


class Hit(Shown):
    """A document or a good practice that words led to."""

    key: str
    kind: str = Field(description="document or provision.")
    title: str
    language: str
    document: Named


class Filters(BaseModel):
    """Which good practices; what is empty asks for nothing."""

    document: Words = Field(default="", description="Key of a document.")
    section: Words = Field(default="", description="Document and code of a section: rome-memorandum/IV.")
    area: Words = Field(default="", description="A priority area.")


@group.reads(
    "frameworks/documents", Listed[DocumentShown], may=[P.FRAMEWORK_READ], summary=_("List framework documents")
)
def list_framework_documents(request: ApiRequest, paging: Query[Paging]) -> OfferedList:
    """In the order of the library."""
    language = _language()
    rows = documents_with_texts(visible(request.viewer, P.FRAMEWORK_READ, Document.objects.all()), language)
    return listed(request, rows, IN_ORDER, paging, lambda found: [_document(row, language) for row in found])


@group.reads(
    "frameworks/documents/{slug:key}",
    DocumentShown,
    may=[P.FRAMEWORK_READ],
    summary=_("Read a framework document"),
)
def read_framework_document(request: ApiRequest, key: str) -> Offered:
    """Its names and sections; its good practices stand in their own list."""
    return _document(queries.document(request.viewer, key, language=_language()).line.document, _language())


@group.reads("frameworks/provisions", Listed[ProvisionShown], may=[P.FRAMEWORK_READ], summary=_("List good practices"))
def list_provisions(request: ApiRequest, paging: Query[Paging], filters: Query[Filters]) -> OfferedList:
    """In the order of the library, narrowed by document, section and area."""
    language = _language()
    rows = filtered(queries.provisions(request.viewer), filters.document, filters.section, filters.area)

    def offer(found: Sequence[Provision]) -> list[Offered]:
        return [_provision(provision_line(row, language)) for row in found]

    return listed(request, with_texts(rows, language), IN_ORDER, paging, offer)


@group.reads(
    "frameworks/provisions/{slug:document}/{slug:provision}",
    ProvisionShown,
    may=[P.FRAMEWORK_READ],
    summary=_("Read a good practice"),
)
def read_provision(request: ApiRequest, document: str, provision: str) -> Offered:
    """Its key is that of the document, a slash, and its own."""
    return _provision(queries.provision(request.viewer, document, provision, language=_language()))


@group.reads(
    "frameworks/provisions/{slug:document}/{slug:provision}/thread",
    Listed[ThreadEntryShown],
    may=[P.FRAMEWORK_READ],
    summary=_("Read what was done about a good practice"),
)
def read_thread(request: ApiRequest, document: str, provision: str) -> OfferedList:
    """Oldest first; each entry as full as the person may see it."""
    found = queries.provision(request.viewer, document, provision, language=_language())
    return OfferedList(_entries(queries.thread(request.viewer, found.provision)))


@group.reads("frameworks/search", Listed[Hit], may=[P.FRAMEWORK_READ], summary=_("Search the library"))
def search_library(request: ApiRequest, q: Words, filters: Query[Filters]) -> OfferedList:
    """The best fifty hits, in all languages; titles weigh more."""
    found = queries.search(request.viewer, q, language=_language(), **filters.model_dump())
    return OfferedList([_hit(one) for one in found])


def _language() -> str:
    return get_language() or "en"


def _named(line: DocumentLine) -> Named:
    return Named(id=line.document.key, name=line.text.translation.short_title)


def _document(row: Document, language: str) -> Offered:
    line = document_line(row, language)

    def shape() -> DocumentShown:
        text = line.text.translation
        return DocumentShown(
            key=row.key,
            title=text.title,
            short_title=text.short_title,
            issuer=text.issuer,
            year=row.year,
            official_page=row.official_page,
            wording=_wording(line.text),
            sections=[_section(section, language) for section in row.sections.all()],
        )

    return Offered(row, [PUBLIC], shape)


def _provision(line: ProvisionLine) -> Offered:
    row = line.provision

    def shape() -> ProvisionShown:
        section = line.section
        return ProvisionShown(
            key=row.key,
            label=line.chip,
            number=row.number,
            is_confirmed=row.is_confirmed,
            title=line.text.translation.title,
            summary=line.text.translation.summary,
            document=_named(line.document),
            section=Named(id=section.section.code, name=section.text.translation.title) if section else None,
            areas=[area.area for area in row.areas.all()],
            wording=_wording(line.text),
        )

    return Offered(row, [PUBLIC], shape)


def _entries(found: Sequence[queries.ThreadEntry]) -> list[Offered]:
    """An entry with a text has the marking of the row whose text it is; one that only says that there is something
    is for members.
    """
    markings = markings_of([entry.row for entry in found if entry.row is not None])
    return [
        Offered(
            entry if entry.row is None else entry.row,
            [MEMBERS if entry.row is None else markings[entry.row.pk]],
            partial(_entry, entry),
        )
        for entry in found
    ]


def _entry(entry: queries.ThreadEntry) -> ThreadEntryShown:
    return ThreadEntryShown(
        when=entry.when,
        when_words=str(entry.when_text),
        heading=str(entry.heading),
        title=entry.title,
        text=entry.text,
        language=entry.text_language,
        kind=entry.kind,
        source=entry.source,
        state=None if entry.state_text is None else str(entry.state_text),
        page=entry.url,
    )


def _hit(found: queries.Found) -> Offered:
    line = found.provision
    row = line.provision if line else found.document.document

    def shape() -> Hit:
        return Hit(
            key=row.key,
            kind="provision" if line else "document",
            title=found.title,
            language=found.hit.language,
            document=_named(found.document),
        )

    return Offered(row, [PUBLIC], shape)


def _wording(text: Picked[Any]) -> Wording:
    return Wording(language=text.language, status=text.status.value, stale=text.stale)


def _section(section: Section, language: str) -> Named:
    return Named(id=section.code, name=section_line(section, language).text.translation.title)
