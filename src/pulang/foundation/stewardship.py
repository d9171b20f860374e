"""What every model declares about itself: whose it is, how delicate it is, and how long it is kept (RQ-19 to RQ-21).

A model without a declaration fails ``tests/repository/test_models.py``.
"""

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """Who a row belongs to."""

    INSTALLATION = "installation"
    COUNTRY = "country"
    ORGANISATION = "organisation"
    PERSON = "person"


class Sensitivity(StrEnum):
    """What it would do to be seen by the wrong eyes."""

    PUBLIC = "public"
    MEMBERS = "members"
    RESTRICTED = "restricted"
    PERSONAL = "personal"
    SECRET = "secret"


class Retention(StrEnum):
    """When a row goes, and on what ground it stays until then."""

    PERMANENT = "permanent: public or historical record"
    WITH_PARENT = "as long as what it belongs to"
    ACCOUNT = "five years after the account closes"
    WORK = "ten years after the work it records has closed"
    AUDIT = "as long as the installation; values end with their subject's key"
    TRANSIENT = "days: removed by the product itself"


@dataclass(frozen=True)
class Stewardship:
    """The declaration. ``scope`` is whose row it is, ``retention`` how long it is kept."""

    scope: Scope
    sensitivity: Sensitivity
    retention: Retention
