"""Building a world through the real actions, so that what the demonstration and the tests see is what users make."""

from collections.abc import Mapping, Sequence
from importlib.resources import files

from pulang.common.access.queries import viewer_for
from pulang.common.accounts.actions import grant_membership, make_account, make_contact, make_organisation
from pulang.common.accounts.actions.people import ContactDetails
from pulang.common.accounts.models import Contact, Organisation, OrganisationKind, User
from pulang.common.accounts.permissions import AccountsPermission as P
from pulang.common.frameworks.actions import import_frameworks
from pulang.common.frameworks.models import Provision
from pulang.common.frameworks.permissions import FrameworksPermission
from pulang.foundation.policy.viewer import Viewer, command_viewer
from pulang.kernel.ids import keyed
from pulang.web.demo.accounts import DemoAccount
from pulang.web.demo.passwords import PASSWORD

BUILDER = command_viewer(
    "demo",
    P.ORGANISATION_MAKE,
    P.ORGANISATION_VIEW,
    P.CONTACT_MAKE,
    P.ACCOUNT_MAKE,
    P.MEMBERSHIP_GRANT,
    P.CONTACT_VIEW,
)

LONG_AGO = 400


def organisation(
    key: str, kind: str, name: str, parent: Organisation | None = None, weekend: str = "sat,sun"
) -> Organisation:
    """An organisation of the tree."""
    return make_organisation(
        by=BUILDER, key=key, kind=OrganisationKind(kind), name=name, parent=parent, weekend=weekend
    )


def tree(rows: Sequence[tuple[str, str, str, str | None]], weekends: Mapping[str, str]) -> dict[str, Organisation]:
    """Organisations by key from rows of key, kind, name and the key of the one above, which comes first."""
    places: dict[str, Organisation] = {}
    for key, kind, name, parent in rows:
        above = places[parent] if parent else None
        places[key] = organisation(key, kind, name, above, weekends.get(key, "sat,sun"))
    return places


def contact(at: Organisation, name: str, position: str = "") -> Contact:
    """Somebody without an account."""
    return make_contact(by=BUILDER, organisation=at, details=ContactDetails(name=name, position=position))


def person(
    sign_in_name: str, name: str, at: Organisation, *roles: str, language: str = "en", position: str = ""
) -> User:
    """Somebody who signs in, holding these roles at an organisation."""
    user = make_account(by=BUILDER, sign_in_name=sign_in_name, contact=contact(at, name, position), language=language)
    for role in roles:
        grant_membership(by=BUILDER, user=user, organisation=at, role=role)
    return user


def people(accounts: Sequence[DemoAccount], places: Mapping[str, Organisation]) -> dict[str, User]:
    """The demonstration's people by sign-in name, with their roles and the demonstration's password."""
    found = {}
    for account in accounts:
        place = places[account.organisation]
        user = person(
            account.sign_in_name,
            account.name,
            place,
            *account.roles,
            language=account.language,
            position=account.position,
        )
        give_password(user)
        found[account.sign_in_name] = user
    return found


def give_password(user: User) -> None:
    """The demonstration's password; ``loading`` calls this in demonstrations only."""
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])


def viewer(user: User) -> Viewer:
    """What the user may do now."""
    return viewer_for(User.objects.select_related("contact").get(pk=user.pk))


def provisions(*keys: str) -> Sequence[Provision]:
    """Provisions by their immutable keys; ``LookupError`` for one that is not in the library."""
    found = {row.pk: row for row in Provision.objects.filter(pk__in=[keyed("provision", key) for key in keys])}
    return [found[keyed("provision", key)] for key in keys]


def import_documents() -> None:
    """The framework documents that come with the project."""
    text = (files("pulang.common.frameworks") / "data" / "frameworks.yaml").read_text(encoding="utf-8")
    import_frameworks(by=command_viewer("frameworks import", *FrameworksPermission), text=text)
