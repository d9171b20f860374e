"""Who may see and manage organisations, contacts, accounts and memberships."""

from collections.abc import Callable
from enum import StrEnum

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Contact, Deputy, Membership, Organisation, OrganisationLink, User
from pulang.foundation.policy.registry import Grants
from pulang.foundation.policy.rules import Clause, Rule
from pulang.foundation.policy.viewer import Viewer


class AccountsPermission(StrEnum):
    ACCOUNT_MAKE = "accounts.account.make"
    ACCOUNT_VIEW = "accounts.account.view"
    CONTACT_MAKE = "accounts.contact.make"
    CONTACT_VIEW = "accounts.contact.view"
    DEPUTY_NAME = "accounts.deputy.name"
    DEPUTY_VIEW = "accounts.deputy.view"
    DUTY_END = "accounts.duty.end"
    MEMBERSHIP_GRANT = "accounts.membership.grant"
    MEMBERSHIP_VIEW = "accounts.membership.view"
    ORGANISATION_MAKE = "accounts.organisation.make"
    ORGANISATION_SUSPEND = "accounts.organisation.suspend"
    ORGANISATION_VIEW = "accounts.organisation.view"
    REENROL_APPROVE = "accounts.reenrol.approve"


P = AccountsPermission
DIRECTORY = frozenset({P.ORGANISATION_VIEW, P.CONTACT_VIEW})
ADMINISTRATION = frozenset(
    {
        P.ACCOUNT_MAKE,
        P.ACCOUNT_VIEW,
        P.CONTACT_MAKE,
        P.CONTACT_VIEW,
        P.ORGANISATION_MAKE,
        P.ORGANISATION_SUSPEND,
        P.ORGANISATION_VIEW,
    }
)
ACCESS = frozenset(
    {
        P.ACCOUNT_VIEW,
        P.CONTACT_MAKE,
        P.CONTACT_VIEW,
        P.DEPUTY_NAME,
        P.DEPUTY_VIEW,
        P.DUTY_END,
        P.MEMBERSHIP_GRANT,
        P.MEMBERSHIP_VIEW,
        P.ORGANISATION_SUSPEND,
        P.ORGANISATION_VIEW,
        P.REENROL_APPROVE,
    }
)

GRANTS = Grants(
    app="accounts",
    permissions=AccountsPermission,
    by_role={
        "access-manager": ACCESS,
        "co-chair": DIRECTORY,
        "corrections-focal-point": DIRECTORY | {P.CONTACT_MAKE},
        "curriculum-lead": DIRECTORY,
        "governor": DIRECTORY,
        "host-coordinator": DIRECTORY | {P.CONTACT_MAKE},
        "policy-focal-point": DIRECTORY | {P.CONTACT_MAKE},
        "prison-officer": frozenset({P.ORGANISATION_VIEW}),
        "secretariat": DIRECTORY | {P.CONTACT_MAKE},
        "security-manager": DIRECTORY,
        "system-administrator": ADMINISTRATION,
        "training-officer": DIRECTORY | {P.CONTACT_MAKE},
    },
    title=_("People and organisations"),
    words={
        P.ACCOUNT_MAKE: _("Make and close accounts"),
        P.ACCOUNT_VIEW: _("See accounts: who can sign in"),
        P.CONTACT_MAKE: _("Add and correct contacts"),
        P.CONTACT_VIEW: _("See contacts with e-mail address and telephone number"),
        P.DEPUTY_NAME: _("Name a deputy for somebody else"),
        P.DEPUTY_VIEW: _("See who stands in for whom"),
        P.DUTY_END: _("End somebody's duty and hand over what is open"),
        P.MEMBERSHIP_GRANT: _("Give roles and end them"),
        P.MEMBERSHIP_VIEW: _("See who holds which role"),
        P.ORGANISATION_MAKE: _("Make, change and close organisations; keep weekends and holidays"),
        P.ORGANISATION_SUSPEND: _("Keep the people of an organisation out for a while, and let them in again"),
        P.ORGANISATION_VIEW: _("See the directory of organisations"),
        P.REENROL_APPROVE: _("Approve that somebody who lost the second factor may enrol again"),
    },
)


def within(field: str, permission: str) -> Callable[[Viewer], Q | None]:
    """A clause filter: the row's organisation stands at or below one where the viewer holds the permission."""

    def q(viewer: Viewer) -> Q | None:
        roots = viewer.roots(permission)
        if not roots:
            return None
        below = OrganisationLink.objects.filter(ancestor_id__in=roots).values("descendant_id")
        return Q(**{f"{field}__in": below})

    return q


