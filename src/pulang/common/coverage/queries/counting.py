"""Officers in post and trained, by facility, grade and sex: a handful of queries, however many facilities there are.

Nothing is kept beside the roll and the certificates, so a transfer or a revocation shows at once; an answer is
remembered until the next event.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from pulang.common.accounts.models import OrganisationLink
from pulang.common.coverage.permissions import CoveragePermission as P
from pulang.common.coverage.rules import Figures, Forecast, Pace, forecast, total
from pulang.common.facilities.models import Facility, Grade, Officer, Sex
from pulang.common.learning.queries.holding import holders, issued_since
from pulang.foundation.counts import Moment
from pulang.foundation.policy.rules import visible
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock

YEAR, HALF_YEAR = timedelta(days=365), timedelta(days=182)
MOST_TILES = 100
SEXES = (Sex.WOMAN.value, Sex.MAN.value, "")
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
    of_places = Officer.objects.filter(facility__in=_within(viewer, asked.under)).order_by()
    if asked.grade:
        of_places = of_places.filter(grade__key=asked.grade)
    in_post = of_places.filter(left_on__isnull=True)
    trained = Q(contact__in=holders(asked.course, today))
    grades = tuple(Grade.objects.order_by("position", "id").values_list("pk", "key", "name"))
    gone = of_places.filter(left_on__gt=today - YEAR).aggregate(all=Count("pk"), trained=Count("pk", filter=trained))
    issued = issued_since(asked.course, today - HALF_YEAR, in_post.values("contact"))
    return Coverage(
        places=places,
        groups=_groups(in_post, trained, today - YEAR),
        grades=tuple((key, name) for _pk, key, name in grades),
        grade_keys={pk: key for pk, key, _name in grades},
        pace=Pace(issued.people, issued.deliveries),
        left=gone["all"],
        left_trained=gone["trained"],
    )


def _groups(in_post: QuerySet[Officer], trained: Q, since: date) -> Groups:
    """All in post by one query along an index, the trained by another."""
    found = {(place, grade, sex): [count, new, 0, 0] for place, grade, sex, count, new in _grouped(in_post, since)}
    for place, grade, sex, count, new in _grouped(in_post.filter(trained), since):
        found[place, grade, sex][2:] = count, new
    return {
        key: Figures(in_post=count, trained=done, recruits=new, recruits_trained=new_done)
        for key, (count, new, done, new_done) in found.items()
    }


def _grouped(rows: QuerySet[Officer], since: date) -> Iterable[tuple[UUID, int, str, int, int]]:
    new = Count("pk", filter=Q(joined_on__gt=since))
    return rows.values_list("facility", "grade", "sex").annotate(count=Count("pk"), new=new)


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
