"""Importing a file: all of it or nothing, only what changed, and never without history."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import F

from pulang.common.frameworks.actions import writing
from pulang.common.frameworks.actions.writing import Change
from pulang.common.frameworks.models import (
    Document,
    DocumentVersion,
    FrameworkImport,
    Provision,
    ProvisionVersion,
)
from pulang.common.frameworks.permissions import FrameworksPermission as P
from pulang.common.frameworks.rules import Checked, Known, Problem, check
from pulang.common.frameworks.rules.content import (
    Catalogue,
    Content,
    carried_over,
    document_content,
    provision_content,
)
from pulang.foundation.events.record import action, record, unchanged
from pulang.foundation.policy.rules import demand_anywhere
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock


@dataclass(frozen=True)
class ImportReport:
    """The keys that an import made, changed and left as they were; or the errors for which it did nothing."""

    created: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    errors: tuple[Problem, ...] = ()


def check_frameworks(*, text: bytes | str) -> Checked:
    """Check a file against what the library already has, without writing anything."""
    return check(text, _known())


@action
def import_frameworks(*, by: Viewer, text: bytes | str) -> ImportReport:
    """Bring a file's documents into the library. A file with any mistake imports nothing.

    What the file does not mention (a language, a section, a provision, a document) stays as it is. The earlier
    wording of what changes stays in the history. ``Http404`` for whoever may not import.
    """
    demand_anywhere(by, P.FRAMEWORK_IMPORT)
    checked = check_frameworks(text=text)
    if checked.catalogue is None:
        unchanged()
        return ImportReport(errors=checked.problems)
    changes = list(_changes(checked.catalogue))
    report = _report(changes)
    _write([change for change in changes if change.is_new or change.is_changed], report, by)
    return report


def _write(changes: Sequence[Change], report: ImportReport, by: Viewer) -> None:
    if not changes:
        unchanged()
        return
    imported = FrameworkImport.objects.create(made_at=clock.now(), made_by_id=by.user_id, command=by.command)
    writing.write(changes, imported)
    record(
        "frameworks.imported",
        by=by,
        about=imported,
        permission=P.FRAMEWORK_IMPORT,
        after={"created": list(report.created), "changed": list(report.changed)},
    )


def _report(changes: Sequence[Change]) -> ImportReport:
    return ImportReport(
        created=tuple(change.key for change in changes if change.is_new),
        changed=tuple(change.key for change in changes if change.is_changed),
        unchanged=tuple(change.key for change in changes if not (change.is_new or change.is_changed)),
    )


def _known() -> Known:
    documents: dict[str, dict[str, int | None]] = {key: {} for key in Document.objects.values_list("key", flat=True)}
    for key, number in Provision.objects.values_list("key", "number"):
        document, _slash, slug = key.partition("/")
        documents[document][slug] = number
    return Known(documents)


def _changes(catalogue: Catalogue) -> Iterator[Change]:
    earlier = _latest()
    for document in catalogue.documents:
        content = document_content(document, catalogue.relations)
        yield _change(document.key, earlier, content)
        for provision in document.provisions:
            content = provision_content(document, provision, catalogue.relations)
            yield _change(f"{document.key}/{provision.key}", earlier, content)


def _change(key: str, earlier: dict[str, Content], incoming: Content) -> Change:
    before = earlier.get(key)
    return Change(key, before, carried_over(before, incoming))


def _latest() -> dict[str, Content]:
    """What every document and provision says now, by key. Two queries."""
    documents = DocumentVersion.objects.filter(number=F("document__version"))
    provisions = ProvisionVersion.objects.filter(number=F("provision__version"))
    return {
        **dict(documents.values_list("document__key", "content")),
        **dict(provisions.values_list("provision__key", "content")),
    }
