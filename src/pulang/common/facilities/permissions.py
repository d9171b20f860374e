"""Who may see facilities, and who keeps the register."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Organisation
from pulang.common.accounts.queries import everywhere, own, within
from pulang.common.facilities.models import Facility, FacilityImport, FacilityUpload
from pulang.foundation.policy.registry import Grants
from pulang.foundation.policy.rules import Clause, Rule


class FacilitiesPermission(StrEnum):
    FACILITY_IMPORT = "facilities.import"
    FACILITY_VIEW = "facilities.view"


P = FacilitiesPermission
READER = frozenset({P.FACILITY_VIEW})

GRANTS = Grants(
    app="facilities",
    permissions=FacilitiesPermission,
    by_role={
        "governor": READER,
        "prison-officer": READER,
        "security-manager": READER,
        "training-officer": READER | {P.FACILITY_IMPORT},
    },
    title=_("Facilities"),
    words={
        P.FACILITY_IMPORT: _("Bring figures into the register of facilities, and make facilities there"),
        P.FACILITY_VIEW: _("See facilities with their capacity, population and staff strength"),
    },
)


def _reach(field: str, permission: str) -> tuple[Clause, ...]:
    return (
        Clause("everywhere", _("Your role covers the whole installation."), everywhere(permission)),
        Clause("subtree", _("It is your organisation or one below it."), within(field, permission)),
    )


RULES = (
    Rule(Facility, P.FACILITY_VIEW, _reach("organisation", P.FACILITY_VIEW)),
    Rule(Organisation, P.FACILITY_IMPORT, _reach("pk", P.FACILITY_IMPORT)),
    Rule(FacilityImport, P.FACILITY_IMPORT, (Clause("own", _("It is your own."), own("made_by")),)),
    Rule(FacilityUpload, P.FACILITY_IMPORT, (Clause("own", _("It is your own."), own("user")),)),
)
