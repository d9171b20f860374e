"""The facilities that a viewer may see, and what is known of one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Organisation
from pulang.common.accounts.queries import organisations_named
from pulang.common.facilities import rules
from pulang.common.facilities.models import Facility, FacilityCount, Grade
from pulang.common.facilities.permissions import FacilitiesPermission as P
from pulang.common.facilities.queries.register import strengths
from pulang.foundation.counts import Moment
from pulang.foundation.pages import Order
from pulang.foundation.policy.rules import visible
from pulang.foundation.policy.viewer import Viewer

ORDERS: Sequence[Order] = (
    Order("name", _("Name"), ("sort_key", "organisation")),
    Order("capacity", _("Largest capacity"), ("-capacity", "-organisation")),
    Order("population", _("Largest population"), ("-population", "-organisation")),
)
MOST_COUNTS = 40


def facilities(viewer: Viewer, *, under: str = "", for_whom: str = "") -> QuerySet[Facility]:
    """Facilities that the viewer may see; directly under a region or service (its key), and for whom."""
    rows = visible(viewer, P.FACILITY_VIEW, Facility.objects.select_related("organisation__parent"))
    if under:
        rows = rows.filter(organisation__parent__key=under)
    return rows.filter(for_whom=for_whom) if for_whom else rows


def facilities_named(rows: QuerySet[Facility], words: str) -> QuerySet[Facility]:
    """Those of ``rows`` whose name is meant by the words, in whatever script they are typed."""
    return rows.filter(organisation__in=organisations_named(words))


def places(viewer: Viewer) -> QuerySet[Organisation]:
    """The regions and services directly above the facilities that the viewer may see, by name."""
    above = facilities(viewer).order_by().values("organisation__parent")
    return Organisation.objects.filter(pk__in=above).order_by("sort_key", "id")


def grade_words(key: str, name: str) -> Promise | str:
    """A grade in the reader's language where every service has it, else as its service writes it."""
    return rules.GRADES.get(key) or name or key


def place_names(viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """Keys and names of these places, to choose from; remembered until something happens, like the list's count."""

    def ask() -> tuple[tuple[str, str], ...]:
        return tuple(places(viewer).values_list("key", "name"))

    return Moment.now().answered((place_names, viewer), ask)


@dataclass(frozen=True)
class CountLine:
    """One count with its occupancy; ``staff`` is ``None`` where none was counted; it ``stands`` until corrected."""

    count: FacilityCount
    occupancy: int | None
    staff: int | None
    stands: bool


def counts(facility: Facility) -> list[CountLine]:
    """The latest forty counts of a facility that the viewer was given, the newest first, corrected ones included."""
    staff = Sum(F("staff__women") + F("staff__men"))
    rows = facility.counts.select_related("source__made_by__contact").annotate(in_post=staff)
    return [
        CountLine(row, rules.occupancy(row.population, row.capacity), row.in_post, row.replaced_at is None)
        for row in rows.order_by("-counted_on", "-id")[:MOST_COUNTS]
    ]


@dataclass(frozen=True)
class Strength:
    """Staff strength on the latest day on which staff was counted."""

    counted_on: date
    table: rules.StaffTable
    names: dict[str, str]
    per_hundred: object


def strength(facility: Facility) -> Strength | None:
    """The latest staff strength of a facility that the viewer was given; ``None`` when staff was never counted."""
    latest = (
        facility.counts.filter(replaced_at__isnull=True, staff__isnull=False).order_by("-counted_on", "-id").first()
    )
    if latest is None:
        return None
    grades = list(Grade.objects.order_by("position", "id"))
    table = rules.staff_table(strengths([latest.pk])[latest.pk], [grade.key for grade in grades])
    return Strength(
        counted_on=latest.counted_on,
        table=table,
        names={grade.key: grade.name for grade in grades},
        per_hundred=rules.per_hundred(table.total.in_post, latest.population),
    )
