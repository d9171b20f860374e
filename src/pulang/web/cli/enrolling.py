"""Making the first organisations and accounts from the command line."""

from django.core.exceptions import PermissionDenied

from pulang.common.accounts.actions import grant_membership, issue_code, make_account, make_contact, make_organisation
from pulang.common.accounts.actions.people import ContactDetails
from pulang.common.accounts.models import Organisation, OrganisationKind
from pulang.common.accounts.permissions import AccountsPermission as P
from pulang.foundation.events.record import action
from pulang.foundation.policy.registry import registry
from pulang.foundation.policy.viewer import command_viewer


class CannotAdd(Exception):
    """Why the account was not made, and what is allowed."""


def add(sign_in_name: str, *, name: str, organisation_key: str, role: str) -> str:
    """Contact, account and membership in one step; the one-time code for the first sign-in."""
    organisation = Organisation.objects.filter(key=organisation_key).first()
    if organisation is None:
        raise CannotAdd(f"There is no organisation with the key {organisation_key}.")
    if role not in {known.slug for known in registry.roles()}:
        allowed = ", ".join(sorted(known.slug for known in registry.roles()))
        raise CannotAdd(f"There is no role {role}; allowed: {allowed}.")
    try:
        return _add(sign_in_name, name, organisation, role)
    except PermissionDenied as refused:
        raise CannotAdd(str(refused)) from None


def add_organisation(key: str, *, kind: str, name: str, below: str) -> None:
    """An organisation under an immutable key, below another or at the top of the tree."""
    if kind not in OrganisationKind.values:
        raise CannotAdd(f"There is no kind {kind}; allowed: {', '.join(OrganisationKind.values)}.")
    parent = Organisation.objects.filter(key=below).first() if below else None
    if below and parent is None:
        raise CannotAdd(f"There is no organisation with the key {below}.")
    by = command_viewer("organisation add", P.ORGANISATION_MAKE, P.ORGANISATION_VIEW)
    try:
        make_organisation(by=by, key=key, kind=OrganisationKind(kind), name=name, parent=parent)
    except PermissionDenied as refused:
        raise CannotAdd(str(refused)) from None


@action
def _add(sign_in_name: str, name: str, organisation: Organisation, role: str) -> str:
    by = command_viewer("user add", P.CONTACT_MAKE, P.ACCOUNT_MAKE, P.MEMBERSHIP_GRANT, P.ORGANISATION_VIEW)
    contact = make_contact(by=by, organisation=organisation, details=ContactDetails(name=name))
    user = make_account(by=by, sign_in_name=sign_in_name, contact=contact)
    grant_membership(by=by, user=user, organisation=organisation, role=role)
    return issue_code(by=by, user=user)
