"""Roles as data that a policy officer can read."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise


class Reach(StrEnum):
    """How far a role carries from the organisation at which it is held."""

    INSTALLATION = "installation"
    COUNTRY = "country"
    SUBTREE = "subtree"


@dataclass(frozen=True)
class Role:
    """One role. ``slug`` is stored and never changes; ``deputisable`` says whether a deputy may act with it."""

    slug: str
    plane: str
    title: Promise
    description: Promise
    reach: Reach
    deputisable: bool = False
