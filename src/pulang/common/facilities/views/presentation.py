"""What the register's pages show, as values for the templates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.common.facilities import queries, rules
from pulang.common.facilities.actions import ImportReport
from pulang.common.facilities.models import Facility
from pulang.foundation.charts.shown import Bar, Chart, bars
from pulang.foundation.ui import cells
from pulang.foundation.ui.parts import Cells, Column

MOST_SHOWN = 200


@dataclass(frozen=True)
class Line:
    """A facility with its words."""

    facility: Facility
    for_whom: Promise
    occupancy: int | None


COLUMNS = (
    Column(gettext_lazy("Name")),
    Column(gettext_lazy("Region or service")),
    Column(gettext_lazy("For whom")),
    Column(gettext_lazy("Capacity"), "num"),
    Column(gettext_lazy("Population"), "num"),
    Column(gettext_lazy("Occupancy"), "num"),
    Column(gettext_lazy("Counted on"), "nowrap"),
)


def rows(facilities: Iterable[queries.Listed]) -> list[Cells]:
    """Facilities as rows of a table, with their occupancy."""
    address, percent = cells.addresses("facilities:detail", "key"), _("%(value)s %%")
    uses = {use.value: str(label) for use, label in rules.FOR_WHOM.items()}
    return [_cells(facility, address(facility.key), uses[facility.for_whom], percent) for facility in facilities]


def _cells(facility: queries.Listed, url: str, use: str, percent: str) -> Cells:
    occupancy = rules.occupancy(facility.population, facility.capacity)
    return (
        cells.link(url, cells.bidi(facility.name)),
        cells.bidi(facility.above or ""),
        use,
        cells.number(facility.capacity),
        cells.number(facility.population),
        "–" if occupancy is None else percent % {"value": cells.number(occupancy)},
        cells.day(facility.counted_on),
    )


def _line(facility: Facility) -> Line:
    for_whom = rules.FOR_WHOM[rules.ForWhom(facility.for_whom)]
    return Line(facility, for_whom, rules.occupancy(facility.population, facility.capacity))


def page(facility: Facility) -> dict[str, Any]:
    """Everything that one facility's page shows."""
    strength = queries.strength(facility)
    return {
        "line": _line(facility),
        "organisation": facility.organisation,
        "counts": queries.counts(facility),
        "strength": strength,
        "staff": [(grade_name(row.grade, strength.names), row) for row in strength.table.rows] if strength else [],
        "chart": _staff_chart(strength) if strength and strength.table.total.in_post else None,
    }


def _staff_chart(strength: queries.Strength) -> Chart:
    """Women and men in post by grade; grades without anybody are left to the table."""
    rows = [row for row in strength.table.rows if row.in_post]
    figures = [
        Bar(str(grade_name(row.grade, strength.names)), series, figure)
        for row in rows
        for series, figure in ((_("Women"), row.women), (_("Men"), row.men))
    ]
    return bars("staff-chart", _("Women and men in post, by grade"), _("Grade"), figures)


def grade_name(key: str, names: dict[str, str]) -> Promise | str:
    """A grade in the reader's language where every service has it, else as its service writes it."""
    return rules.GRADES.get(key) or names.get(key, key)


@dataclass(frozen=True)
class StepLine:
    """A good row of a file: what it would do."""

    step: rules.Step
    kind: str


def step_lines(report: ImportReport) -> list[StepLine]:
    """The good rows that would change something, in the order of the file."""
    return [
        StepLine(step, "new" if step.is_new else "figures" if step.has_figures else "use")
        for step in report.steps
        if step.is_changed
    ]


def report_page(report: ImportReport) -> dict[str, Any]:
    """What a dry run found, at most two hundred rows of each kind; the numbers are of all."""
    steps = step_lines(report)
    return {
        "report": report,
        "steps": steps[:MOST_SHOWN],
        "more_steps": max(len(steps) - MOST_SHOWN, 0),
        **problems_page(report.problems),
        "may_write_all": report.would_change and not report.problems,
        "may_write_good": report.would_change and bool(report.problems) and report.is_table,
    }


def problems_page(problems: Sequence[rules.Problem]) -> dict[str, Any]:
    """Problems by row and column, and how many rows they are in."""
    return {
        "problems": problems[:MOST_SHOWN],
        "more_problems": max(len(problems) - MOST_SHOWN, 0),
        "bad_rows": len({problem.row for problem in problems}),
    }
