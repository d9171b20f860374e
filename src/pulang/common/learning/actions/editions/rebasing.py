"""Taking a newer master over: what conflicts waits for a person, and nothing is ever dropped without one."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from pulang.common.learning.actions.editions.making import about
from pulang.common.learning.actions.editions.writing import demand_possible, told, writable
from pulang.common.learning.models import CourseVersion, EditionOperation, EditionVersion, Settlement, Standing
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import editions
from pulang.common.learning.rules.editions.rebasing import rebase
from pulang.common.learning.rules.editions.targets import Targets
from pulang.foundation.events.record import action, record
from pulang.foundation.policy.rules import Refused
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock

NOT_NEWER = _("This is no newer released version of the same course.")
OPEN_CONFLICTS = _("Decide the conflicts of the last release first.")
DECIDED = _("This conflict is decided already.")


@action
def take_over(*, by: Viewer, version: EditionVersion, base: CourseVersion) -> None:
    """Put a draft over a newer release of its master; each conflict is then decided by a person."""
    version = writable(by, version)
    if base.pk not in {row.pk for row in editions.newer_bases(by, version)}:
        raise Refused(NOT_NEWER)
    if version.operations.filter(standing=Standing.OPEN).exists():
        raise Refused(OPEN_CONFLICTS)
    rows = {str(row.pk): row for row in editions.active(version)}
    old, new = editions.base_course(version.base_id), editions.base_course(base.pk)
    found = rebase(old, new, map(editions.as_operation, rows.values()))
    targets = Targets(new)
    for operation in found.kept:
        rows[operation.id].made_from = targets.mark(operation)
    for operation in found.taken_up:
        rows[operation.id].standing = Standing.TAKEN_UP
    for conflict in found.conflicts:
        row = rows[conflict.operation.id]
        row.standing, row.conflict = Standing.OPEN, conflict.reason.value
        row.decision, row.decided_at, row.decided_by = "", None, None
    fields = ["made_from", "standing", "conflict", "decision", "decided_at", "decided_by"]
    EditionOperation.objects.bulk_update(rows.values(), fields, batch_size=200)
    before, version.rebased_from_id, version.base = version.base.number, version.base_id, base
    version.save(update_fields=["base", "rebased_from"])
    counts = {"kept": len(found.kept), "conflicts": len(found.conflicts), "taken-up": len(found.taken_up)}
    what = about(by, version, P.EDITION_WRITE)
    record("edition.rebased", **what, before={"base": before}, after={"base": base.number, **counts})


@action
def decide_conflict(
    *,
    by: Viewer,
    operation: EditionOperation,
    decision: Settlement,
    reason: str,
    content: Mapping[str, object] | None = None,
) -> None:
    """Keep the operation against the new text, give it up for the master's, or write it anew (``content``).

    ``Refused``, in words, where what is kept or written cannot be carried out on the new master.
    """
    version = writable(by, operation.version)
    if operation.standing != Standing.OPEN:
        raise Refused(DECIDED)
    before = told(operation)
    if decision == Settlement.ANEW and content is not None:
        operation.content, operation.author_id = dict(content), by.user_id  # type: ignore[assignment]
        operation.made_at = clock.now()
    operation.standing = Standing.DROPPED if decision == Settlement.MASTER else Standing.ACTIVE
    if decision != Settlement.MASTER:
        targets = Targets(editions.base_course(version.base_id))
        operation.made_from = targets.mark(editions.as_operation(operation))
        operation.version = version
        demand_possible(operation)
    operation.decision, operation.decided_at, operation.decided_by_id = decision, clock.now(), by.user_id
    operation.save()
    after = {**told(operation), "decision": decision.value}
    what = about(by, version, P.EDITION_WRITE)
    record("edition-change.decided", **what, before=before, after=after, reason=reason)
