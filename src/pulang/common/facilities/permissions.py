"""Who may see facilities, and who keeps the register."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Organisation
from pulang.common.accounts.queries import everywhere, own, within
from pulang.common.facilities.models import (
    Facility,
    FacilityImport,
    FacilityUpload,
    Officer,
    StaffList,
    StaffUpload,
)
from pulang.foundation.policy.registry import Grants
from pulang.foundation.policy.rules import Clause, Rule


class FacilitiesPermission(StrEnum):
    FACILITY_IMPORT = "facilities.import"
    FACILITY_VIEW = "facilities.view"
    ROLL_KEEP = "facilities.roll.keep"
    ROLL_VIEW = "facilities.roll.view"


P = FacilitiesPermission
READER = frozenset({P.FACILITY_VIEW})

GRANTS = Grants(
    app="facilities",
    permissions=FacilitiesPermission,
    by_role={
        "governor": READER | {P.ROLL_VIEW},
        "prison-officer": READER,
        "security-manager": READER,
        "training-officer": READER | {P.FACILITY_IMPORT, P.ROLL_KEEP, P.ROLL_VIEW},
    },
    title=_("Facilities"),
    words={
        P.FACILITY_IMPORT: _("Bring figures into the register of facilities, and make facilities there"),
        P.FACILITY_VIEW: _("See facilities with their capacity, population and staff strength"),
        P.ROLL_KEEP: _("Take personnel lists into the staff roll"),
        P.ROLL_VIEW: _("See who serves where, by name, and the posts that they held"),
    },
)


def _reach(field: str, permission: str) -> tuple[Clause, ...]:
    return (
        Clause("everywhere", _("Your role covers the whole installation."), everywhere(permission)),
        Clause("subtree", _("It is your organisation or one below it."), within(field, permission)),
    )


def _below(field: str, permission: str) -> Clause:
    """Names stay at home: no role reaches them for the whole installation."""
    return Clause("subtree", _("It is your organisation or one below it."), within(field, permission))


RULES = (
    Rule(Facility, P.FACILITY_VIEW, _reach("organisation", P.FACILITY_VIEW)),
    Rule(Organisation, P.FACILITY_IMPORT, _reach("pk", P.FACILITY_IMPORT)),
    Rule(Facility, P.ROLL_VIEW, (_below("organisation", P.ROLL_VIEW),)),
    Rule(Officer, P.ROLL_VIEW, (_below("facility", P.ROLL_VIEW),)),
    Rule(Organisation, P.ROLL_KEEP, (_below("pk", P.ROLL_KEEP),)),
    Rule(StaffList, P.ROLL_KEEP, (Clause("own", _("It is your own."), own("made_by")),)),
    Rule(StaffUpload, P.ROLL_KEEP, (Clause("own", _("It is your own."), own("user")),)),
    Rule(FacilityImport, P.FACILITY_IMPORT, (Clause("own", _("It is your own."), own("made_by")),)),
    Rule(FacilityUpload, P.FACILITY_IMPORT, (Clause("own", _("It is your own."), own("user")),)),
)
