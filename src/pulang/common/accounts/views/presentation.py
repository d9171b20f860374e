"""What the directory's pages show to a viewer, as values for the templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts import queries
from pulang.common.accounts.forms import WEEKDAYS
from pulang.common.accounts.models import Contact, Deputy, Holiday, Membership, Organisation, OrganisationKind, User
from pulang.common.accounts.permissions import AccountsPermission as P
from pulang.common.accounts.views.steps import directory, person_name, to_organisation
from pulang.foundation.policy.rules import allows, visible
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.ui.parts import Link, State
from pulang.kernel import clock

HOLIDAYS_AHEAD = 3
NO_ROLE = State(_("no role"), "attention")
CLOSED = State(_("closed"), "neutral")
OPEN = State(_("open"), "done")


def organisation_page(viewer: Viewer, row: Organisation, tab: str) -> dict[str, Any]:
    """What every page of one organisation has: its way from the top, its tabs, and what may be done to it."""
    may_keep = row.closed_on is None and allows(viewer, P.ORGANISATION_MAKE, row)
    may_suspend = allows(viewer, P.ORGANISATION_SUSPEND, row)
    suspension = queries.suspension_of(row) if may_suspend else None
    return {
        "row": row,
        "path": [directory(), *(to_organisation(place) for place in queries.place_of(viewer, row))],
        "tabs": _tabs(viewer, row, tab, suspension is not None),
        "may_keep": may_keep,
        "may_suspend": may_suspend and suspension is None,
    }


def _tabs(viewer: Viewer, row: Organisation, tab: str, is_suspended: bool) -> list[Link]:
    kinds: tuple[tuple[str, Promise, str, str], ...] = (
        ("place", _("Place and working days"), "accounts:organisation", P.ORGANISATION_VIEW),
        ("contacts", _("Contacts"), "accounts:organisation-contacts", P.CONTACT_VIEW),
        ("roles", _("Roles"), "accounts:organisation-roles", P.MEMBERSHIP_VIEW),
    )
    if is_suspended:
        kinds += (("suspension", _("Suspended"), "accounts:organisation-suspension", P.ORGANISATION_SUSPEND),)
    links = [
        Link(label, reverse(name, args=[row.key]), current=slug == tab)
        for slug, label, name, permission in kinds
        if slug == tab or allows(viewer, permission, row)
    ]
    return links if len(links) > 1 else []


@dataclass(frozen=True)
class WorkingDays:
    """A country's weekend in words and its next holidays."""

    country: Organisation
    weekend: list[Promise]
    holidays: list[Holiday]


def calendar(viewer: Viewer, row: Organisation) -> WorkingDays | None:
    """The working days that count for an organisation: those of its country."""
    if row.country is None:
        return None
    ahead = queries.holidays(viewer, row.country, clock.today())[:HOLIDAYS_AHEAD]
    return WorkingDays(row.country, _weekend(row.country), list(ahead))


def calendar_page(viewer: Viewer, country: Organisation) -> dict[str, Any]:
    """A country's weekend and every holiday since the beginning of this year."""
    since = clock.today().replace(month=1, day=1)
    return {"weekend": _weekend(country), "holidays": list(queries.holidays(viewer, country, since))}


def _weekend(country: Organisation) -> list[Promise]:
    days = country.weekend.split(",")
    return [label for value, label in WEEKDAYS if value in days]


@dataclass(frozen=True)
class MembershipLine:
    """A role held somewhere: links are empty where the viewer may not follow them."""

    membership: Membership
    title: Promise | str
    person: str
    person_url: str
    state: State
    last_day: date | None
    end_url: str


def membership_lines(viewer: Viewer, rows: Sequence[Membership]) -> list[MembershipLine]:
    """Memberships that the viewer sees, with what the viewer may do. Two queries."""
    seen = _keys(queries.accounts(viewer).filter(pk__in={row.user_id for row in rows}))
    mine = _keys(visible(viewer, P.MEMBERSHIP_GRANT, Membership.objects.filter(pk__in=[row.pk for row in rows])))
    return [_membership_line(row, row.user_id in seen, row.pk in mine) for row in rows]


def _keys(rows: Any) -> set[UUID]:
    return set(rows.values_list("pk", flat=True))


def _membership_line(row: Membership, sees_account: bool, may_end: bool) -> MembershipLine:
    today = clock.today()
    over = row.ends_on is not None and row.ends_on <= today
    return MembershipLine(
        membership=row,
        title=queries.role_title(row.role),
        person=person_name(row.user),
        person_url=reverse("accounts:account", args=[row.user_id]) if sees_account else "",
        state=_membership_state(row, today),
        last_day=queries.last_day(row.ends_on),
        end_url=reverse("accounts:membership-end", args=[row.pk]) if may_end and not over else "",
    )


def _membership_state(row: Membership, today: date) -> State:
    if row.ends_on is not None and row.ends_on <= today:
        return State(_("ended"), "neutral")
    if row.starts_on > today:
        return State(_("begins later"), "waiting")
    return State(_("held"), "done")


@dataclass(frozen=True)
class AccountLine:
    """An account in a list. ``roles`` is ``None`` where the viewer may not see them."""

    user: User
    name: str
    url: str
    state: State
    roles: list[Promise | str] | None


