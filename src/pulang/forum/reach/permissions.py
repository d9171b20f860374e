"""Who takes a country's counts in, who sees them, and who takes them back."""

from enum import StrEnum

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Organisation
from pulang.common.accounts.queries import holder, of_country
from pulang.common.marking.queries import fence
from pulang.forum.reach.models import ReceivedRelease
from pulang.foundation.policy.registry import Grants
from pulang.foundation.policy.rules import Clause, Rule
from pulang.foundation.policy.viewer import Viewer


class ReachPermission(StrEnum):
    TAKE = "reach.take"
    VIEW = "reach.view"
    WITHDRAW = "reach.withdraw"


P = ReachPermission
MEMBER = frozenset({P.VIEW})

GRANTS = Grants(
    app="reach",
    permissions=ReachPermission,
    by_role={
        "co-chair": MEMBER,
        "corrections-focal-point": MEMBER | {P.TAKE, P.WITHDRAW},
        "curriculum-lead": MEMBER,
        "expert": MEMBER,
        "host-coordinator": MEMBER,
        "mentor": MEMBER,
        "observer": MEMBER,
        "policy-focal-point": MEMBER | {P.WITHDRAW},
        "secretariat": MEMBER,
        "trainer": MEMBER,
    },
    title=_("Reach of training"),
    words={
        P.TAKE: _("Take in counts that a service of the own country signed"),
        P.VIEW: _("See counts of training that countries released, as far as their label lets one"),
        P.WITHDRAW: _("Take back counts that the own country released"),
    },
)


def _standing(viewer: Viewer) -> Q | None:
    """What is not withdrawn, for every member."""
    found = holder(P.VIEW)(viewer)
    return None if found is None else found & Q(withdrawn_at__isnull=True)


RULES = (
    Rule(
        Organisation,
        P.TAKE,
        (Clause("country", _("Corrections focal point of this country."), of_country("pk", P.TAKE)),),
    ),
    Rule(
        ReceivedRelease,
        P.VIEW,
        (
            Clause("member", _("Members see what countries released."), _standing),
            Clause("country", _("Speaks for the country that released it."), of_country("country", P.VIEW)),
        ),
        fence=fence(),
    ),
    Rule(
        ReceivedRelease,
        P.WITHDRAW,
        (Clause("country", _("Speaks for the country that released it."), of_country("country", P.WITHDRAW)),),
        fence=fence(),
    ),
)
