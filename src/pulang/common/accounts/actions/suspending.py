"""Keeping the people of an organisation out for a while, by one act, and letting them in again."""

from uuid import UUID

from allauth.usersessions.models import UserSession
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.actions.tokens import end_tokens
from pulang.common.accounts.models import Membership, Organisation, OrganisationLink, Suspension, User
from pulang.common.accounts.permissions import AccountsPermission as P
from pulang.common.accounts.queries import running, suspended_places
from pulang.foundation.events.record import action, record
from pulang.foundation.policy.registry import registry
from pulang.foundation.policy.roles import Reach
from pulang.foundation.policy.rules import Refused, demand
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock


@action
def suspend_organisation(*, by: Viewer, organisation: Organisation, reason: str) -> Suspension:
    """From now on nobody of the organisation, or of one below it, is signed in, can sign in, or can use a role.

    Roles at these organisations count for nothing, whoever holds them. Nothing is deleted; lifting it gives all back
    but sessions and access tokens: people sign in anew and make their tokens anew.
    It is a brake, so one person pulls it: the system administrator (everywhere: a country stands under nobody) or an
    access manager (below their own place), who decides about access anyway. Neither reads anything by it.

    Raises ``Refused`` where it is suspended already, where it would keep out whoever does it, and where nobody would be
    left to administer the installation.
    """
    demand(by, P.ORGANISATION_SUSPEND, organisation, seen_by=P.ORGANISATION_VIEW)
    assert by.user_id is not None, "organisations are suspended by people"
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    below = OrganisationLink.objects.filter(ancestor=organisation).values_list("descendant_id", flat=True)
    _demand_sense(by, organisation, below)
    row = Suspension(organisation=organisation, suspended_at=clock.now(), suspended_by_id=by.user_id)
    row.reason = reason
    row.save(force_insert=True)
    people = User.objects.filter(contact__organisation__in=below)
    ended = {"sessions": _end_sessions(people), "tokens": end_tokens(by, people)}
    record(
        "organisation.suspended",
        by=by,
        about=organisation,
        organisation_id=organisation.pk,
        permission=P.ORGANISATION_SUSPEND,
        after=ended,
        reason=reason,
    )
    return row


@action
def lift_suspension(*, by: Viewer, suspension: Suspension, reason: str) -> None:
    """People can sign in again, and every role that has not ended counts again. Raises ``Refused`` a second time."""
    organisation = suspension.organisation
    demand(by, P.ORGANISATION_SUSPEND, organisation, seen_by=P.ORGANISATION_VIEW)
    changes = {"lifted_at": clock.now(), "lifted_by_id": by.user_id}
    if not Suspension.objects.filter(pk=suspension.pk, lifted_at__isnull=True).update(**changes):
        raise Refused(_("This suspension was lifted already."))
    record(
        "organisation.readmitted",
        by=by,
        about=organisation,
        organisation_id=organisation.pk,
        permission=P.ORGANISATION_SUSPEND,
        reason=reason,
    )


def _demand_sense(by: Viewer, organisation: Organisation, below: QuerySet[OrganisationLink, UUID]) -> None:
    if organisation.suspensions.filter(lifted_at__isnull=True).exists():
        raise Refused(_("This organisation is suspended already."))
    places = set(below)
    is_home = User.objects.filter(pk__in=[by.user_id], contact__organisation__in=places).exists()
    if is_home or by.roots(P.ORGANISATION_SUSPEND) & places:
        raise Refused(_("You would keep yourself out. Ask somebody who stands above this organisation."))
    if not _administrators().exclude(organisation__in=below).exclude(user__contact__organisation__in=below).exists():
        raise Refused(_("Nobody would be left to administer this installation. Give that role to somebody else first."))


def _administrators() -> QuerySet[Membership]:
    """Roles held today by people who can lift every suspension."""
    reaching = [role.slug for role in registry.roles() if role.reach is Reach.INSTALLATION]
    roles = registry.roles_holding(P.ORGANISATION_SUSPEND).intersection(reaching)
    today, places = clock.today(), suspended_places()
    held = Membership.objects.filter(running(today), starts_on__lte=today, role__in=roles, user__is_active=True)
    return held.exclude(organisation__in=places).exclude(user__contact__organisation__in=places)


def _end_sessions(people: QuerySet[User]) -> int:
    found = list(UserSession.objects.filter(user__in=people))
    for session in found:
        session.end()
    return len(found)