def account_lines(viewer: Viewer, users: Sequence[User]) -> list[AccountLine]:
    """Accounts with the roles that their holders have today. One query."""
    roles: dict[UUID, list[Promise | str]] | None = None
    if viewer.may(P.MEMBERSHIP_VIEW):
        today = clock.today()
        rows = queries.memberships(viewer).filter(queries.running(today), user__in=users, starts_on__lte=today)
        roles = {user.pk: [] for user in users}
        for row in rows.order_by("granted_at", "id"):
            roles[row.user_id].append(queries.role_title(row.role))
    return [_account_line(user, None if roles is None else roles[user.pk]) for user in users]


def _account_line(user: User, roles: list[Promise | str] | None) -> AccountLine:
    state = OPEN if user.is_active else CLOSED
    if user.is_active and roles == []:
        state = NO_ROLE
    return AccountLine(user, person_name(user), reverse("accounts:account", args=[user.pk]), state, roles)


def account_page(viewer: Viewer, user: User) -> dict[str, Any]:
    """One account: who it is, which roles it holds, who stands in, and what the viewer may do."""
    today = clock.today()
    rows = queries.memberships(viewer).filter(user=user).order_by("-starts_on", "-id")
    lines = membership_lines(viewer, list(rows))
    now = [line for line in lines if line.state.kind != "neutral"]
    sees_roles = user.contact is not None and allows(viewer, P.MEMBERSHIP_VIEW, user.contact.organisation)
    others = user.is_active and user.pk != viewer.user_id
    may_administer = others and allows(viewer, P.ACCOUNT_MAKE, user)
    return {
        "account": user,
        "name": person_name(user),
        "state": OPEN if user.is_active else CLOSED,
        "sees_roles": sees_roles or bool(lines),
        "roles": now,
        "ended_roles": [line for line in lines if line.state.kind == "neutral"],
        "deputies": deputy_lines(viewer, user, today),
        "stands_in_for": standing_in_lines(viewer, user, today),
        "may_give": user.is_active and user.pk != viewer.user_id and viewer.may(P.MEMBERSHIP_GRANT),
        "may_end_duty": bool(now) and allows(viewer, P.DUTY_END, user),
        "may_name_deputy": user.is_active and user.contact is not None and allows(viewer, P.DEPUTY_NAME, user),
        "may_close": may_administer,
        "may_enrol": may_administer or (others and allows(viewer, P.REENROL_APPROVE, user)),
        "sees_contact": user.contact is not None and allows(viewer, P.CONTACT_VIEW, user.contact),
    }


@dataclass(frozen=True)
class DeputyLine:
    """Somebody who stands in, or somebody for whom one stands in, with the days."""

    deputy: Deputy
    name: str
    begins_later: bool
    last_day: date | None
    withdraw_url: str


def deputy_lines(viewer: Viewer, principal: User, today: date) -> list[DeputyLine]:
    """Who stands in for a person, now or later."""
    rows = queries.deputies(viewer, today).filter(principal=principal)
    may = viewer.user_id == principal.pk or allows(viewer, P.DEPUTY_NAME, principal)
    return [_deputy_line(row, row.deputy, today, may) for row in rows]


def standing_in_lines(viewer: Viewer, deputy: User, today: date) -> list[DeputyLine]:
    """For whom a person stands in, now or later."""
    rows = queries.deputies(viewer, today).filter(deputy=deputy)
    return [_deputy_line(row, row.principal, today, may_withdraw=False) for row in rows]


def _deputy_line(row: Deputy, other: User, today: date, may_withdraw: bool) -> DeputyLine:
    url = reverse("accounts:deputy-withdraw", args=[row.pk]) if may_withdraw else ""
    return DeputyLine(row, person_name(other), row.starts_on > today, queries.last_day(row.ends_on), url)


def contact_page(viewer: Viewer, contact: Contact) -> dict[str, Any]:
    """One contact with the sealed e-mail address and telephone number opened, and the account if there is one."""
    account = User.objects.filter(contact=contact).first()
    sees_account = account is not None and viewer.may(P.ACCOUNT_VIEW) and allows(viewer, P.ACCOUNT_VIEW, account)
    return {
        "contact": contact,
        "path": [directory(), to_organisation(contact.organisation)],
        "email": contact.email.open(contact),
        "phone": contact.phone.open(contact),
        "account": account if sees_account else None,
        "has_account": account is not None,
        "may_change": allows(viewer, P.CONTACT_MAKE, contact),
        "may_make_account": account is None and viewer.may(P.ACCOUNT_MAKE),
    }


def kind_label(row: Organisation) -> str:
    """A kind in words."""
    return str(OrganisationKind(row.kind).label)


@dataclass(frozen=True)
class WaitingLine:
    """Somebody who is kept out, with what is open; ``end_url`` is where it can be handed over, empty for others."""

    name: str
    url: str
    parts: Sequence[queries.OpenPart]
    end_url: str


def waiting_lines(viewer: Viewer, people: Sequence[User]) -> list[WaitingLine]:
    """What waits for people of a suspended organisation. Some queries for each of them."""
    ending = _keys(visible(viewer, P.DUTY_END, User.objects.filter(pk__in=[user.pk for user in people])))
    return [
        WaitingLine(
            name=person_name(line.user),
            url=reverse("accounts:account", args=[line.user.pk]),
            parts=line.parts,
            end_url=reverse("accounts:end-duty", args=[line.user.pk]) if line.user.pk in ending else "",
        )
        for line in queries.waiting(viewer, people)
    ]
