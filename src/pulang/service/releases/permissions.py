"""Who proposes counts, who approves them, and who takes them back. Nobody does the first two (docs/adr/0024)."""

from collections.abc import Callable
from enum import StrEnum

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Organisation, OrganisationLink
from pulang.common.accounts.queries import everywhere, within
from pulang.common.marking.queries import fence
from pulang.foundation.policy.registry import Grants
from pulang.foundation.policy.rules import Clause, Rule
from pulang.foundation.policy.viewer import Viewer
from pulang.service.releases.models import Release


class ReleasesPermission(StrEnum):
    APPROVE = "releases.approve"
    PROPOSE = "releases.propose"
    VIEW = "releases.view"
    WITHDRAW = "releases.withdraw"


P = ReleasesPermission
APPROVER = frozenset({P.APPROVE, P.VIEW})

GRANTS = Grants(
    app="releases",
    permissions=ReleasesPermission,
    by_role={
        "data-protection-officer": APPROVER | {P.WITHDRAW},
        "governor": APPROVER,
        "training-officer": frozenset({P.PROPOSE, P.VIEW, P.WITHDRAW}),
    },
    title=_("Releases of counts"),
    words={
        P.APPROVE: _("Approve, as one of two, counts that the own service gives to the working group"),
        P.PROPOSE: _("Propose counts of the own service for the working group"),
        P.VIEW: _("See which counts the own service proposed and gave"),
        P.WITHDRAW: _("Take back counts that the own service gave"),
    },
)


def _answers_below(permission: str) -> Callable[[Viewer], Q | None]:
    """Of the service above the place where the permission is held: a governor of one of its facilities."""

    def q(viewer: Viewer) -> Q | None:
        homes = viewer.roots(permission)
        above = OrganisationLink.objects.filter(descendant_id__in=homes).values("ancestor_id")
        return Q(organisation__in=above) if homes else None

    return q


def _ways(permission: str) -> tuple[Clause, ...]:
    return (
        Clause("everywhere", _("A role for the whole installation."), everywhere(permission)),
        Clause("subtree", _("Answers for the service that gives them."), within("organisation", permission)),
    )


_BELOW = _("Answers for a facility of the service that gives them.")
RULES = (
    Rule(Organisation, P.PROPOSE, (Clause("subtree", _("Keeps its training."), within("pk", P.PROPOSE)),)),
    Rule(Release, P.VIEW, (*_ways(P.VIEW), Clause("below", _BELOW, _answers_below(P.VIEW))), fence=fence()),
    Rule(Release, P.APPROVE, (*_ways(P.APPROVE), Clause("below", _BELOW, _answers_below(P.APPROVE))), fence=fence()),
    Rule(Release, P.WITHDRAW, _ways(P.WITHDRAW), fence=fence()),
)
