"""Writing the good rows of one import by a number of queries that hardly grows with them."""

from collections.abc import Mapping, Sequence

from django.db.models import Max

from pulang.common.accounts.actions import NewOrganisation, place_organisations
from pulang.common.accounts.models import Organisation, OrganisationKind
from pulang.common.facilities import rules
from pulang.common.facilities.models import Facility, FacilityCount, FacilityImport, Grade, StaffStrength
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock

OWN_GRADES_FROM = 100


def write(
    by: Viewer, changes: Sequence[rules.Step], imported: FacilityImport, grades: Sequence[rules.Grade]
) -> list[Facility]:
    """Write what the changed steps say; the facilities that were made or got other figures, in their order."""
    facilities = _facilities(_places(by, changes), changes)
    figures = [step for step in changes if step.has_figures]
    _replace(figures, facilities)
    rows = FacilityCount.objects.bulk_create(
        FacilityCount(
            facility=facilities[step.row.key],
            counted_on=step.row.counted_on,
            capacity=step.count.capacity,
            population=step.count.population,
            source=imported,
        )
        for step in figures
    )
    _write_staff(list(zip(rows, figures, strict=True)), grades)
    return list(facilities.values())


def _places(by: Viewer, changes: Sequence[rules.Step]) -> dict[str, Organisation]:
    """The organisation of each facility by its key; those that the directory lacks are made under their parents."""
    wanted = list(dict.fromkeys(step.row.key for step in changes))
    found = {row.key: row for row in Organisation.objects.filter(key__in=wanted)}
    first = {step.row.key: step.row for step in reversed(changes)}
    missing = [first[key] for key in wanted if key not in found]
    parents = {row.key: row for row in Organisation.objects.filter(key__in={row.under for row in missing})}
    new = [NewOrganisation(row.key, OrganisationKind.FACILITY, row.name, parents[row.under]) for row in missing]
    made = {row.key: row for row in place_organisations(by, new)} if new else {}
    return {key: found.get(key) or made[key] for key in wanted}


def _facilities(places: Mapping[str, Organisation], changes: Sequence[rules.Step]) -> dict[str, Facility]:
    """The facilities by their keys, with the figures of their latest day."""
    known = Facility.objects.in_bulk([place.pk for place in places.values()])
    facilities = {
        key: known.get(place.pk) or Facility(organisation=place, sort_key=place.sort_key, made_at=clock.now())
        for key, place in places.items()
    }
    for step in changes:
        _bring_up_to_date(facilities[step.row.key], step)
    Facility.objects.bulk_create(row for row in facilities.values() if row.pk not in known)
    Facility.objects.bulk_update(known.values(), ["for_whom", "counted_on", "capacity", "population"])
    return facilities


def _bring_up_to_date(facility: Facility, step: rules.Step) -> None:
    facility.for_whom = step.row.for_whom or facility.for_whom
    if facility.counted_on is None or facility.counted_on <= step.row.counted_on:
        facility.counted_on = step.row.counted_on
        facility.capacity, facility.population = step.count.capacity, step.count.population


def _replace(figures: Sequence[rules.Step], facilities: Mapping[str, Facility]) -> None:
    """Counts that are corrected stay as what was said before."""
    corrected = {(facilities[step.row.key].pk, step.row.counted_on) for step in figures}
    standing = FacilityCount.objects.filter(
        facility__in={pk for pk, _day in corrected}, counted_on__in={day for _pk, day in corrected}, replaced_at=None
    )
    pairs = standing.values_list("pk", "facility_id", "counted_on")
    ids = [pk for pk, facility_id, day in pairs if (facility_id, day) in corrected]
    if ids:
        FacilityCount.objects.filter(pk__in=ids).update(replaced_at=clock.now())


def _write_staff(counted: Sequence[tuple[FacilityCount, rules.Step]], grades: Sequence[rules.Grade]) -> None:
    used = {key for _row, step in counted for key in step.count.staff}
    ids = grade_ids([grade for grade in grades if grade.key in used])
    StaffStrength.objects.bulk_create(
        StaffStrength(count=row, grade_id=ids[key], women=staff.women, men=staff.men, posts=staff.posts)
        for row, step in counted
        for key, staff in step.count.staff.items()
    )


def grade_ids(grades: Sequence[rules.Grade]) -> dict[str, int]:
    """Ids of all grades by their keys; new ones are made, a service's own after the common ones."""
    known = dict(Grade.objects.values_list("key", "pk"))
    last = Grade.objects.aggregate(last=Max("position"))["last"] or 0
    common = list(rules.GRADES)
    own = max(last, OWN_GRADES_FROM)
    new = [grade for grade in grades if grade.key not in known]
    Grade.objects.bulk_create(
        Grade(key=grade.key, name=grade.name, position=common.index(grade.key) if grade.key in common else own + place)
        for place, grade in enumerate(new, start=1)
    )
    return dict(Grade.objects.values_list("key", "pk")) if new else known
