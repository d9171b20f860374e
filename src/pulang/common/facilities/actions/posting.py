"""Writing one difference into the roll by few queries. Posts are added, never overwritten."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from pulang.common.accounts.actions import enter_contacts, keep_contacts
from pulang.common.accounts.models import Contact, Organisation
from pulang.common.facilities import rules
from pulang.common.facilities.actions.writing import grade_ids
from pulang.common.facilities.models import Officer, StaffList, StaffPosting
from pulang.common.facilities.permissions import FacilitiesPermission as P
from pulang.common.facilities.rules import Change, Kind
from pulang.common.facilities.rules.staff.difference import MOVES
from pulang.foundation.events.record import record
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock
from pulang.kernel.folding import fold, sort_key

Follower = Callable[[Sequence[Officer]], None]
_followers: list[Follower] = []
COLUMNS = ("number", "sort_key", "sex", "facility", "grade", "joined_on", "left_on")
A_BATCH = 500


def places_of(difference: rules.Difference) -> dict[str, Organisation]:
    """The organisations of the facilities where something changes, by key."""
    keys = {change.facility for change in difference.changes}
    return {place.key: place for place in Organisation.objects.filter(key__in=keys)}


def follow_roll(follower: Follower) -> None:
    """Called at start-up by an app that keeps something of officers; runs in the action that changes the roll."""
    _followers.append(follower)


def write(
    by: Viewer,
    difference: rules.Difference,
    taken: StaffList,
    places: Mapping[str, Organisation],
    grades: Sequence[rules.Grade],
) -> None:
    """Contacts first, then officers, then the posts that end and begin; one event for each person."""
    used = {change.row.grade for change in difference.changes if change.row}
    ids = grade_ids([grade for grade in grades if grade.key in used])
    contacts = _contacts(difference.changes, places, taken.listed_on)
    known = Officer.objects.in_bulk([contact.pk for contact in contacts])
    officers = [
        _officer(known.get(contact.pk), contact, change, taken, places, ids)
        for contact, change in zip(contacts, difference.changes, strict=True)
    ]
    Officer.objects.bulk_create([one for one in officers if one.pk not in known], batch_size=A_BATCH)
    Officer.objects.bulk_update([one for one in officers if one.pk in known], COLUMNS, batch_size=A_BATCH)
    moved = list(zip(officers, difference.changes, strict=True))
    _end([one for one, change in moved if {Kind.LEFT, *MOVES} & set(change.kinds)], taken.listed_on)
    _begin([one for one, change in moved if MOVES & set(change.kinds)], taken)
    for follower in _followers:
        follower(officers)
    for officer, change in moved:
        _tell(by, officer, change, taken.listed_on)


def _contacts(changes: Sequence[Change], places: Mapping[str, Organisation], listed_on: date) -> list[Contact]:
    """The contact of each change, in their order: those that are new are made, the others written as the list says."""
    known = Contact.objects.in_bulk([change.person.id for change in changes if change.person])
    found = [_contact(known.get(change.person.id) if change.person else None, change, places) for change in changes]
    for contact, change in zip(found, changes, strict=True):
        contact.left_on = listed_on if Kind.LEFT in change.kinds else None
    enter_contacts([contact for contact in found if contact.pk not in known])
    keep_contacts([contact for contact in found if contact.pk in known])
    return found


def _contact(known: Contact | None, change: Change, places: Mapping[str, Organisation]) -> Contact:
    contact = known or Contact(made_at=clock.now())
    if change.row is not None:
        contact.name = change.row.name
        contact.service_number = change.row.number or contact.service_number
        contact.organisation = places[change.facility]
    return contact


def _officer(
    known: Officer | None,
    contact: Contact,
    change: Change,
    taken: StaffList,
    places: Mapping[str, Organisation],
    grades: Mapping[str, int],
) -> Officer:
    officer = known or Officer(contact=contact, service_id=taken.service_id)
    officer.number, officer.sort_key, officer.left_on = (
        fold(contact.service_number),
        sort_key(contact.name),
        contact.left_on,
    )
    if change.row is not None:
        officer.facility_id, officer.grade_id = places[change.facility].pk, grades[change.row.grade]
        officer.sex = change.row.sex or officer.sex
        officer.joined_on = change.joined_on
    return officer


def _end(officers: Sequence[Officer], on: date) -> None:
    ids = [one.pk for one in officers]
    StaffPosting.objects.filter(officer__in=ids, ends_on__isnull=True).update(ends_on=on)


def _begin(officers: Sequence[Officer], taken: StaffList) -> None:
    StaffPosting.objects.bulk_create(
        [
            StaffPosting(
                officer=one,
                facility_id=one.facility_id,
                grade_id=one.grade_id,
                starts_on=taken.listed_on,
                source=taken,
            )
            for one in officers
        ],
        batch_size=A_BATCH,
    )


def _tell(by: Viewer, officer: Officer, change: Change, on: date) -> None:
    """Sealed with the key of the person whom it speaks of."""
    person, row = change.person, change.row
    told: dict[str, Any] = {
        "by": by,
        "about": officer,
        "organisation_id": officer.facility_id,
        "subject_id": officer.pk,
        "permission": P.ROLL_KEEP,
        "before": _said(person.name, person.number, person.facility, person.grade, person.sex) if person else None,
    }
    if row is None:
        record("officer.left", after={"left_on": on}, **told)
        return
    after = _said(row.name, row.number, change.facility, row.grade, row.sex)
    after |= {"on": on, "joined_on": change.joined_on}
    if change.kinds[0] in (Kind.JOINED, Kind.RETURNED):
        record("officer.joined", after=after, **told)
    else:
        record("officer.changed", after=after, **told)


def _said(name: str, number: str, facility: str, grade: str, sex: str) -> dict[str, object]:
    return {"name": name, "service_number": number, "facility": facility, "grade": grade, "sex": sex}


def follow_contact(contact: Contact) -> None:
    """Keep the order by name and the number right when the directory corrects a contact; part of that action."""
    rows = Officer.objects.filter(pk=contact.pk)
    rows.update(sort_key=contact.sort_key, number=fold(contact.service_number))
