"""Contacts and accounts."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.actions.rolls import enter_contacts, tell_followers
from pulang.common.accounts.actions.tokens import end_tokens
from pulang.common.accounts.models import Contact, Organisation, User
from pulang.common.accounts.permissions import AccountsPermission as P
from pulang.common.accounts.queries import has_open_memberships
from pulang.foundation.events.record import action, record, unchanged
from pulang.foundation.policy.rules import Refused, demand, demand_anywhere
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.search import index
from pulang.kernel import clock
from pulang.kernel.folding import sign_in_key, sort_key

SEARCH_KIND = "contact"


@dataclass(frozen=True)
class ContactDetails:
    """What is kept about a contact; only the name is needed."""

    name: str
    position: str = ""
    service_number: str = ""
    email: str = ""
    phone: str = ""


@action
def make_contact(*, by: Viewer, organisation: Organisation, details: ContactDetails) -> Contact:
    """Somebody at an organisation where ``by`` keeps the contacts; no account comes with it."""
    demand(by, P.CONTACT_MAKE, organisation, seen_by=P.ORGANISATION_VIEW)
    contact = Contact(organisation=organisation, made_at=clock.now())
    _write(contact, details)
    _made(by, contact, details)
    return contact


@action
def make_contacts(*, by: Viewer, organisation: Organisation, details: Sequence[ContactDetails]) -> list[Contact]:
    """Many at once at one organisation, in their order; an event for each."""
    demand(by, P.CONTACT_MAKE, organisation, seen_by=P.ORGANISATION_VIEW)
    if not details:
        unchanged()
        return []
    made = [Contact(organisation=organisation, made_at=clock.now(), **vars(each)) for each in details]
    enter_contacts(made)
    for contact, each in zip(made, details, strict=True):
        _made(by, contact, each)
    return made


@action
def change_contact(*, by: Viewer, contact: Contact, details: ContactDetails) -> None:
    """Correct a contact; the earlier values stay sealed in the audit."""
    demand(by, P.CONTACT_MAKE, contact, seen_by=P.CONTACT_VIEW)
    before = {"name": contact.name, "position": contact.position, "service_number": contact.service_number}
    _write(contact, details)
    tell_followers(contact)
    record(
        "contact.changed",
        by=by,
        about=contact,
        organisation_id=contact.organisation_id,
        before=before,
        after=_clear(details),
        permission=P.CONTACT_MAKE,
    )


@action
def make_account(*, by: Viewer, sign_in_name: str, contact: Contact | None = None, language: str = "en") -> User:
    """An account without a password and without a role: enrolment gives the one, an access manager the other."""
    demand_anywhere(by, P.ACCOUNT_MAKE)
    try:
        folded = sign_in_key(sign_in_name)
    except ValueError as error:
        raise Refused(_("This sign-in name cannot be used. Write letters of one script, digits and dots.")) from error
    if User.objects.filter(sign_in_name=folded).exists():
        raise Refused(_("There is an account with this sign-in name already. Choose another."))
    if contact is not None and User.objects.filter(contact=contact).exists():
        raise Refused(_("This contact has an account already."))
    user = User(sign_in_name=folded, contact=contact, language=language, made_at=clock.now())
    user.set_unusable_password()
    user.save()
    record(
        "account.made",
        by=by,
        about=user,
        organisation_id=contact.organisation_id if contact else None,
        after={"sign_in_name": folded, "contact": str(contact.pk) if contact else None},
    )
    return user


@action
def close_account(*, by: Viewer, user: User, reason: str) -> None:
    """Nobody can sign in with it any more; what its holder did stays.

    Raises ``Refused`` while its holder still holds a role: an access manager ends the duty first.
    """
    demand_anywhere(by, P.ACCOUNT_MAKE)
    if by.user_id == user.pk:
        raise Refused(_("Nobody closes their own account. Ask another administrator."))
    if not user.is_active:
        raise Refused(_("This account is closed already."))
    if has_open_memberships(user, clock.today()):
        raise Refused(_("This person still holds a role. The access manager of the organisation ends the duty first."))
    user.is_active, user.closed_at = False, clock.now()
    user.set_unusable_password()
    user.save()
    end_tokens(by, User.objects.filter(pk=user.pk))
    record("account.closed", by=by, about=user, reason=reason)


def _made(by: Viewer, contact: Contact, details: ContactDetails) -> None:
    record(
        "contact.made",
        by=by,
        about=contact,
        organisation_id=contact.organisation_id,
        after=_clear(details),
        permission=P.CONTACT_MAKE,
    )


def _write(contact: Contact, details: ContactDetails) -> None:
    contact.name, contact.sort_key = details.name, sort_key(details.name)
    contact.position, contact.service_number = details.position, details.service_number
    contact.email, contact.phone = details.email, details.phone
    contact.save()
    index.put(SEARCH_KIND, contact.pk, "en", details.name, details.name, names=True)


def _clear(details: ContactDetails) -> dict[str, object]:
    return {"name": details.name, "position": details.position, "service_number": details.service_number}