def of_country(field: str, permission: str) -> Callable[[Viewer], Q | None]:
    """A clause filter: the row belongs to a country for which the viewer holds the permission."""

    def q(viewer: Viewer) -> Q | None:
        countries = viewer.countries(permission)
        return Q(**{f"{field}__in": countries}) if countries else None

    return q


def everywhere(permission: str) -> Callable[[Viewer], Q | None]:
    """A clause filter: the viewer's role reaches the whole installation."""

    def q(viewer: Viewer) -> Q | None:
        return Q(pk__isnull=False) if viewer.everywhere(permission) else None

    return q


def own(field: str) -> Callable[[Viewer], Q | None]:
    """A clause filter: the row is the viewer's own."""

    def q(viewer: Viewer) -> Q | None:
        return Q(**{field: viewer.user_id}) if viewer.user_id else None

    return q


def holder(permission: str) -> Callable[[Viewer], Q | None]:
    """A clause filter: every row, for whoever holds the permission anywhere."""

    def q(viewer: Viewer) -> Q | None:
        return Q(pk__isnull=False) if viewer.may(permission) else None

    return q


def clauses(permission: str, *, organisation: str, country: str, own_field: str = "") -> tuple[Clause, ...]:
    """The usual four ways: whole installation, own country, own organisation and below, one's own row."""
    ways = [
        Clause("everywhere", _("A role for the whole installation."), everywhere(permission)),
        Clause("country", _("A role for its country."), of_country(country, permission)),
        Clause(
            "subtree",
            _("Member of the organisation it belongs to, or of one above it."),
            within(organisation, permission),
        ),
    ]
    if own_field:
        ways.append(Clause("own", _("One's own."), own(own_field)))
    return tuple(ways)


RULES = (
    Rule(
        Organisation,
        P.ORGANISATION_VIEW,
        (Clause("member", _("Every member sees the directory of organisations."), holder(P.ORGANISATION_VIEW)),),
    ),
    Rule(Organisation, P.ORGANISATION_MAKE, clauses(P.ORGANISATION_MAKE, organisation="pk", country="country")),
    Rule(Organisation, P.ORGANISATION_SUSPEND, clauses(P.ORGANISATION_SUSPEND, organisation="pk", country="country")),
    Rule(Organisation, P.MEMBERSHIP_GRANT, clauses(P.MEMBERSHIP_GRANT, organisation="pk", country="country")),
    Rule(Organisation, P.MEMBERSHIP_VIEW, clauses(P.MEMBERSHIP_VIEW, organisation="pk", country="country")),
    Rule(Organisation, P.CONTACT_MAKE, clauses(P.CONTACT_MAKE, organisation="pk", country="country")),
    Rule(Organisation, P.CONTACT_VIEW, clauses(P.CONTACT_VIEW, organisation="pk", country="country")),
    Rule(
        Contact,
        P.CONTACT_VIEW,
        clauses(
            P.CONTACT_VIEW,
            organisation="organisation",
            country="organisation__country",
            own_field="user__pk",
        ),
    ),
    Rule(
        Contact,
        P.CONTACT_MAKE,
        clauses(P.CONTACT_MAKE, organisation="organisation", country="organisation__country"),
    ),
    Rule(
        User,
        P.ACCOUNT_VIEW,
        clauses(
            P.ACCOUNT_VIEW,
            organisation="contact__organisation",
            country="contact__organisation__country",
            own_field="pk",
        ),
    ),
    Rule(
        User,
        P.ACCOUNT_MAKE,
        (Clause("everywhere", _("Administrator of this installation."), everywhere(P.ACCOUNT_MAKE)),),
    ),
    Rule(
        User,
        P.REENROL_APPROVE,
        clauses(P.REENROL_APPROVE, organisation="contact__organisation", country="contact__organisation__country"),
    ),
    Rule(
        User,
        P.DUTY_END,
        clauses(P.DUTY_END, organisation="contact__organisation", country="contact__organisation__country"),
    ),
    Rule(
        User,
        P.DEPUTY_NAME,
        clauses(P.DEPUTY_NAME, organisation="contact__organisation", country="contact__organisation__country"),
    ),
    Rule(
        Membership,
        P.MEMBERSHIP_VIEW,
        clauses(
            P.MEMBERSHIP_VIEW,
            organisation="organisation",
            country="organisation__country",
            own_field="user",
        ),
    ),
    Rule(
        Membership,
        P.MEMBERSHIP_GRANT,
        clauses(P.MEMBERSHIP_GRANT, organisation="organisation", country="organisation__country"),
    ),
    Rule(
        Deputy,
        P.DEPUTY_VIEW,
        (
            *clauses(
                P.DEPUTY_VIEW,
                organisation="principal__contact__organisation",
                country="principal__contact__organisation__country",
                own_field="principal",
            ),
            Clause("deputy", _("The deputy."), own("deputy")),
        ),
    ),
)
