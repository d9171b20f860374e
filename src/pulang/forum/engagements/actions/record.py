"""Importing the public record: all of a file or nothing, only what changed, and never without history."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import F

from pulang.common.frameworks.models import Provision
from pulang.forum.engagements.actions import recordwriting
from pulang.forum.engagements.actions.recordwriting import Change
from pulang.forum.engagements.models import RecordImport, RecordVersion
from pulang.forum.engagements.permissions import EngagementsPermission as P
from pulang.forum.engagements.rules.record import Content, Record, content_of
from pulang.forum.engagements.rules.recordfile import Checked, check
from pulang.foundation.events.record import action, record, unchanged
from pulang.foundation.policy.rules import demand_anywhere
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.yamlfile import Problem
from pulang.kernel import clock


@dataclass(frozen=True)
class RecordReport:
    """The keys of entries that an import made, changed and left as they were; or why it did nothing."""

    created: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    errors: tuple[Problem, ...] = ()


def check_public_record(*, text: bytes | str) -> Checked:
    """Check a file against the library's good practices, without writing anything."""
    return check(text, set(Provision.objects.values_list("key", flat=True)))


@action
def import_public_record(*, by: Viewer, text: bytes | str) -> RecordReport:
    """Bring a file's entries into the public record. A file with any mistake imports nothing.

    Entries that the file does not mention stay. What an entry said before stays in its history. ``Http404`` for
    whoever may not import.
    """
    demand_anywhere(by, P.RECORD_IMPORT)
    checked = check_public_record(text=text)
    if checked.record is None:
        unchanged()
        return RecordReport(errors=checked.problems)
    changes = list(_changes(checked.record))
    report = RecordReport(
        created=tuple(change.key for change in changes if change.earlier is None),
        changed=tuple(change.key for change in changes if change.is_changed),
        unchanged=tuple(change.key for change in changes if not change.is_written),
    )
    _write([change for change in changes if change.is_written], report, by)
    return report


def _write(changes: Sequence[Change], report: RecordReport, by: Viewer) -> None:
    if not changes:
        unchanged()
        return
    imported = RecordImport.objects.create(made_at=clock.now(), made_by_id=by.user_id, command=by.command)
    recordwriting.write(changes, imported)
    record(
        "record.imported",
        by=by,
        about=imported,
        permission=P.RECORD_IMPORT,
        after={"created": list(report.created), "changed": list(report.changed)},
    )


def _changes(found: Record) -> Iterator[Change]:
    earlier = _latest()
    for position, entry in enumerate(found.entries):
        content = content_of(entry, found)
        yield Change(entry.key, position, earlier.get(entry.key), content)


def _latest() -> dict[str, Content]:
    """What every entry says now, by key. One query."""
    versions = RecordVersion.objects.filter(number=F("entry__version"))
    return dict(versions.values_list("entry__key", "content"))
