"""Taking a personnel list into the staff roll: a difference first; then all of it, its good rows, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pulang.common.facilities import queries, rules
from pulang.common.facilities.actions import posting
from pulang.common.facilities.actions.importing import one_at_a_time
from pulang.common.facilities.models import StaffList
from pulang.common.facilities.permissions import FacilitiesPermission as P
from pulang.foundation.events.record import action, record, unchanged
from pulang.foundation.policy.rules import demand_anywhere
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock


@dataclass(frozen=True)
class StaffReport:
    """How a list differs from the roll, and what was done: ``list_id`` leads to the list that changed something."""

    difference: rules.Difference
    new_grades: tuple[rules.Grade, ...] = ()
    is_table: bool = True
    written: bool = False
    list_id: UUID | None = None


@action
def take_list(
    *,
    by: Viewer,
    text: str | bytes,
    listed_on: date,
    decisions: Mapping[int, str],
    write: bool,
    good_rows_only: bool,
) -> StaffReport:
    """Compare a list of one day with the roll, and with ``write`` take it.

    Without ``good_rows_only`` one problem or one row in doubt means that nothing is taken. The same list again changes
    nothing. ``Http404`` for whoever keeps no roll; facilities outside the keeper's reach are problems.
    """
    demand_anywhere(by, P.ROLL_KEEP)
    if write:
        one_at_a_time()
    compared = queries.compared(by, text, listed_on, decisions)
    parsed, difference, new_grades = compared.parsed, compared.difference, compared.new_grades
    report = StaffReport(difference, new_grades, parsed.is_table)
    if not write or not parsed.is_table or not (difference.is_whole or good_rows_only):
        unchanged()
        return report
    if not difference.changes:
        unchanged()
        return StaffReport(difference, is_table=True, written=True)
    taken = _take(by, difference, parsed, listed_on)
    return StaffReport(difference, new_grades, is_table=True, written=True, list_id=taken.pk)


def _take(by: Viewer, difference: rules.Difference, parsed: rules.StaffParsed, listed_on: date) -> StaffList:
    places = posting.places_of(difference)
    service = queries.service_of(next(iter(places.values())).pk)
    counts = {kind.value: count for kind, count in difference.counts().items()}
    taken = StaffList.objects.create(
        service_id=service,
        listed_on=listed_on,
        made_at=clock.now(),
        made_by_id=by.user_id,
        command=by.command,
        changes=counts,
        left_out=[problem.as_data() for problem in difference.left_out],
    )
    posting.write(by, difference, taken, places, list((parsed.grades or {}).values()))
    after = {"listed_on": listed_on, "changes": counts, "left_out": len(difference.left_out)}
    record("staff-list.taken", by=by, about=taken, organisation_id=service, permission=P.ROLL_KEEP, after=after)
    return taken
