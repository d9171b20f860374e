"""Importing figures: a dry run first; then the good rows or nothing, as whoever imports chose."""

from dataclasses import dataclass
from uuid import UUID

from pulang.common.accounts.models import Organisation, OrganisationKind
from pulang.common.facilities import queries, rules
from pulang.common.facilities.actions import writing
from pulang.common.facilities.models import FacilityImport
from pulang.common.facilities.permissions import FacilitiesPermission as P
from pulang.foundation.events.record import action, record, unchanged
from pulang.foundation.policy.rules import demand_anywhere
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock


@dataclass(frozen=True)
class ImportReport:
    """Keys of facilities that are made, changed and left as they are, and every problem.

    ``written`` says whether it was done or would be; ``import_id`` leads to the import that wrote something.
    ``steps`` are the good rows, ``new_grades`` the grades that the register does not have yet.
    """

    created: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    problems: tuple[rules.Problem, ...]
    written: bool = False
    import_id: UUID | None = None
    steps: tuple[rules.Step, ...] = ()
    new_grades: tuple[rules.Grade, ...] = ()
    is_table: bool = True

    @property
    def would_change(self) -> bool:
        """Whether any good row says something that the register does not."""
        return bool(self.created or self.changed)


@action
def import_facilities(*, by: Viewer, text: str | bytes, write: bool, good_rows_only: bool) -> ImportReport:
    """Check a file, and with ``write`` bring it into the register.

    Without ``good_rows_only`` one problem means that nothing is written; with it the good rows are. A file whose
    headings are wrong is never written. A second import of the same file changes nothing. ``Http404`` for whoever
    keeps no register; rows outside the importer's reach are problems.
    """
    demand_anywhere(by, P.FACILITY_IMPORT)
    if write:
        one_at_a_time()
    grades = queries.known_grades()
    parsed = rules.parse(text, today=clock.today(), known_grades=grades)
    plan = rules.compare(parsed, queries.known(by, parsed)) if parsed.rows else rules.Plan((), parsed.problems)
    new_grades = tuple(grade for grade in parsed.grades if grade.key not in grades)
    if not write or not parsed.is_table or (plan.problems and not good_rows_only):
        unchanged()
        return _report(parsed, plan, new_grades)
    imported = _write(by, plan, parsed)
    return _report(parsed, plan, new_grades, written=True, imported=imported)


def one_at_a_time() -> None:
    """Two imports follow each other, so that neither writes past what the other has just written."""
    services = Organisation.objects.select_for_update(no_key=True).filter(kind=OrganisationKind.SERVICE)
    list(services.order_by("pk").values_list("pk"))


def _write(by: Viewer, plan: rules.Plan, parsed: rules.Parsed) -> FacilityImport | None:
    changes = [step for step in plan.steps if step.is_changed]
    if not changes:
        unchanged()
        return None
    imported = FacilityImport.objects.create(
        made_at=clock.now(),
        made_by_id=by.user_id,
        command=by.command,
        left_out=[problem.as_data() for problem in plan.problems],
    )
    facilities = writing.write(by, changes, imported, parsed.grades)
    for facility in facilities:
        record("facility.counted", by=by, about=facility, organisation_id=facility.pk, permission=P.FACILITY_IMPORT)
    record(
        "facilities.imported",
        by=by,
        about=imported,
        permission=P.FACILITY_IMPORT,
        after={"created": list(plan.created), "changed": list(plan.changed), "left_out": len(plan.problems)},
    )
    return imported


def _report(
    parsed: rules.Parsed,
    plan: rules.Plan,
    new_grades: tuple[rules.Grade, ...],
    *,
    written: bool = False,
    imported: FacilityImport | None = None,
) -> ImportReport:
    return ImportReport(
        created=plan.created,
        changed=plan.changed,
        unchanged=plan.unchanged,
        problems=plan.problems,
        written=written,
        import_id=imported.pk if imported else None,
        steps=plan.steps,
        new_grades=new_grades,
        is_table=parsed.is_table,
    )
