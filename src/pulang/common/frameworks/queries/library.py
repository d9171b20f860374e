"""The library: documents and provisions to look through, and one of each to read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise

from pulang.common.frameworks.models import Document, Provision, Relation
from pulang.common.frameworks.permissions import FrameworksPermission as P
from pulang.common.frameworks.queries.gathering import document_lines, sections_of
from pulang.common.frameworks.queries.lines import (
    DocumentLine,
    ProvisionLine,
    SectionLine,
    document_line,
    documents_with_texts,
    provision_line,
    section_line,
    with_texts,
)
from pulang.common.frameworks.queries.thread import serves
from pulang.common.frameworks.rules.vocabulary import RELATION_LABELS, RELATION_LABELS_BACK
from pulang.foundation.policy.rules import get, visible
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.prepared import Prepared


@dataclass(frozen=True)
class Shelf:
    """One document and those of its provisions that the filter lets through."""

    document: DocumentLine
    lines: tuple[ProvisionLine, ...]


@dataclass(frozen=True)
class Part:
    """One section of a document page; ``section`` is None for provisions that stand in none."""

    section: SectionLine | None
    lines: tuple[ProvisionLine, ...]


@dataclass(frozen=True)
class DocumentPage:
    """A whole document. ``missing`` is how many of its provisions are not in the library; None if unknown."""

    line: DocumentLine
    parts: tuple[Part, ...]
    missing: int | None


@dataclass(frozen=True)
class Neighbour:
    """What a provision stands in relation to. ``incoming`` when the relation begins at the other end."""

    kind: str
    incoming: bool
    document: DocumentLine
    provision: ProvisionLine | None

    @property
    def label(self) -> Promise:
        return (RELATION_LABELS_BACK if self.incoming else RELATION_LABELS)[self.kind]


def provisions(viewer: Viewer) -> QuerySet[Provision]:
    """The provisions this viewer may read, in the library's order; for forms that choose among them."""
    return visible(viewer, P.FRAMEWORK_READ, Provision.objects.all()).order_by("position", "id")


def documents(viewer: Viewer, *, language: str) -> list[tuple[DocumentLine, tuple[SectionLine, ...]]]:
    """Every document with its sections, for filters. Four queries."""
    rows = _DOCUMENTS.objects(viewer)
    sections = sections_of([row.pk for row in rows], language)
    return [(line, tuple(sections.get(line.document.pk, ()))) for line in document_lines(rows, language)]


_DOCUMENTS = Prepared(
    lambda viewer: visible(viewer, P.FRAMEWORK_READ, Document.objects.all()).order_by("position", "id")
)


def library(viewer: Viewer, *, language: str, document: str = "", section: str = "", area: str = "") -> list[Shelf]:
    """Provisions by document. ``document`` is a key, ``section`` a ``document-key/code``, ``area`` a slug.

    Documents that have no provision here yet stand in the list too, unless sections or areas are asked for.
    """
    found = filtered(provisions(viewer), document, section, area)
    lines = _counted(viewer, [provision_line(row, language) for row in with_texts(found, language)])
    by_document = {key: tuple(group) for key, group in groupby(lines, key=lambda line: line.provision.document_id)}
    shelves = [
        Shelf(line, by_document.get(line.document.pk, ()))
        for line, _sections in documents(viewer, language=language)
        if document in ("", line.document.key)
    ]
    return [shelf for shelf in shelves if shelf.lines or not (section or area)]


def lines(viewer: Viewer, keys: Iterable[str], *, language: str) -> list[ProvisionLine]:
    """Lines of provisions by their keys, in the library's order; keys that do not exist are left out."""
    rows = with_texts(provisions(viewer).filter(key__in=set(keys)), language)
    return [provision_line(row, language) for row in rows]


