"""Choosing provisions in a form. The names are public, and who may choose is the asking form's own rule."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from uuid import UUID

from pulang.common.frameworks.models import DocumentText, Provision
from pulang.common.frameworks.queries.lines import ProvisionLine, provision_line, with_texts
from pulang.common.frameworks.rules.vocabulary import SOURCE_LANGUAGE, chip

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
    rows = Provision.objects.all() if ids is None else Provision.objects.filter(pk__in=set(ids))
    return [provision_line(row, language) for row in with_texts(rows, language)]


def chips_of(ids: Iterable[UUID], language: str) -> dict[UUID, str]:
    """The short names ("Rome 20") of provisions by their ids. Two queries, and none of the texts."""
    numbers = Provision.objects.filter(pk__in=set(ids)).values_list("pk", "document_id", "number")
    found = list(numbers)
    labels = _labels({document for _pk, document, _number in found}, language) if found else {}
    return {pk: chip(labels[document], number) for pk, document, number in found}


def _labels(documents: Iterable[UUID], language: str) -> dict[UUID, str]:
    """What stands before the numbers of these documents: in the language, else in that of the source."""
    spoken = DocumentText.objects.filter(document__in=documents, language__in={language, SOURCE_LANGUAGE})
    rows = sorted(
        spoken.only("document_id", "language", "label", "short_title"), key=lambda row: row.language == language
    )
    return {row.document_id: row.label or row.short_title for row in rows}


def _choice(line: ProvisionLine) -> tuple[str, str]:
    return str(line.provision.pk), f"{line.chip} {line.text.translation.title}"
