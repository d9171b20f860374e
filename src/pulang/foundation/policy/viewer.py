"""Who is asking. Every query and every action is given a ``Viewer``; nothing reads the current user from elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from pulang.foundation.policy.registry import registry
from pulang.foundation.policy.roles import Reach


class Term(NamedTuple):
    """Where a role is held by name, and from when to when: ``ends_on`` is the day after the last, if one is known."""

    organisation: str
    since: date
    ends_on: date | None


@dataclass(frozen=True)
class Grant:
    """One role held at one organisation now; ``principal_id`` is set when a deputy holds it for somebody else.

    Only for print: ``place``, the name of the country for which the role speaks, else of the organisation; and
    ``term``, the membership that gives the role.
    """

    role: str
    organisation_id: UUID
    country_id: UUID | None
    principal_id: UUID | None = None
    place: str = field(default="", compare=False)
    term: Term | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Viewer:
    """A person (or a named command) with what it may do at this moment. Holds no secret and no name of a role twice.

    ``command_permissions`` is how the command line acts: it names exactly the permissions that one command needs,
    so that there is no user above the rules.
    """

    user_id: UUID | None = None
    contact_id: UUID | None = None
    grants: tuple[Grant, ...] = ()
    command: str = ""
    command_permissions: frozenset[str] = field(default_factory=frozenset)

    def grants_for(self, permission: str) -> tuple[Grant, ...]:
        """The grants through which this viewer holds ``permission``."""
        roles = registry.roles_holding(permission)
        return tuple([grant for grant in self.grants if grant.role in roles])

    def may(self, permission: str) -> bool:
        """Whether the permission is held anywhere at all; never enough to open one particular object."""
        roles = registry.roles_holding(permission)
        return permission in self.command_permissions or not roles.isdisjoint([grant.role for grant in self.grants])

    def everywhere(self, permission: str) -> bool:
        """Whether the permission reaches the whole installation."""
        return permission in self.command_permissions or any(
            self._reach(grant) is Reach.INSTALLATION for grant in self.grants_for(permission)
        )

    def countries(self, permission: str) -> frozenset[UUID]:
        """Countries for which the permission is held by a role that speaks for a country."""
        return frozenset(
            grant.country_id
            for grant in self.grants_for(permission)
            if grant.country_id and self._reach(grant) is Reach.COUNTRY
        )

    def roots(self, permission: str) -> frozenset[UUID]:
        """Organisations at and below which the permission is held."""
        return frozenset(
            grant.organisation_id for grant in self.grants_for(permission) if self._reach(grant) is Reach.SUBTREE
        )

    def home_countries(self) -> frozenset[UUID]:
        """Every country in which this viewer holds any role."""
        return frozenset(grant.country_id for grant in self.grants if grant.country_id)

    def holds_role(self, roles: Iterable[str]) -> bool:
        """Whether any of these roles is held, by membership or as deputy."""
        wanted = set(roles)
        return any(grant.role in wanted for grant in self.grants)

    def principal_for(self, permission: str) -> UUID | None:
        """The person on whose behalf a deputy uses this permission; ``None`` when it is held in one's own right."""
        grants = self.grants_for(permission)
        if any(grant.principal_id is None for grant in grants):
            return None
        return next((grant.principal_id for grant in grants), None)

    @staticmethod
    def _reach(grant: Grant) -> Reach:
        return registry.role(grant.role).reach


def command_viewer(command: str, *permissions: str) -> Viewer:
    """A viewer for one command of the command line, holding exactly the permissions it names."""
    return Viewer(command=command, command_permissions=frozenset(permissions))