def document(viewer: Viewer, key: str, *, language: str) -> DocumentPage:
    """One document with everything in it, or ``Http404``."""
    row = get(viewer, P.FRAMEWORK_READ, documents_with_texts(Document.objects.all(), language), key=key)
    rows = with_texts(provisions(viewer).filter(document=row), language)
    found = _counted(viewer, [provision_line(provision, language) for provision in rows])
    expected = row.expected_practices
    return DocumentPage(
        line=document_line(row, language),
        parts=tuple(_parts(row, found, language)),
        missing=None if expected is None else max(expected - len(found), 0),
    )


def provision(viewer: Viewer, document_key: str, slug: str, *, language: str) -> ProvisionLine:
    """One provision with its text, or ``Http404``."""
    rows = with_texts(Provision.objects.all(), language)
    return provision_line(get(viewer, P.FRAMEWORK_READ, rows, key=f"{document_key}/{slug}"), language)


def relations(viewer: Viewer, found: Provision, *, language: str) -> list[Neighbour]:
    """What a provision says more about, and what says more about it; in both directions, outgoing first."""
    outgoing = list(Relation.objects.filter(source_provision=found).order_by("target__position", "kind"))
    incoming = list(
        Relation.objects.filter(target=found).order_by(
            "source_document__position", "source_provision__position", "kind"
        )
    )
    lines_by_id = _lines_by_id(viewer, [*outgoing, *incoming], language)
    documents_by_id = _documents_by_id(viewer, incoming, language)
    ways = [_outgoing(relation, lines_by_id) for relation in outgoing]
    ways += [_incoming(relation, lines_by_id, documents_by_id) for relation in incoming]
    return [way for way in ways if way is not None]


def _counted(viewer: Viewer, found: Sequence[ProvisionLine]) -> list[ProvisionLine]:
    counts = serves(viewer, [line.provision.pk for line in found])
    return [replace(line, done=sum(counts[line.provision.pk].values())) for line in found]


def _outgoing(relation: Relation, found: dict[UUID, ProvisionLine]) -> Neighbour | None:
    line = found.get(relation.target_id)
    return Neighbour(relation.kind, False, line.document, line) if line else None


def _incoming(
    relation: Relation, found: dict[UUID, ProvisionLine], documents: dict[UUID, DocumentLine]
) -> Neighbour | None:
    if relation.source_provision_id:
        line = found.get(relation.source_provision_id)
        return Neighbour(relation.kind, True, line.document, line) if line else None
    document = documents.get(relation.source_document_id) if relation.source_document_id else None
    return Neighbour(relation.kind, True, document, None) if document else None


def _lines_by_id(viewer: Viewer, found: Sequence[Relation], language: str) -> dict[UUID, ProvisionLine]:
    ends = {relation.target_id for relation in found}
    starts = {relation.source_provision_id for relation in found if relation.source_provision_id}
    rows = with_texts(provisions(viewer).filter(pk__in=ends | starts), language)
    return {row.pk: provision_line(row, language) for row in rows}


def _documents_by_id(viewer: Viewer, found: Sequence[Relation], language: str) -> dict[UUID, DocumentLine]:
    ids = {relation.source_document_id for relation in found if relation.source_document_id}
    if not ids:
        return {}
    rows = visible(viewer, P.FRAMEWORK_READ, Document.objects.filter(pk__in=ids))
    return {row.pk: document_line(row, language) for row in documents_with_texts(rows, language)}


def filtered(rows: QuerySet[Provision], document: str, section: str, area: str) -> QuerySet[Provision]:
    """Those rows that stand in a document, a section (``document-key/code``) and an area; empty asks for all."""
    if document:
        rows = rows.filter(document__key=document)
    if section:
        key, _slash, code = section.partition("/")
        rows = rows.filter(section__document__key=key, section__code=code)
    return rows.filter(areas__area=area) if area else rows


def _parts(row: Document, found: Sequence[ProvisionLine], language: str) -> Iterable[Part]:
    loose = tuple(line for line in found if line.section is None)
    if loose:
        yield Part(None, loose)
    for section in row.sections.all():
        inside = tuple(line for line in found if line.provision.section_id == section.pk)
        yield Part(section_line(section, language), inside)
