"""Writing in a draft: operations are added, changed, moved and removed, each with its author and reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from pulang.common.frameworks.models import Provision
from pulang.common.learning.actions.editions.making import about
from pulang.common.learning.models import EditionOperation, EditionVersion
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import editions
from pulang.common.learning.rules.editions.faults import FAULT_WORDS
from pulang.common.learning.rules.editions.operations import Operation, says
from pulang.common.learning.rules.editions.state import WRITABLE
from pulang.common.learning.rules.editions.targets import Targets
from pulang.foundation.events.record import action, record
from pulang.foundation.policy.rules import Refused, demand
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock

SENT = _("This version was sent for approval. It can be changed again once it is returned.")


@dataclass(frozen=True)
class Draft:
    """What somebody wants to change, and why."""

    kind: str
    reason: str
    place: str = ""
    name: str = ""
    language: str = ""
    content: Mapping[str, object] = field(default_factory=dict)
    provision: Provision | None = None

    @property
    def operation(self) -> Operation:
        return Operation("", self.kind, self.place, self.name, self.language, self.content)


@action
def add_operation(*, by: Viewer, version: EditionVersion, draft: Draft) -> EditionOperation:
    """Add an operation behind the others. ``Refused``, in words, where it cannot be carried out."""
    version = writable(by, version)
    last = version.operations.aggregate(last=Max("position"))["last"]
    row = EditionOperation(version=version, position=0 if last is None else last + 1)
    _write(by, row, draft)
    row.save(force_insert=True)
    record("edition-change.added", **about(by, version, P.EDITION_WRITE), after=told(row), reason=row.reason)
    return row


@action
def change_operation(*, by: Viewer, operation: EditionOperation, draft: Draft) -> None:
    """Write an operation anew; whoever does is its author from then on."""
    version = writable(by, operation.version)
    before = told(operation)
    _write(by, operation, draft)
    operation.save()
    what, after = about(by, version, P.EDITION_WRITE), told(operation)
    record("edition-change.changed", **what, before=before, after=after, reason=operation.reason)


@action
def remove_operation(*, by: Viewer, operation: EditionOperation) -> None:
    """Take an operation out of a draft."""
    version = writable(by, operation.version)
    record("edition-change.removed", **about(by, version, P.EDITION_WRITE), before=told(operation))
    operation.delete()


@action
def move_operation(*, by: Viewer, operation: EditionOperation, place: int) -> None:
    """Put an operation at another place in the order, counted from 1."""
    version = writable(by, operation.version)
    rows = list(version.operations.order_by("position", "id"))
    before = [row.pk for row in rows].index(operation.pk)
    rows.insert(max(0, min(place - 1, len(rows) - 1)), rows.pop(before))
    for position, row in enumerate(rows):
        row.position = position
    EditionOperation.objects.bulk_update(rows, ["position"])
    moved = {"from": before + 1, "to": place, **told(operation)}
    record("edition-change.moved", **about(by, version, P.EDITION_WRITE), after=moved)


def writable(by: Viewer, version: EditionVersion) -> EditionVersion:
    """The version, locked, which ``by`` may write in now; ``Refused`` once it is sent, ``Http404`` for strangers."""
    demand(by, P.EDITION_WRITE, version, seen_by=P.EDITION_READ)
    found = locked(version)
    if editions.edition_state_of(found).state not in WRITABLE:
        raise Refused(SENT)
    return found


def locked(version: EditionVersion) -> EditionVersion:
    """The version as it is now, kept from others until the end of the action."""
    rows = EditionVersion.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("edition", "base__course").defer("base__pack", "base__sheet").get(pk=version.pk)


def demand_possible(row: EditionOperation) -> None:
    """Raise ``Refused`` with the reason where an operation cannot be carried out where it stands."""
    rows = [other for other in editions.active(row.version) if other.pk != row.pk]
    found = editions.applied(row.version, sorted([*rows, row], key=lambda one: (one.position, one.pk)))
    for problem in found.problems:
        if problem.operation == str(row.pk):
            raise Refused(FAULT_WORDS[problem.fault])


def told(row: EditionOperation) -> dict[str, object]:
    """What an event says of an operation."""
    operation = editions.as_operation(row)
    return {"kind": row.kind, "address": operation.address, "language": row.language, "says": says(operation)}


def _write(by: Viewer, row: EditionOperation, draft: Draft) -> None:
    operation = draft.operation
    row.kind, row.place, row.name, row.language = draft.kind, draft.place, draft.name, draft.language
    row.content, row.reason, row.provision = dict(draft.content), draft.reason, draft.provision
    row.author_id, row.made_at = by.user_id, clock.now()  # type: ignore[assignment]
    row.made_from = Targets(editions.base_course(row.version.base_id)).mark(operation)
    demand_possible(row)
