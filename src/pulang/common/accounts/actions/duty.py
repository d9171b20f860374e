"""Who holds which role where, who stands in, and how a duty ends."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.actions.tokens import end_tokens
from pulang.common.accounts.models import Deputy, Membership, Organisation, User
from pulang.common.accounts.permissions import AccountsPermission as P
from pulang.common.accounts.queries import demand_end_of_duty, may_give, open_memberships, open_work
from pulang.foundation.events.record import action, record
from pulang.foundation.policy.registry import registry
from pulang.foundation.policy.rules import Refused, demand
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock


@action
def grant_membership(
    *,
    by: Viewer,
    user: User,
    organisation: Organisation,
    role: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Membership:
    """Give a role at an organisation whose access manager ``by`` is, from ``starts_on`` until not on ``ends_on``.

    Raises ``Refused`` when the person holds it already, when it is for oneself, when the account or the organisation
    is closed, and when the role reaches further than the giver does (:func:`queries.may_give`).
    """
    demand(by, P.MEMBERSHIP_GRANT, organisation, seen_by=P.ORGANISATION_VIEW)
    _demand_giving(by, user, organisation, role)
    membership = Membership.objects.create(
        user=user,
        organisation=organisation,
        role=role,
        starts_on=starts_on or clock.today(),
        ends_on=ends_on,
        granted_at=clock.now(),
        granted_by_id=by.user_id,
    )
    record(
        "membership.granted",
        by=by,
        about=membership,
        organisation_id=organisation.pk,
        permission=P.MEMBERSHIP_GRANT,
        after={"user": user.pk, "role": role, "organisation": organisation.key},
    )
    return membership


@action
def end_membership(*, by: Viewer, membership: Membership, on: date, reason: str) -> None:
    """The role is no longer held from ``on``."""
    demand(by, P.MEMBERSHIP_GRANT, membership, seen_by=P.MEMBERSHIP_VIEW)
    membership.ends_on = max(on, membership.starts_on)
    membership.save()
    record(
        "membership.ended",
        by=by,
        about=membership,
        organisation_id=membership.organisation_id,
        permission=P.MEMBERSHIP_GRANT,
        after={"on": membership.ends_on},
        reason=reason,
    )


@action
def name_deputy(*, by: Viewer, principal: User, deputy: User, starts_on: date, ends_on: date) -> Deputy:
    """Somebody stands in for a time. A person names their own deputy; an access manager may name one for others."""
    if by.user_id != principal.pk:
        demand(by, P.DEPUTY_NAME, principal, seen_by=P.ACCOUNT_VIEW)
    if principal.pk == deputy.pk:
        raise Refused(_("Choose somebody else as deputy."))
    if ends_on <= starts_on:
        raise Refused(_("The last day must come after the first."))
    if not _same_country(principal, deputy):
        raise Refused(_("A deputy comes from the same country or international organisation."))
    if by.user_id is None:
        raise ValueError("a deputy is named by a person")
    row = Deputy.objects.create(
        principal=principal,
        deputy=deputy,
        starts_on=starts_on,
        ends_on=ends_on,
        named_at=clock.now(),
        named_by_id=by.user_id,
    )
    record(
        "deputy.named",
        by=by,
        about=row,
        organisation_id=_organisation(principal),
        after={"principal": principal.pk, "deputy": deputy.pk, "from": starts_on, "to": ends_on},
    )
    return row


@action
def withdraw_deputy(*, by: Viewer, deputy: Deputy) -> None:
    """The deputy stands in no longer, from now on."""
    if by.user_id != deputy.principal_id:
        demand(by, P.DEPUTY_NAME, deputy.principal, seen_by=P.ACCOUNT_VIEW)
    organisation_id = _organisation(deputy.principal)
    record("deputy.withdrawn", by=by, about=deputy, organisation_id=organisation_id)
    deputy.delete()


@action
def end_duty(
    *,
    by: Viewer,
    user: User,
    reason: str,
    successors: Mapping[UUID, User],
    work: Mapping[str, User] | None = None,
) -> None:
    """End today every role that a person holds in the access manager's reach, and hand over what is open.

    ``successors`` maps the id of an open membership to who takes it over; each becomes a new membership of the
    successor, so that whoever waits for the role finds somebody. ``work`` maps the slug of a kind of open work
    (:class:`queries.OpenWork`) to who takes it over; without a successor it is set free. Deputies end as well, and the
    person's access tokens.
    """
    demand_end_of_duty(by, user)
    today = clock.today()
    ended = open_memberships(by, user, today)
    parts = open_work(by, user)
    for membership in ended:
        _end_or_take_over(by, membership, successors.get(membership.pk), today, reason)
    for part in parts:
        part.work.hand_over(by=by, from_user=user, to_user=(work or {}).get(part.work.slug))
    _end_deputies(by, user, today)
    end_tokens(by, User.objects.filter(pk=user.pk))
    record(
        "duty.ended",
        by=by,
        about=user,
        organisation_id=_organisation(user),
        permission=P.DUTY_END,
        after={"on": today, "memberships": [str(membership.pk) for membership in ended]},
        reason=reason,
    )


def _demand_giving(by: Viewer, user: User, organisation: Organisation, role: str) -> None:
    if by.user_id == user.pk:
        raise Refused(_("Nobody gives a role to themselves. Ask another access manager."))
    if not user.is_active:
        raise Refused(_("This account is closed. Nobody can act with it any more."))
    if organisation.closed_on is not None:
        raise Refused(_("This organisation is closed. Give the role at one that is open."))
    if Membership.objects.filter(user=user, organisation=organisation, role=role, ends_on__isnull=True).exists():
        raise Refused(_("This person holds this role here already."))
    if not may_give(by, organisation, registry.role(role)):
        raise Refused(_("This role reaches further than yours. Ask whoever runs this installation to enter it."))


def _end_or_take_over(by: Viewer, membership: Membership, successor: User | None, on: date, reason: str) -> None:
    if successor is not None and not _holds(successor, membership):
        grant_membership(
            by=by, user=successor, organisation=membership.organisation, role=membership.role, starts_on=on
        )
    end_membership(by=by, membership=membership, on=on, reason=reason)


def _holds(user: User, membership: Membership) -> bool:
    same = {"organisation": membership.organisation_id, "role": membership.role}
    return Membership.objects.filter(user=user, ends_on__isnull=True, **same).exists()


def _end_deputies(by: Viewer, user: User, today: date) -> None:
    for deputy in Deputy.objects.filter(Q(principal=user) | Q(deputy=user), ends_on__gt=today):
        record("deputy.withdrawn", by=by, about=deputy, organisation_id=_organisation(user), permission=P.DUTY_END)
        deputy.delete()


def _same_country(one: User, other: User) -> bool:
    return _home(one) is not None and _home(one) == _home(other)


def _home(user: User) -> UUID | None:
    if user.contact is None:
        return None
    return user.contact.organisation.country_id or user.contact.organisation_id


def _organisation(user: User) -> UUID | None:
    return user.contact.organisation_id if user.contact else None
