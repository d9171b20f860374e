"""The figures of many facilities by one statement: a walk along the roll's index and one along that of who is trained.

Sums by facility and by grade and sex are made by the engine: a large service has fifteen groups for each facility, and
handing all of them over takes longer than counting them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from pulang.common.coverage.models import Standing
from pulang.common.coverage.rules import SMALL, Figures

# {here} is a list of facilities, asked of each entry ({near}) where it is short; {grade} narrows to one grade. Who
# holds two certificates of a course counts once.
FIGURES = """
WITH here(facility_id) AS MATERIALIZED ({here}),
everybody AS MATERIALIZED (
    SELECT facility_id, grade_id, sex, COUNT(*) AS people, COUNT(CASE WHEN joined_on > %s THEN 1 END) AS recruits
    FROM facilities_officer WHERE left_on IS NULL {near} {grade} GROUP BY facility_id, grade_id, sex
),
holders AS MATERIALIZED (
    SELECT facility_id, grade_id, sex, COUNT(DISTINCT officer_id) AS people,
        COUNT(DISTINCT CASE WHEN joined_on > %s THEN officer_id END) AS recruits
    FROM coverage_standing WHERE course_id = %s AND left_on IS NULL AND (until IS NULL OR until >= %s) {near} {grade}
    GROUP BY facility_id, grade_id, sex
),
counted AS MATERIALIZED (
    SELECT e.facility_id, e.grade_id, e.sex, e.people, COALESCE(h.people, 0) AS trained, e.recruits,
        COALESCE(h.recruits, 0) AS recruits_trained
    FROM everybody e LEFT JOIN holders h
        ON h.facility_id = e.facility_id AND h.grade_id = e.grade_id AND h.sex = e.sex
    WHERE e.facility_id IN (SELECT facility_id FROM here)
)
SELECT facility_id, NULL, NULL, {sums} FROM counted GROUP BY facility_id
UNION ALL SELECT NULL, grade_id, sex, {sums} FROM counted GROUP BY grade_id, sex
"""
SUMS = f"""SUM(people), SUM(trained), SUM(recruits), SUM(recruits_trained),
    MAX(CASE WHEN people > 0 AND people < {SMALL} OR trained > 0 AND trained < {SMALL}
        OR people > trained AND people - trained < {SMALL} THEN 1 ELSE 0 END)"""
OF_GRADE, NEAR = "AND grade_id = %s", "AND facility_id IN (SELECT facility_id FROM here)"


@dataclass(frozen=True)
class Groups:
    """Figures by facility, and by grade and sex; ``has_small`` where some group of both speaks of fewer than five."""

    by_place: Mapping[UUID, Figures]
    by_grade: Mapping[tuple[int, str], Figures]
    has_small: bool


@dataclass(frozen=True)
class Wanted:
    """Of which course and grade (its id; none: of all), today, and from which day on somebody is a recruit."""

    course: UUID
    grade: int | None
    today: date
    recruits_since: date


def groups(wanted: Wanted, here: "QuerySet[Any, Any]", *, few: bool) -> Groups:
    """The figures in these facilities (a queryset of their ids). One statement. ``few``: it is a short list."""
    try:
        places, parameters = here.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return Groups({}, {}, has_small=False)
    narrowed = (OF_GRADE, [wanted.grade]) if wanted.grade is not None else ("", [])
    sql = FIGURES.format(here=places, grade=narrowed[0], sums=SUMS, near=NEAR if few else "")
    adapted = connection.ops.adapt_datefield_value
    since, day = adapted(wanted.recruits_since), adapted(wanted.today)
    key = Standing._meta.pk.get_db_prep_value(wanted.course, connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*parameters, since, *narrowed[1], since, key, day, *narrowed[1]])
        rows = cursor.fetchall()
    return Groups(dict(_places(rows)), dict(_grades(rows)), has_small=any(row[-1] for row in rows))


def _places(rows: list[tuple[Any, ...]]) -> Iterator[tuple[UUID, Figures]]:
    for place, _grade, _sex, *sums in rows:
        if place is not None:
            yield (place if isinstance(place, UUID) else UUID(place)), Figures(*map(int, sums[:4]))


def _grades(rows: list[tuple[Any, ...]]) -> Iterator[tuple[tuple[int, str], Figures]]:
    for place, grade, sex, *sums in rows:
        if place is None:
            yield (grade, sex), Figures(*map(int, sums[:4]))
