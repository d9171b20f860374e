"""Who may see how many of a facility's staff are trained. Nobody is named there."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.queries import within
from pulang.common.facilities.models import Facility
from pulang.foundation.policy.registry import Grants
from pulang.foundation.policy.rules import Clause, Rule


class CoveragePermission(StrEnum):
    COVERAGE_VIEW = "coverage.view"


P = CoveragePermission
VIEWER = frozenset({P.COVERAGE_VIEW})

GRANTS = Grants(
    app="coverage",
    permissions=CoveragePermission,
    by_role={"governor": VIEWER, "training-officer": VIEWER},
    title=_("Coverage"),
    words={P.COVERAGE_VIEW: _("See how many officers of each facility are trained, by grade and sex")},
)
RULES = (
    Rule(
        Facility,
        P.COVERAGE_VIEW,
        (Clause("subtree", _("It is your organisation or one below it."), within("pk", P.COVERAGE_VIEW)),),
    ),
)
