"""Marking something when it is made, and lowering its label later."""

from collections.abc import Iterable
from uuid import UUID

from pulang.common.marking.models import AudienceOrganisation, Marking
from pulang.foundation.events.record import action, record
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel.tlp import Label


class NotLower(ValueError):
    """A release that would not widen who may read."""


def mark(label: Label, organisation_ids: Iterable[UUID] = ()) -> Marking:
    """A marking for a new object; to be called inside the action that makes the object."""
    marking = Marking.objects.create(label=label.value)
    AudienceOrganisation.objects.bulk_create(
        AudienceOrganisation(marking=marking, organisation_id=pk) for pk in dict.fromkeys(organisation_ids)
    )
    return marking


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
