"""Roles, permissions and grants of the installed apps, gathered once at start-up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise

from pulang.foundation.policy.roles import Role


@dataclass(frozen=True)
class Grants:
    """One app's permissions and, for each role slug, which of them it holds.

    ``title`` names the app's field of work and ``words`` says of each permission what it lets somebody do, both for
    the page on which a policy officer reads the roles.
    """

    app: str
    permissions: type[StrEnum]
    by_role: Mapping[str, frozenset[str]]
    title: Promise | str = ""
    words: Mapping[str, Promise] = field(default_factory=dict)


class Registry:
    """Who may do what, as declared by the apps. Filled by each app's ``ready()``; registering again replaces."""

    def __init__(self) -> None:
        self._roles: dict[str, Role] = {}
        self._grants: dict[str, Grants] = {}
        self._holding: dict[str, frozenset[str]] = {}
        self._permissions: tuple[str, ...] = ()

    def add_roles(self, roles: Iterable[Role]) -> None:
        self._roles.update({role.slug: role for role in roles})
        self._holding.clear()

    def add_grants(self, grants: Grants) -> None:
        self._grants[grants.app] = grants
        self._holding.clear()
        self._permissions = ()

    def role(self, slug: str) -> Role:
        """The role, or ``LookupError`` when no role of this plane has that slug."""
        try:
            return self._roles[slug]
        except KeyError:
            raise LookupError(f"no role {slug!r} on this plane") from None

    def known(self, slug: str) -> Role | None:
        """The role, or ``None`` when no role of this plane has that slug."""
        return self._roles.get(slug)

    def roles(self) -> tuple[Role, ...]:
        return tuple(self._roles.values())

    def permissions(self) -> tuple[str, ...]:
        if not self._permissions:
            self._permissions = tuple(sorted(str(p) for grants in self._grants.values() for p in grants.permissions))
        return self._permissions

    def roles_holding(self, permission: str) -> frozenset[str]:
        """Slugs of the roles that hold a permission."""
        if permission not in self._holding:
            self._holding[permission] = self._roles_holding(permission)
        return self._holding[permission]

    def _roles_holding(self, permission: str) -> frozenset[str]:
        return frozenset(
            role
            for grants in self._grants.values()
            for role, held in grants.by_role.items()
            if permission in held and role in self._roles
        )

    def grants(self) -> tuple[Grants, ...]:
        return tuple(self._grants.values())


registry = Registry()
