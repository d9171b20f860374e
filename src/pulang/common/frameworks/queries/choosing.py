"""Choosing provisions in a form. The names are public, and who may choose is the asking form's own rule."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from uuid import UUID

from pulang.common.frameworks.models import DocumentText, Provision
from pulang.common.frameworks.queries.gathering import lines_by_ids
from pulang.common.frameworks.queries.lines import ProvisionLine, provision_line, with_texts
from pulang.common.frameworks.rules.vocabulary import SOURCE_LANGUAGE, chip
from pulang.foundation.prepared import IDS, WORDS, Prepared

_NUMBERS = Prepared(
    lambda provisions: Provision.objects.filter(pk__in=provisions).values_list("pk", "document_id", "number"),
    provisions=IDS,
)
_LABELS = Prepared(
    lambda documents, languages: DocumentText.objects.filter(
        document__in=documents, language__in=languages
    ).values_list("document_id", "language", "label", "short_title"),
    documents=IDS,
    languages=WORDS,
)
Group = tuple[str, Sequence[tuple[str, str]]]


def provision_choices(language: str) -> list[Group]:
    """All provisions as grouped choices: the document's short title, then (id, "Rome 20 Family involvement")."""
    found = lines_of(None, language)
    return [
        (group[0].document.text.translation.short_title, [_choice(line) for line in group])
        for group in (list(rows) for _key, rows in groupby(found, key=lambda line: line.provision.document_id))
    ]


def chosen_provisions(ids: Iterable[UUID]) -> list[Provision]:
    """The provisions with these ids, in the library's order; unknown ids are left out."""
    return list(Provision.objects.filter(pk__in=set(ids)).order_by("position", "id"))


def lines_of(ids: Iterable[UUID] | None, language: str) -> list[ProvisionLine]:
    """Lines of provisions by their ids (None: of all), in the library's order. Five queries."""
    if ids is not None:
        return lines_by_ids(ids, language)
    return [provision_line(row, language) for row in with_texts(Provision.objects.all(), language)]


def chips_of(ids: Iterable[UUID], language: str) -> dict[UUID, str]:
    """The short names ("Rome 20") of provisions by their ids. Two queries, and none of the texts."""
    found = _NUMBERS.rows(provisions=set(ids))
    labels = _labels({document for _pk, document, _number in found}, language) if found else {}
    return {pk: chip(labels[document], number) for pk, document, number in found}


def _labels(documents: Iterable[UUID], language: str) -> dict[UUID, str]:
    """What stands before the numbers of these documents: in the language, else in that of the source."""
    rows = _LABELS.rows(documents=documents, languages={language, SOURCE_LANGUAGE})
    rows.sort(key=lambda row: row[1] == language)
    return {document: label or short_title for document, _language, label, short_title in rows}


def _choice(line: ProvisionLine) -> tuple[str, str]:
    return str(line.provision.pk), f"{line.chip} {line.text.translation.title}"
