"""Lines of documents and provisions put together from prepared queries, for pages that many look at all day.

What :func:`lines.with_texts` reads along with any queryset, read beside rows that are there already.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from pulang.common.frameworks.models import (
    Document,
    DocumentText,
    Provision,
    ProvisionArea,
    ProvisionText,
    Section,
    SectionText,
)
from pulang.common.frameworks.queries.lines import DocumentLine, ProvisionLine, SectionLine
from pulang.common.frameworks.rules.vocabulary import AREA_LABELS, SOURCE_LANGUAGE
from pulang.foundation.prepared import IDS, NUMBERS, WORDS, Prepared
from pulang.foundation.texts.models import pick

_PROVISIONS = Prepared(
    lambda provisions: (
        Provision.objects.filter(pk__in=provisions).select_related("document", "section").order_by("position", "id")
    ),
    provisions=IDS,
)
_SECTIONS = Prepared(
    lambda documents: Section.objects.filter(document__in=documents).order_by("position", "id"), documents=IDS
)
_PROVISION_TEXTS = Prepared(
    lambda owners, languages: ProvisionText.objects.filter(provision__in=owners, language__in=languages),
    owners=IDS,
    languages=WORDS,
)
_DOCUMENT_TEXTS = Prepared(
    lambda owners, languages: DocumentText.objects.filter(document__in=owners, language__in=languages),
    owners=IDS,
    languages=WORDS,
)
_SECTION_TEXTS = Prepared(
    lambda owners, languages: SectionText.objects.filter(section__in=owners, language__in=languages),
    owners=NUMBERS,
    languages=WORDS,
)
_AREAS = Prepared(
    lambda owners: (
        ProvisionArea.objects.filter(provision__in=owners).order_by("area").values_list("provision_id", "area")
    ),
    owners=IDS,
)


def lines_by_ids(ids: Iterable[UUID], language: str) -> list[ProvisionLine]:
    """Lines of provisions by their ids, in the library's order; unknown ids are left out. Five queries."""
    wanted = set(ids)
    return provision_lines(_PROVISIONS.objects(provisions=wanted), language) if wanted else []


def provision_lines(rows: Sequence[Provision], language: str) -> list[ProvisionLine]:
    """Lines of provisions that were read with document and section, in the order in which they come. Four queries."""
    if not rows:
        return []
    texts = _texts(_PROVISION_TEXTS, "provision_id", {row.pk for row in rows}, language)
    documents = {line.document.pk: line for line in document_lines([row.document for row in rows], language)}
    sections = {line.section.pk: line for line in section_lines([row.section for row in rows if row.section], language)}
    areas = _areas({row.pk for row in rows})
    return [
        ProvisionLine(
            provision=row,
            text=pick(texts[row.pk], language, SOURCE_LANGUAGE),
            document=documents[row.document_id],
            section=sections[row.section_id] if row.section_id else None,
            areas=tuple(AREA_LABELS[area] for area in areas[row.pk]),
        )
        for row in rows
    ]


def document_lines(rows: Sequence[Document], language: str) -> list[DocumentLine]:
    """Lines of documents, each once, in the order in which they come first. One query."""
    by_id = {row.pk: row for row in rows}
    texts = _texts(_DOCUMENT_TEXTS, "document_id", by_id, language)
    return [DocumentLine(row, pick(texts[pk], language, SOURCE_LANGUAGE)) for pk, row in by_id.items()]


def section_lines(rows: Sequence[Section], language: str) -> list[SectionLine]:
    """Lines of sections, each once, in the order in which they come first. One query."""
    by_id = {row.pk: row for row in rows}
    texts = _texts(_SECTION_TEXTS, "section_id", by_id, language)
    return [SectionLine(row, pick(texts[pk], language, SOURCE_LANGUAGE)) for pk, row in by_id.items()]


def sections_of(documents: Iterable[UUID], language: str) -> Mapping[UUID, Sequence[SectionLine]]:
    """The sections of documents, in their order. Two queries."""
    found: defaultdict[UUID, list[SectionLine]] = defaultdict(list)
    for line in section_lines(_SECTIONS.objects(documents=set(documents)), language):
        found[line.section.document_id].append(line)
    return found


def _texts(texts: Prepared, owner: str, ids: Iterable[Any], language: str) -> Mapping[Any, Sequence[Any]]:
    found: defaultdict[Any, list[Any]] = defaultdict(list)
    for text in texts.objects(owners=list(ids), languages=sorted({language, SOURCE_LANGUAGE})):
        found[getattr(text, owner)].append(text)
    return found


def _areas(ids: Iterable[UUID]) -> Mapping[UUID, Sequence[str]]:
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    for owner, area in _AREAS.rows(owners=ids):
        found[owner].append(area)
    return found
