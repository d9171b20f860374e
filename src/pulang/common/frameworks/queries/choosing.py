"""Choosing provisions in a form. The names are public, and who may choose is the asking form's own rule."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from uuid import UUID

from pulang.common.frameworks.models import Provision
from pulang.common.frameworks.queries.lines import ProvisionLine, provision_line, with_texts

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


def _choice(line: ProvisionLine) -> tuple[str, str]:
    return str(line.provision.pk), f"{line.chip} {line.text.translation.title}"
