"""Who a signed-in user is now: memberships of today, and those held as a deputy."""

from datetime import date

from django.db.models import Q, QuerySet

from pulang.common.accounts.models import Deputy, Membership, User
from pulang.foundation.policy.registry import registry
from pulang.foundation.policy.viewer import Grant, Viewer
from pulang.kernel import clock


def viewer_for(user: User) -> Viewer:
    """The viewer of a user at this moment. Two queries; a closed account holds nothing."""
    if not user.is_active:
        return Viewer(user_id=user.pk, contact_id=user.contact_id)
    today = clock.today()
    principals = list(
        Deputy.objects.filter(deputy=user, starts_on__lte=today, ends_on__gt=today).values_list(
            "principal_id", flat=True
        )
    )
    memberships = current_memberships(today).filter(
        Q(user=user) | Q(user__in=principals, user__is_active=True)
    )
    grants = tuple(_grant(membership, user) for membership in memberships if _counts(membership, user))
    return Viewer(user_id=user.pk, contact_id=user.contact_id, grants=grants)


def current_memberships(today: date) -> QuerySet[Membership]:
    """Memberships that cover the day, with their organisation."""
    return (
        Membership.objects.filter(starts_on__lte=today)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today))
        .select_related("organisation")
        .order_by("granted_at", "id")
    )


def _counts(membership: Membership, user: User) -> bool:
    """A role that this plane does not know counts for nothing; a deputy gets only what may be deputised."""
    known = {role.slug: role for role in registry.roles()}
    role = known.get(membership.role)
    return role is not None and (membership.user_id == user.pk or role.deputisable)


def _grant(membership: Membership, user: User) -> Grant:
    return Grant(
        role=membership.role,
        organisation_id=membership.organisation_id,
        country_id=membership.organisation.country_id,
        principal_id=None if membership.user_id == user.pk else membership.user_id,
    )
