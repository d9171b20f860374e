"""Who may see and set up working groups."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.queries import everywhere, holder
from pulang.forum.bodies.models import Body
from pulang.foundation.policy.registry import Grants
from pulang.foundation.policy.rules import Clause, Rule


class BodiesPermission(StrEnum):
    BODY_MAKE = "bodies.body.make"
    BODY_VIEW = "bodies.body.view"


P = BodiesPermission
MEMBER = frozenset({P.BODY_VIEW})

GRANTS = Grants(
    app="bodies",
    permissions=BodiesPermission,
    by_role={
        "co-chair": MEMBER,
        "corrections-focal-point": MEMBER,
        "curriculum-lead": MEMBER,
        "expert": MEMBER,
        "host-coordinator": MEMBER,
        "mentor": MEMBER,
        "observer": MEMBER,
        "policy-focal-point": MEMBER,
        "secretariat": MEMBER | {P.BODY_MAKE},
        "trainer": MEMBER,
    },
    title=_("Working groups"),
    words={
        P.BODY_MAKE: _("Set up working groups and give their seats"),
        P.BODY_VIEW: _("See which working groups there are and who sits in them"),
    },
)

RULES = (
    Rule(
        Body,
        P.BODY_VIEW,
        (Clause("member", _("Every member sees which working groups there are."), holder(P.BODY_VIEW)),),
    ),
    Rule(
        Body,
        P.BODY_MAKE,
        (Clause("secretariat", _("The secretariat keeps the list of working groups."), everywhere(P.BODY_MAKE)),),
    ),
)
