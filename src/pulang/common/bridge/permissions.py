"""Who decides which installations are trusted, and who carries signed courses over."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.queries import everywhere
from pulang.common.bridge.models import TrustedInstallation
from pulang.foundation.policy.registry import Grants
from pulang.foundation.policy.rules import Clause, Rule


class BridgePermission(StrEnum):
    COURSE_GIVE = "bridge.course.give"
    COURSE_TAKE = "bridge.course.take"
    INSTALLATION_TRUST = "bridge.installation.trust"


P = BridgePermission
GIVER = frozenset({P.COURSE_GIVE})

GRANTS = Grants(
    app="bridge",
    permissions=BridgePermission,
    by_role={
        "co-chair": GIVER,
        "curriculum-lead": GIVER,
        "expert": GIVER,
        "mentor": GIVER,
        "secretariat": GIVER,
        "system-administrator": frozenset({P.INSTALLATION_TRUST}),
        "trainer": GIVER,
        "training-officer": frozenset({P.COURSE_TAKE}),
    },
    title=_("Bridge between installations"),
    words={
        P.COURSE_GIVE: _("Take released courses along as signed files"),
        P.COURSE_TAKE: _("Bring in courses that another installation signed"),
        P.INSTALLATION_TRUST: _("Decide which other installations are trusted, after comparing their fingerprints"),
    },
)
RULES = (
    Rule(
        TrustedInstallation,
        P.INSTALLATION_TRUST,
        (Clause("everywhere", _("Administrator of this installation."), everywhere(P.INSTALLATION_TRUST)),),
    ),
)
