"""Which organisations are suspended, who is kept out by that, and what of theirs is open meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from pulang.common.accounts.models import Organisation, OrganisationLink, Suspension, User
from pulang.common.accounts.queries.people import accounts
from pulang.common.accounts.queries.work import OpenPart, open_work
from pulang.foundation.policy.viewer import Viewer


def suspended_places() -> QuerySet[OrganisationLink, UUID]:
    """Ids of every organisation that is suspended, or stands below one that is; to be used inside another query."""
    roots = Suspension.objects.filter(lifted_at__isnull=True).values("organisation_id")
    return OrganisationLink.objects.filter(ancestor_id__in=roots).values_list("descendant_id", flat=True)


def is_suspended(user: User) -> bool:
    """Whether the person's own organisation is suspended, by itself or with one above it."""
    return user.contact is not None and suspended_places().filter(descendant=user.contact.organisation_id).exists()


def suspension_of(organisation: Organisation) -> Suspension | None:
    """The suspension under which an organisation stands now, its own before that of one above it."""
    above = (
        OrganisationLink.objects.filter(descendant=organisation).order_by("depth").values_list("ancestor", flat=True)
    )
    rows = Suspension.objects.select_related("organisation", "suspended_by__contact")
    found = {row.organisation_id: row for row in rows.filter(lifted_at__isnull=True, organisation__in=above)}
    return next((found[place] for place in above if place in found), None)


def people_below(viewer: Viewer, organisation: Organisation) -> QuerySet[User]:
    """Open accounts that the viewer sees, of people of an organisation and of those below it."""
    below = OrganisationLink.objects.filter(ancestor=organisation).values("descendant_id")
    return accounts(viewer).filter(is_active=True, contact__organisation__in=below)


@dataclass(frozen=True)
class Waiting:
    """Somebody who is kept out, with what is open and names them."""

    user: User
    parts: Sequence[OpenPart]


def waiting(viewer: Viewer, people: Sequence[User]) -> list[Waiting]:
    """What waits for each of these people, in words that the viewer may read. Some queries for each person."""
    return [Waiting(user, open_work(viewer, user)) for user in people]
