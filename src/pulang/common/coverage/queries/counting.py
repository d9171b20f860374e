"""Officers in post and trained, by facility, grade and sex: a handful of queries, however many facilities there are.

Who is trained is read from a table that issuing, revoking and every change of the roll write in their own transaction
(``models.Standing``), so a transfer or a revocation shows at once; an answer is remembered until the next event.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from pulang.common.accounts.models import OrganisationLink
from pulang.common.coverage.models import Standing
from pulang.common.coverage.permissions import CoveragePermission as P
from pulang.common.coverage.queries.grouping import Groups, Wanted, groups
from pulang.common.coverage.rules import Figures, Forecast, Pace, forecast, total
from pulang.common.facilities.models import Facility, Grade, Officer, Sex
from pulang.foundation.counts import Moment
from pulang.foundation.policy.rules import visible
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock

YEAR, HALF_YEAR = timedelta(days=365), timedelta(days=182)
MOST_TILES, FEW = 100, 50
NONE = -1  # the id of no grade
SEXES = (Sex.WOMAN.value, Sex.MAN.value, "")


class Asked(NamedTuple):
    """Of which course, of which grade (its key; empty: of all), and under which organisation (its key)."""

    course: UUID
    grade: str = ""
    under: str = ""


class Place(NamedTuple):
    """A facility with what stands directly above it."""

    pk: UUID
    key: str
    name: str
    above_key: str
    above: str


@dataclass(frozen=True)
class PlaceLine:
    """A facility, or a region with all of its facilities, and its figures."""

    key: str
    name: str
    above: str
    figures: Figures


@dataclass(frozen=True)
class Coverage:
    """The counted truth of one moment. ``left`` are officers who left within a year, ``left_trained`` those trained."""

    places: tuple[Place, ...]
    groups: Groups
    grades: tuple[tuple[str, str], ...]
    grade_keys: Mapping[int, str]
    pace: Pace
    left: int
    left_trained: int

    @cached_property
    def total(self) -> Figures:
        return total(self.groups.by_grade.values())

    @cached_property
    def forecast(self) -> Forecast | None:
        return forecast(self.total.gap, self.pace)

    @cached_property
    def facilities(self) -> list[PlaceLine]:
        """Every facility in reach, by region and name, those without a roll too."""
        figures = self.groups.by_place
        return [PlaceLine(one.key, one.name, one.above, figures.get(one.pk, Figures())) for one in self.places]

    @cached_property
    def regions(self) -> list[PlaceLine]:
        """What stands directly above the facilities, each with all of its own."""
        found: dict[tuple[str, str], list[Figures]] = {}
        for place, line in zip(self.places, self.facilities, strict=True):
            found.setdefault((place.above_key, place.above), []).append(line.figures)
        return [PlaceLine(key, name, "", total(figures)) for (key, name), figures in found.items()]

    @property
    def lines(self) -> list[PlaceLine]:
        """Facilities; where there are too many for one picture, their regions."""
        return self.facilities if len(self.places) <= MOST_TILES else self.regions

    def by_grade(self) -> dict[str, dict[str, Figures]]:
        """Figures by the grade's key and by sex, in the order of the grades."""
        found = {(self.grade_keys[grade], sex): figures for (grade, sex), figures in self.groups.by_grade.items()}
        return {
            grade: {sex: figures for (key, sex), figures in found.items() if key == grade}
            for grade, _name in self.grades
            if any(key == grade for key, _sex in found)
        }

    def by_sex(self) -> dict[str, Figures]:
        """Figures of women, of men, and of whom the lists do not say."""
        found: dict[str, Figures] = {}
        for (_grade, sex), figures in self.groups.by_grade.items():
            found[sex] = found.get(sex, Figures()) + figures
        return found


def coverage(viewer: Viewer, asked: Asked) -> Coverage:
    """What the viewer may see of a course's coverage; eight queries, none where it was asked since the last event."""
    today = clock.today()
    return Moment.now().answered((coverage, viewer, asked, today), lambda: _counted(viewer, asked, today))


def _counted(viewer: Viewer, asked: Asked, today: date) -> Coverage:
    places = _places(viewer, asked.under)
    within, few = _within(viewer, asked.under), len(places) <= FEW
    grades = tuple(Grade.objects.order_by("position", "id").values_list("pk", "key", "name"))
    grade = next((pk for pk, key, _name in grades if key == asked.grade), NONE) if asked.grade else None
    narrowed = {"grade": grade} if asked.grade else {}
    left = Officer.objects.filter(left_on__gt=today - YEAR, facility__in=within, **narrowed).order_by()
    standing = Standing.objects.filter(course=asked.course, **narrowed).order_by()
    holds = standing.filter(Q(until__isnull=True) | Q(until__gte=today))
    return Coverage(
        places=places,
        groups=groups(Wanted(asked.course, grade, today, today - YEAR), within, few=few),
        grades=tuple((key, name) for _pk, key, name in grades),
        grade_keys={pk: key for pk, key, _name in grades},
        pace=_pace(standing.filter(issued_on__gte=today - HALF_YEAR, left_on__isnull=True), places),
        left=left.count(),
        left_trained=len({one for one, _delivery in _of(holds.filter(left_on__gt=today - YEAR), places)}),
    )


def _pace(issued: QuerySet[Standing], places: Sequence[Place]) -> Pace:
    """How many people got a certificate lately, at how many deliveries."""
    found = _of(issued, places)
    return Pace(len({officer for officer, _delivery in found}), len({delivery for _officer, delivery in found}))


def _of(rows: QuerySet[Standing], places: Sequence[Place]) -> list[tuple[UUID, UUID]]:
    """Officer and delivery of the rows at these places; a few thousand are found by their days and narrowed here, which
    keeps the engine from going through the places one by one."""
    here = {place.pk for place in places}
    return [(who, where) for at, who, where in rows.values_list("facility", "officer", "delivery") if at in here]


def _within(viewer: Viewer, under: str) -> "QuerySet[Facility, Any]":
    rows = visible(viewer, P.COVERAGE_VIEW, Facility.objects.order_by())
    if under:
        rows = rows.filter(pk__in=OrganisationLink.objects.filter(ancestor__key=under).values("descendant"))
    return rows.values("pk")


def _places(viewer: Viewer, under: str) -> tuple[Place, ...]:
    rows = Facility.objects.filter(pk__in=_within(viewer, under)).order_by(
        "organisation__parent__sort_key", "organisation__parent", "sort_key", "pk"
    )
    names = ("organisation__key", "organisation__name", "organisation__parent__key", "organisation__parent__name")
    return tuple(Place(*row) for row in rows.values_list("pk", *names))
