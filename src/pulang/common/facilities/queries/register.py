"""What an import needs to know of the register, and what it left behind."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from pulang.common.accounts.models import Organisation, OrganisationKind
from pulang.common.facilities.models import (
    Facility,
    FacilityCount,
    FacilityImport,
    FacilityUpload,
    Grade,
    StaffStrength,
)
from pulang.common.facilities.permissions import FacilitiesPermission as P
from pulang.common.facilities.rules import Count, Known, KnownFacility, Parsed, Strength
from pulang.foundation.policy.rules import visible
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock

HOLDERS = (OrganisationKind.SERVICE, OrganisationKind.REGION)
KEPT_FOR = timedelta(days=1)


def known(viewer: Viewer, parsed: Parsed) -> Known:
    """The part of the register that a file speaks of, as far as the viewer keeps it. Six queries."""
    keys = {row.key for row in parsed.rows}
    kept = visible(viewer, P.FACILITY_IMPORT, Organisation.objects.all())
    found = list(kept.filter(key__in=keys, kind=OrganisationKind.FACILITY).select_related("parent"))
    existing = set(Organisation.objects.filter(key__in=keys).values_list("key", flat=True))
    places = kept.filter(kind__in=HOLDERS, closed_on__isnull=True).values_list("key", flat=True)
    return Known(
        facilities=_known_facilities(found, {row.counted_on for row in parsed.rows}),
        places=frozenset(places),
        taken=frozenset(existing - {row.key for row in found}),
    )


def _known_facilities(found: list[Organisation], days: set[date]) -> dict[str, KnownFacility]:
    ids = [row.pk for row in found]
    for_whom = dict(Facility.objects.filter(pk__in=ids).values_list("pk", "for_whom"))
    counted = _counts(ids, days)
    return {
        row.key: KnownFacility(
            name=row.name,
            under=row.parent.key if row.parent else "",
            for_whom=for_whom.get(row.pk, ""),
            is_open=row.closed_on is None,
            counts=counted.get(row.pk, {}),
        )
        for row in found
    }


def _counts(facility_ids: list[UUID], days: set[date]) -> Mapping[UUID, dict[date, Count]]:
    """The counts that stand, by facility and day."""
    rows = list(FacilityCount.objects.filter(facility__in=facility_ids, counted_on__in=days, replaced_at__isnull=True))
    staff = strengths([row.pk for row in rows])
    counted: dict[UUID, dict[date, Count]] = {}
    for row in rows:
        count = Count(row.capacity, row.population, staff.get(row.pk, {}))
        counted.setdefault(row.facility_id, {})[row.counted_on] = count
    return counted


def strengths(count_ids: list[UUID]) -> dict[UUID, dict[str, Strength]]:
    """Staff by count and by the grade's key. One query."""
    found: dict[UUID, dict[str, Strength]] = {}
    for row in StaffStrength.objects.filter(count__in=count_ids).select_related("grade"):
        found.setdefault(row.count_id, {})[row.grade.key] = Strength(row.women, row.men, row.posts)
    return found


def known_grades() -> list[str]:
    """The keys of the grades that the register has, in their order."""
    return list(Grade.objects.order_by("position", "id").values_list("key", flat=True))


def uploads(viewer: Viewer) -> QuerySet[FacilityUpload]:
    """The viewer's own file that waits for a decision, unless it is older than a day."""
    rows = FacilityUpload.objects.filter(made_at__gt=clock.now() - KEPT_FOR)
    return visible(viewer, P.FACILITY_IMPORT, rows)


def counts_of(viewer: Viewer, imported: FacilityImport) -> QuerySet[FacilityCount]:
    """What one import wrote at facilities that the viewer may see, by name and day."""
    seen = visible(viewer, P.FACILITY_VIEW, Facility.objects.all())
    rows = imported.counts.filter(facility__in=seen).select_related("facility__organisation")
    return rows.order_by("facility__sort_key", "facility", "counted_on")


def imports(viewer: Viewer) -> QuerySet[FacilityImport]:
    """The viewer's own imports."""
    return visible(viewer, P.FACILITY_IMPORT, FacilityImport.objects.all())
