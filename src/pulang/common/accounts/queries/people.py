"""Accounts, who holds which role where, and who stands in for whom."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Deputy, Membership, Organisation, User
from pulang.common.accounts.permissions import AccountsPermission as P
from pulang.foundation.pages import Order
from pulang.foundation.policy.registry import registry
from pulang.foundation.policy.roles import Reach, Role
from pulang.foundation.policy.rules import demand, visible
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.search.find import matches
from pulang.kernel import clock
from pulang.kernel.folding import sign_in_key, sort_key

ACCOUNT_ORDERS: Sequence[Order] = (
    Order("sign-in-name", _("Sign-in name"), ("sign_in_name", "id")),
    Order("newest", _("Newest first"), ("-made_at", "-id")),
)
MEMBERSHIP_ORDERS: Sequence[Order] = (
    Order("role", _("Role"), ("role", "id")),
    Order("latest", _("Latest first"), ("-starts_on", "-id")),
)
MOST_NAMESAKES = 6


def accounts(viewer: Viewer) -> QuerySet[User]:
    """Accounts this viewer may see, with the contact and its organisation."""
    return visible(viewer, P.ACCOUNT_VIEW, User.objects.select_related("contact__organisation"))


def accounts_shown(viewer: Viewer, show: str) -> QuerySet[User]:
    """Accounts that are ``open``, ``closed``, or open ``without-role`` (for those who see roles); else all of them."""
    today = clock.today()
    if show == "without-role" and viewer.may(P.MEMBERSHIP_VIEW):
        held = Membership.objects.filter(running(today), user=OuterRef("pk"))
        return accounts(viewer).filter(~Exists(held), is_active=True)
    states = {"open": True, "closed": False}
    return accounts(viewer).filter(is_active=states[show]) if show in states else accounts(viewer)


def accounts_named(people: QuerySet[User], words: str) -> QuerySet[User]:
    """Those of ``people`` whose name in any spelling, or whose sign-in name from its beginning, is meant by words."""
    meant = Q(contact__in=matches("contact", words))
    with suppress(ValueError):
        meant |= Q(sign_in_name__startswith=sign_in_key(words))
    return people.filter(meant)


def people_to_choose(viewer: Viewer) -> QuerySet[User]:
    """Open accounts to which the viewer may give something, by name; never the viewer's own."""
    people = accounts(viewer).filter(~Q(pk=viewer.user_id), is_active=True, contact__isnull=False)
    return people.order_by("contact__sort_key", "pk")


def memberships(viewer: Viewer) -> QuerySet[Membership]:
    """Memberships this viewer may see, with whose and where."""
    return visible(viewer, P.MEMBERSHIP_VIEW, Membership.objects.select_related("organisation", "user__contact"))


def last_day(ends_on: date | None) -> date | None:
    """The last day of a time whose first day after it is ``ends_on``; ``None`` where no end is known."""
    return ends_on - timedelta(days=1) if ends_on else None


def running(day: date) -> Q:
    """Memberships, or deputies, that have begun by the day or later and have not ended by it."""
    return Q(ends_on__isnull=True) | Q(ends_on__gt=day)


def open_memberships(viewer: Viewer, user: User, day: date) -> list[Membership]:
    """A person's memberships that the viewer may end and that have not ended by the day, the oldest first."""
    rows = visible(viewer, P.MEMBERSHIP_GRANT, Membership.objects.select_related("organisation"))
    return list(rows.filter(running(day), user=user).order_by("granted_at", "id"))


def has_open_memberships(user: User, day: date) -> bool:
    """Whether the person still holds a role anywhere, also outside the reach of whoever asks."""
    return user.memberships.filter(running(day)).exists()


def demand_end_of_duty(viewer: Viewer, user: User) -> None:
    """Raise unless the viewer may end this person's duty, as :func:`foundation.policy.rules.demand` does."""
    demand(viewer, P.DUTY_END, user, seen_by=P.ACCOUNT_VIEW)


