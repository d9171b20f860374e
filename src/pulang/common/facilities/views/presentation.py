"""What the register's pages show, as values for the templates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from pulang.common.facilities import queries, rules
from pulang.common.facilities.actions import ImportReport
from pulang.common.facilities.models import Facility
from pulang.foundation.charts.shown import Bar, Chart, bars

MOST_SHOWN = 200


@dataclass(frozen=True)
class Line:
    """A facility in the list."""

    facility: Facility
    for_whom: Promise
    occupancy: int | None


def lines(facilities: Iterable[Facility]) -> list[Line]:
    """Facilities with their occupancy."""
    return [_line(facility) for facility in facilities]


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
