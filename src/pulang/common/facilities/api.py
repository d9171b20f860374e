"""The register of facilities for programs: the list, one facility, and bringing figures into it."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import BaseModel, Field

from pulang.common.facilities import actions, queries, rules
from pulang.common.facilities.models import Facility
from pulang.common.facilities.permissions import FacilitiesPermission as P
from pulang.common.facilities.queries.documents import services_of
from pulang.common.marking.queries import standing
from pulang.foundation.api.calling import ApiRequest
from pulang.foundation.api.leaving import Offered, OfferedList, listed
from pulang.foundation.api.operations import Group
from pulang.foundation.api.problems import INVALID, TOO_LARGE, WRONG_TYPE, FieldError, Problem
from pulang.foundation.api.shapes import Choice, Listed, Named, Paging, Part, Shown, Words, Written
from pulang.foundation.policy.rules import get
from pulang.foundation.tables.faults import LARGEST
from pulang.kernel.tlp import Label

group = Group("facilities", _("Facilities"), _("Prisons with their capacity, population and staff strength."))
if TYPE_CHECKING:
    ForWhom = str
else:
    ForWhom = Literal[("", *(use.value for use in rules.ForWhom))]
CSV, MOST_TOLD = "text/csv", 200
PLACE = "/api/v1/facilities"


class FacilityLine(Shown):
    """A facility with its latest figures."""

    key: str
    name: str
    under: Named | None = Field(description="The region or service directly above it.")
    for_whom: Choice
    capacity: int
    population: int
    occupancy: int | None = Field(description="People for each hundred places.")
    counted_on: date


class Count(Part):
    """Places and people of one day; one that was corrected does not stand any more."""

    counted_on: date
    capacity: int
    population: int
    occupancy: int | None
    staff: int | None = Field(description="In post; null where none was counted.")
    stands: bool


class StaffOfGrade(Part):
    """Staff of one grade on the latest day on which staff was counted."""

    grade: str
    women: int
    men: int
    posts: int | None


class FacilityShown(FacilityLine):
    """One facility."""

    counts: list[Count] = Field(description="The latest forty, the newest first.")
    staff_counted_on: date | None
    staff: list[StaffOfGrade]


class RowProblem(Part):
    """Something wrong with a row of the file; row 0 is the file as a whole."""

    row: int
    column: str
    detail: str


class Imported(Written):
    """What a file did, or would do; problems are told up to two hundred."""

    written: bool
    created: int
    changed: int
    unchanged: int
    problems: list[RowProblem]


class Filters(BaseModel):
    """Which facilities; what is empty asks for nothing."""

    q: Words = Field(default="", description="Part of the name, in any script.")
    under: Words = Field(default="", description="Key of the region or service directly above.")
    for_whom: ForWhom = ""


class How(BaseModel):
    """What to do with the file."""

    write: bool = Field(default=True, description="false: only tell what it would do.")
    good_rows_only: bool = Field(default=False, description="true: write the good rows though others are not.")


@group.reads("facilities", Listed[FacilityLine], may=[P.FACILITY_VIEW], summary=_("List facilities"))
def list_facilities(
    request: ApiRequest,
    paging: Query[Paging],
    filters: Query[Filters],
    order: Literal["name", "capacity", "population"] = "name",
) -> OfferedList:
    """By name, or the largest first."""
    rows = queries.facilities(request.viewer, under=filters.under, for_whom=filters.for_whom)
    if filters.q:
        rows = queries.facilities_named(rows, filters.q)
    return listed(request, rows, queries.ORDERS, paging, _lines, order=order)


@group.reads("facilities/{slug:key}", FacilityShown, may=[P.FACILITY_VIEW], summary=_("Read a facility"))
def read_facility(request: ApiRequest, key: str) -> Offered:
    """Its latest figures, its staff, and its counts over time."""
    row = get(request.viewer, P.FACILITY_VIEW, queries.facilities(request.viewer), organisation__key=key)
    (offered,) = _lines([row])
    return Offered(row, offered.markings, lambda: _whole(row))


@group.writes(
    "POST",
    "facility-imports",
    may=[P.FACILITY_IMPORT],
    summary=_("Bring figures into the register"),
    answer=Imported,
    body=CSV,
)
def import_facilities(request: ApiRequest, how: Query[How]) -> Imported:
    """A table as CSV (UTF-8), with the columns that the page for importing explains.

    One problem means that nothing is written (422), unless `good_rows_only`. The same file again changes nothing.
    """
    if request.content_type != CSV:
        raise Problem(WRONG_TYPE)
    if len(request.body) > LARGEST:
        raise Problem(TOO_LARGE)
    report = actions.import_facilities(
        by=request.viewer, text=request.body, write=how.write, good_rows_only=how.good_rows_only
    )
    if how.write and not report.written:
        raise Problem(INVALID, errors=[_error(problem) for problem in report.problems[:MOST_TOLD]])
    return _imported(report)


def _lines(rows: Sequence[Facility]) -> list[Offered]:
    services = services_of([row.pk for row in rows])
    return [
        Offered(
            row,
            [standing(Label.AMBER_STRICT, services[row.pk])],
            partial(_in_a_list, row),
        )
        for row in rows
    ]


def _in_a_list(row: Facility) -> FacilityLine:
    return FacilityLine(**_line(row))


def _line(row: Facility) -> dict[str, Any]:
    above, use = row.organisation.parent, rules.ForWhom(row.for_whom)
    return {
        "key": row.organisation.key,
        "name": row.organisation.name,
        "under": Named(id=above.key, name=above.name) if above else None,
        "for_whom": Choice(slug=use.value, words=str(rules.FOR_WHOM[use])),
        "capacity": row.capacity,
        "population": row.population,
        "occupancy": rules.occupancy(row.population, row.capacity),
        "counted_on": row.counted_on,
    }


def _whole(row: Facility) -> FacilityShown:
    strength = queries.strength(row)
    return FacilityShown(
        **_line(row),
        counts=[_count(line) for line in queries.counts(row)],
        staff_counted_on=strength.counted_on if strength else None,
        staff=[_staff(one, strength.names) for one in strength.table.rows] if strength else [],
    )


def _count(line: queries.CountLine) -> Count:
    count = line.count
    return Count(
        counted_on=count.counted_on,
        capacity=count.capacity,
        population=count.population,
        occupancy=line.occupancy,
        staff=line.staff,
        stands=line.stands,
    )


def _staff(row: rules.StaffRow, names: dict[str, str]) -> StaffOfGrade:
    grade = str(rules.GRADES.get(row.grade) or names.get(row.grade, row.grade))
    return StaffOfGrade(grade=grade, women=row.women, men=row.men, posts=row.posts)


def _imported(report: actions.ImportReport) -> Imported:
    return Imported(
        id=str(report.import_id or ""),
        address=PLACE,
        written=report.written,
        created=len(report.created),
        changed=len(report.changed),
        unchanged=len(report.unchanged),
        problems=[
            RowProblem(row=one.row, column=one.column, detail=one.message) for one in report.problems[:MOST_TOLD]
        ],
    )


def _error(problem: rules.Problem) -> FieldError:
    return FieldError(source="body", pointer=f"/{problem.row}/{problem.column}", detail=problem.message)
