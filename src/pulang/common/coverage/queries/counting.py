"""Officers in post and trained, by facility, grade and sex: a handful of queries, however many facilities there are.

Who is trained is read from a table that issuing, revoking and every change of the roll write in their own transaction
(``models.Standing``), so a transfer or a revocation shows at once; an answer is remembered until the next event.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db.models import Count, Model, Q, QuerySet

from pulang.common.accounts.models import OrganisationLink
from pulang.common.coverage.models import Standing
from pulang.common.coverage.permissions import CoveragePermission as P
from pulang.common.coverage.rules import Figures, Forecast, Pace, forecast, total
from pulang.common.facilities.models import Facility, Grade, Officer, Sex
from pulang.foundation.counts import Moment
from pulang.foundation.policy.rules import visible
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock

YEAR, HALF_YEAR = timedelta(days=365), timedelta(days=182)
MOST_TILES, FEW = 100, 200
WHO = ("facility", "officer")
SEXES = (Sex.WOMAN.value, Sex.MAN.value, "")
M = TypeVar("M", bound=Model)
Groups = Mapping[tuple[UUID, int, str], Figures]


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
        return total(self.groups.values())

    @cached_property
    def forecast(self) -> Forecast | None:
        return forecast(self.total.gap, self.pace)

    @cached_property
    def facilities(self) -> list[PlaceLine]:
        """Every facility in reach, by region and name, those without a roll too."""
        figures = self._summed(lambda key: key[0])
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
        found = self._summed(lambda key: (self.grade_keys[key[1]], key[2]))
        return {
            grade: {sex: figures for (key, sex), figures in found.items() if key == grade}
            for grade, _name in self.grades
            if any(key == grade for key, _sex in found)
        }

    def by_sex(self) -> dict[str, Figures]:
        """Figures of women, of men, and of whom the lists do not say."""
        return self._summed(lambda key: key[2])

    def _summed(self, by: Callable[[tuple[UUID, int, str]], Any]) -> dict[Any, Figures]:
        found: dict[Any, Figures] = {}
        for key, figures in self.groups.items():
            name = by(key)
            found[name] = found[name] + figures if name in found else figures
        return found


def coverage(viewer: Viewer, asked: Asked) -> Coverage:
    """What the viewer may see of a course's coverage; seven queries, none where it was asked since the last event."""
    today = clock.today()
    return Moment.now().answered((coverage, viewer, asked, today), lambda: _counted(viewer, asked, today))


def _counted(viewer: Viewer, asked: Asked, today: date) -> Coverage:
    places = _places(viewer, asked.under)
    here = Here(frozenset(place.pk for place in places))
    grades = tuple(Grade.objects.order_by("position", "id").values_list("pk", "key", "name"))
    officers = here.narrowed(Officer.objects.order_by())
    standing = here.narrowed(Standing.objects.filter(course=asked.course).order_by())
    if asked.grade:
        officers, standing = officers.filter(grade__key=asked.grade), standing.filter(grade__key=asked.grade)
    holds = standing.filter(Q(until__isnull=True) | Q(until__gte=today))
    left = {"left_on__gt": today - YEAR}
    return Coverage(
        places=places,
        groups=_groups(officers, holds, here, today - YEAR),
        grades=tuple((key, name) for _pk, key, name in grades),
        grade_keys={pk: key for pk, key, _name in grades},
        pace=_pace(standing.filter(issued_on__gte=today - HALF_YEAR, left_on__isnull=True), here),
        left=len(here.among(officers.filter(**left).values_list("facility", "contact"))),
        left_trained=len({officer for _place, officer in here.among(holds.filter(**left).values_list(*WHO))}),
    )


@dataclass(frozen=True)
class Here:
    """The facilities in reach. A few of them are asked for; where there are many, all is asked and the others dropped,
    since an index is walked more quickly than each of its entries is looked up in a list."""

    facilities: frozenset[UUID]

    def narrowed(self, rows: QuerySet[M]) -> QuerySet[M]:
        """The rows of these facilities, or all where they are many."""
        return rows.filter(facility__in=self.facilities) if len(self.facilities) <= FEW else rows

    def among(self, rows: Iterable[Any]) -> list[Any]:
        """Those whose first value is one of the facilities."""
        return [row for row in rows if row[0] in self.facilities]


def _groups(officers: QuerySet[Officer], holds: QuerySet[Standing], here: Here, since: date) -> Groups:
    """All in post by one query along an index, the trained by another."""
    in_post, new = Q(left_on__isnull=True), Q(joined_on__gt=since)
    everybody = _grouped(officers.filter(in_post), Count("pk"), Count("pk", filter=new))
    trained = _grouped(
        holds.filter(in_post), Count("officer", distinct=True), Count("officer", distinct=True, filter=new)
    )
    done = {(place, grade, sex): counts for place, grade, sex, *counts in here.among(trained)}
    found = {}
    for place, grade, sex, count, recruits in here.among(everybody):
        trained_of, recruits_of = done.get((place, grade, sex), (0, 0))
        found[place, grade, sex] = Figures(count, trained_of, recruits, recruits_of)
    return found


def _grouped(rows: "QuerySet[Any, Any]", count: Count, new: Count) -> Iterable[Any]:
    return rows.values_list("facility", "grade", "sex").annotate(count=count, new=new)


def _pace(issued: QuerySet[Standing], here: Here) -> Pace:
    rows = here.among(issued.values_list("facility", "officer", "delivery"))
    return Pace(len({officer for _place, officer, _delivery in rows}), len({delivery for *_place, delivery in rows}))


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
