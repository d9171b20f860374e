"""Importing a file: all of it or nothing, only what changed, and never without history."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pulang.common.frameworks.actions import writing
from pulang.common.frameworks.actions.writing import Change
from pulang.common.frameworks.models import Document, FrameworkImport, Provision
from pulang.common.frameworks.permissions import FrameworksPermission as P
from pulang.common.frameworks.queries.filing import contents
from pulang.common.frameworks.rules import Checked, Known, Problem, check
from pulang.common.frameworks.rules.content import (
    Catalogue,
    Content,
    carried_over,
    document_content,
    provision_content,
)
from pulang.common.frameworks.rules.filing import file_of
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


@action
def correct_frameworks(*, by: Viewer, changed: Mapping[str, Content], reason: str) -> ImportReport:
    """Correct documents or provisions (by full key) as a corrected file would, with a reason; the history keeps both.

    What breaks a rule of the file changes nothing and is answered in the report. ``Http404`` for whoever may not.
    """
    demand_anywhere(by, P.FRAMEWORK_IMPORT)
    checked = check_frameworks(text=file_of(contents() | dict(changed)))
    if checked.catalogue is None:
        unchanged()
        return ImportReport(errors=checked.problems)
    changes = [change for change in _changes(checked.catalogue) if change.key in changed]
    report = _report(changes)
    _write([change for change in changes if change.is_changed], report, by, reason)
    return report


def _write(changes: Sequence[Change], report: ImportReport, by: Viewer, reason: str = "") -> None:
    if not changes:
        unchanged()
        return
    imported = FrameworkImport.objects.create(
        made_at=clock.now(), made_by_id=by.user_id, command=by.command, reason=reason
    )
    writing.write(changes, imported)
    if reason:
        record("frameworks.corrected", about=imported, reason=reason, **_values(by, report))
    else:
        record("frameworks.imported", about=imported, **_values(by, report))


def _values(by: Viewer, report: ImportReport) -> dict[str, Any]:
    after = {"created": list(report.created), "changed": list(report.changed)}
    return {"by": by, "permission": P.FRAMEWORK_IMPORT, "after": after}


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
    earlier = contents()
    for document in catalogue.documents:
        content = document_content(document, catalogue.relations)
        yield _change(document.key, earlier, content)
        for provision in document.provisions:
            content = provision_content(document, provision, catalogue.relations)
            yield _change(f"{document.key}/{provision.key}", earlier, content)


def _change(key: str, earlier: dict[str, Content], incoming: Content) -> Change:
    before = earlier.get(key)
    return Change(key, before, carried_over(before, incoming))