def holds_role(user: User, role: str) -> bool:
    """Whether the person, whose account is open, holds the role somewhere today."""
    today = clock.today()
    return user.is_active and user.memberships.filter(running(today), role=role, starts_on__lte=today).exists()


def holds_elsewhere(user: User, ended: Sequence[Membership], day: date) -> bool:
    """Whether roles remain that somebody else has to end; without them the account can be closed."""
    return user.memberships.filter(running(day)).exclude(pk__in=[row.pk for row in ended]).exists()


def deputisable_roles(user: User, day: date) -> list[Role]:
    """Roles that the person holds that day and with which a deputy may act."""
    held = set(user.memberships.filter(running(day), starts_on__lte=day).values_list("role", flat=True))
    return [role for role in registry.roles() if role.slug in held and role.deputisable]


def deputies(viewer: Viewer, day: date) -> QuerySet[Deputy]:
    """Deputies of this day and later that the viewer may see, the next first."""
    people = "principal__contact__organisation", "deputy__contact__organisation"
    rows = visible(viewer, P.DEPUTY_VIEW, Deputy.objects.select_related(*people))
    return rows.filter(ends_on__gt=day).order_by("starts_on", "id")


def possible_deputies(viewer: Viewer, principal: User) -> QuerySet[User]:
    """Who could stand in for a person: open accounts of the same country or international organisation."""
    if principal.contact is None or not (viewer.user_id == principal.pk or viewer.may(P.DEPUTY_NAME)):
        return User.objects.none()
    home = principal.contact.organisation
    place = (
        {"contact__organisation__country": home.country_id} if home.country_id else {"contact__organisation": home.pk}
    )
    people = User.objects.filter(is_active=True, **place).exclude(pk=principal.pk)
    return people.select_related("contact__organisation").order_by("contact__sort_key", "pk")


def named(people: QuerySet[User], text: str) -> list[User]:
    """Those of ``people`` who are meant by a sign-in name or a name; at most six where a name is not enough."""
    try:
        exact = list(people.filter(sign_in_name=sign_in_key(text)))
    except ValueError:
        exact = []
    exact = exact or list(people.filter(contact__sort_key=sort_key(text))[:MOST_NAMESAKES])
    return exact or list(people.filter(contact__in=matches("contact", text))[:MOST_NAMESAKES])


def within_reach(viewer: Viewer) -> QuerySet[Organisation]:
    """Open organisations at which the viewer may give roles, by name."""
    rows = visible(viewer, P.MEMBERSHIP_GRANT, Organisation.objects.filter(closed_on__isnull=True))
    return rows.order_by("sort_key", "id")


def may_give(viewer: Viewer, organisation: Organisation, role: Role) -> bool:
    """Whether the viewer may give this role here: nobody gives a role that reaches further than their own.

    A wider role can be given where somebody holds it already, so that an organisation can replace and add people;
    the first one is entered by whoever reaches that far, in the end by ``pulang user add``.
    """
    if viewer.everywhere(P.MEMBERSHIP_GRANT):
        return True
    here = visible(viewer, P.MEMBERSHIP_GRANT, Organisation.objects.all())
    if not here.filter(pk=organisation.pk).exists():
        return False
    if role.reach is Reach.SUBTREE:
        return True
    if role.reach is Reach.COUNTRY and organisation.country_id and here.filter(pk=organisation.country_id).exists():
        return True
    return organisation.memberships.filter(running(clock.today()), role=role.slug).exists()


def roles_to_give(viewer: Viewer, organisation: Organisation) -> list[Role]:
    """The roles of this plane that the viewer may give at the organisation."""
    return [role for role in registry.roles() if may_give(viewer, organisation, role)]


def role_title(slug: str) -> Promise | str:
    """What a role is called; a role that this plane does not know keeps its slug."""
    return next((role.title for role in registry.roles() if role.slug == slug), slug)
