"""Marking something when it is made, and lowering its label later."""

from collections.abc import Iterable
from uuid import UUID

from pulang.common.marking.models import AudienceOffice, AudienceOrganisation, AudiencePerson, Marking
from pulang.foundation.events.record import action, record
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel.tlp import Label


class NotLower(ValueError):
    """A release that would not widen who may read."""


def mark(
    label: Label,
    organisation_ids: Iterable[UUID] = (),
    *,
    offices: Iterable[str] = (),
    people: Iterable[UUID] = (),
) -> Marking:
    """A marking for a new object; to be called inside the action that makes the object."""
    marking = Marking.objects.create(label=label.value)
    _admit(marking, organisation_ids, offices, people)
    return marking


@action
def widen(
    *,
    by: Viewer,
    marking: Marking,
    owner_id: UUID,
    reason: str,
    offices: Iterable[str] = (),
    people: Iterable[UUID] = (),
) -> None:
    """Add recipients to an audience, with the reason.

    The calling action decides that ``by`` speaks for the owner (``owner_id``).
    """
    offices, people = sorted(offices), sorted(people)
    _admit(marking, (), offices, people)
    record(
        "marking.widened",
        by=by,
        about=marking,
        organisation_id=owner_id,
        after={"offices": offices, "people": [str(pk) for pk in people]},
        reason=reason,
    )


@action
def narrow(*, by: Viewer, marking: Marking, owner_id: UUID, person: UUID) -> None:
    """Take a named recipient out of an audience."""
    AudiencePerson.objects.filter(marking=marking, person_id=person).delete()
    record("marking.narrowed", by=by, about=marking, organisation_id=owner_id, before={"person": str(person)})


@action
def release_to_members(*, by: Viewer, marking: Marking, owner_id: UUID, reason: str) -> None:
    """Lower a label to GREEN: the body's members may read. Raises ``NotLower`` when it is GREEN or lower already.

    The calling action decides that ``by`` speaks for the owner (the country ``owner_id``).
    """
    if Label(marking.label) <= Label.GREEN:
        raise NotLower(marking.label)
    before = marking.label
    marking.label = Label.GREEN.value
    marking.save(update_fields=["label"])
    record(
        "marking.lowered",
        by=by,
        about=marking,
        organisation_id=owner_id,
        before={"label": before},
        after={"label": marking.label},
        reason=reason,
    )


def _admit(marking: Marking, organisation_ids: Iterable[UUID], offices: Iterable[str], people: Iterable[UUID]) -> None:
    """Write the audience; whoever is in it already stays."""
    AudienceOrganisation.objects.bulk_create(
        (AudienceOrganisation(marking=marking, organisation_id=pk) for pk in dict.fromkeys(organisation_ids)),
        ignore_conflicts=True,
    )
    AudienceOffice.objects.bulk_create(
        (AudienceOffice(marking=marking, role=role) for role in dict.fromkeys(offices)), ignore_conflicts=True
    )
    AudiencePerson.objects.bulk_create(
        (AudiencePerson(marking=marking, person_id=pk) for pk in dict.fromkeys(people)), ignore_conflicts=True
    )
