"""Organisations, contacts, people who sign in and what they are where; and what they sign in with."""

from pulang.common.accounts.models.directory import (
    Contact,
    Deputy,
    Holiday,
    Membership,
    Organisation,
    OrganisationKind,
    OrganisationLink,
    User,
    Users,
)
from pulang.common.accounts.models.signing import CodeList, Draft, Lost, Reenrolment, SignInCode
from pulang.common.accounts.models.suspending import Suspension
from pulang.common.accounts.models.tokens import AccessToken, TokenScope

__all__ = [
    "AccessToken",
    "CodeList",
    "Contact",
    "Deputy",
    "Draft",
    "Holiday",
    "Lost",
    "Membership",
    "Organisation",
    "OrganisationKind",
    "OrganisationLink",
    "Reenrolment",
    "SignInCode",
    "Suspension",
    "TokenScope",
    "User",
    "Users",
]
