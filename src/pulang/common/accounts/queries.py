"""Reading organisations, contacts, accounts and memberships."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from pulang.common.accounts import rules
from pulang.common.accounts.models import Contact, Holiday, Organisation, User
from pulang.common.accounts.permissions import AccountsPermission as P
from pulang.common.accounts.permissions import everywhere, holder, of_country, own, within
from pulang.foundation.policy.rules import visible
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel.workdays import Calendar

__all__ = [
    "calendar_of",
    "contacts",
    "display_names",
    "everywhere",
    "holder",
    "of_country",
    "organisations",
    "own",
    "within",
]


def organisations(viewer: Viewer) -> QuerySet[Organisation]:
    """Organisations this viewer may see."""
    return visible(viewer, P.ORGANISATION_VIEW, Organisation.objects.all())


def contacts(viewer: Viewer) -> QuerySet[Contact]:
    """Contacts this viewer may see, with their organisation."""
    return visible(viewer, P.CONTACT_VIEW, Contact.objects.select_related("organisation"))


def calendar_of(country_id: UUID | None) -> Calendar:
    """The working calendar of a country; Saturday and Sunday without holidays when there is none."""
    if country_id is None:
        return rules.calendar("sat,sun", frozenset())
    weekend = Organisation.objects.values_list("weekend", flat=True).get(pk=country_id)
    days: frozenset[date] = frozenset(
        Holiday.objects.filter(country=country_id).values_list("day", flat=True)
    )
    return rules.calendar(weekend, days)


def display_names(user_ids: set[UUID]) -> dict[UUID, str]:
    """Names to print for user ids: the contact's name, or the sign-in name of a user without contact. One query."""
    users = User.objects.filter(pk__in=user_ids).select_related("contact")
    return {user.pk: user.contact.name if user.contact else user.sign_in_name for user in users}
