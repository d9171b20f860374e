"""Who may read and write action plans and their outcomes."""

from collections.abc import Callable
from enum import StrEnum

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Contact, Organisation
from pulang.common.accounts.queries import holder, of_country, within
from pulang.common.followup.models import ActionPlan, PlanOutcome
from pulang.common.marking.queries import MarkingPermission, fence, invited
from pulang.foundation.policy.registry import Grants
from pulang.foundation.policy.rules import Clause, Rule
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel.tlp import Label


class FollowupPermission(StrEnum):
    OUTCOME_RELEASE = "followup.outcome.release"
    OUTCOME_VIEW = "followup.outcome.view"
    PLAN_STAGE = "followup.plan.stage"
    PLAN_VIEW = "followup.plan.view"
    PLAN_WRITE = "followup.plan.write"


P = FollowupPermission
Filter = Callable[[Viewer], Q | None]
MEMBER = frozenset({P.PLAN_STAGE, P.PLAN_VIEW, P.OUTCOME_VIEW})
WRITER = MEMBER | {P.PLAN_WRITE}
OFFICER = frozenset({P.PLAN_VIEW, P.OUTCOME_VIEW})

GRANTS = Grants(
    app="followup",
    permissions=FollowupPermission,
    by_role={
        "co-chair": MEMBER,
        "corrections-focal-point": WRITER,
        "curriculum-lead": MEMBER,
        "expert": MEMBER,
        "governor": OFFICER,
        "host-coordinator": WRITER,
        "mentor": MEMBER,
        "observer": MEMBER,
        "policy-focal-point": MEMBER | {P.OUTCOME_RELEASE},
        "prison-officer": OFFICER | {P.PLAN_WRITE},
        "secretariat": MEMBER,
        "trainer": MEMBER,
        "training-officer": OFFICER | {P.PLAN_WRITE},
    },
    title=_("Action plans"),
    words={
        P.OUTCOME_RELEASE: _("Let members read the result and lesson of the own country's plans"),
        P.OUTCOME_VIEW: _("Read results and lessons that the role has to do with, and those released to members"),
        P.PLAN_STAGE: _("See that there is an action plan, not what it says"),
        P.PLAN_VIEW: _("Read action plans that the role has to do with, and those released to members"),
        P.PLAN_WRITE: _("Write action plans, results and lessons"),
    },
)
RELEASED = (Label.GREEN.value, Label.CLEAR.value)
AT_THE_HOST = frozenset({"governor", "host-coordinator", "training-officer"})


def _subtree_of(field: str, permission: str) -> Filter:
    """At or below the viewer's organisation, for roles that read other people's plans there."""
    ask = within(field, permission)

    def q(viewer: Viewer) -> Q | None:
        wide = Viewer(
            user_id=viewer.user_id,
            grants=tuple(grant for grant in viewer.grants if grant.role in AT_THE_HOST),
        )
        return ask(wide)

    return q


def _mine(field: str, permission: str) -> Filter:
    """The row names the viewer, who still holds the permission somewhere."""

    def q(viewer: Viewer) -> Q | None:
        return Q(**{field: viewer.user_id}) if viewer.user_id and viewer.may(permission) else None

    return q


def _country_of(field: str, permission: str) -> Filter:
    """At a place in the viewer's country; the places are gathered once, which is less than a look at each plan's."""

    def q(viewer: Viewer) -> Q | None:
        countries = viewer.countries(permission)
        places = Organisation.objects.filter(country__in=countries).values("pk")
        return Q(**{f"{field}__in": places}) if countries else None

    return q


def _owned(field: str, permission: str) -> Filter:
    """It belongs to the viewer as a contact."""

    def q(viewer: Viewer) -> Q | None:
        if not (viewer.user_id and viewer.may(permission)):
            return None
        return Q(**{f"{field}__in": Contact.objects.filter(user=viewer.user_id).values("pk")})

    return q


def _readers(prefix: str, permission: str) -> tuple[Clause, ...]:
    return (
        Clause("country", _("Focal point of its country."), _country_of(f"{prefix}host", permission)),
        Clause(
            "host",
            _("Member of the organisation it belongs to, or of one above it."),
            _subtree_of(f"{prefix}host", permission),
        ),
        Clause("author", _("Its author."), _mine(f"{prefix}made_by", permission)),
        Clause("owner", _("Owner of the plan."), _owned(f"{prefix}owner", permission)),
        Clause("mentor", _("Its mentor."), _mine(f"{prefix}mentor", permission)),
    )


def _released(permission: str) -> Filter:
    def q(viewer: Viewer) -> Q | None:
        return Q(marking__label__in=RELEASED) if viewer.may(permission) else None

    return q


def _let_in(permission: str) -> tuple[Clause, ...]:
    return (
        Clause("released", _("Member, since its country released it."), _released(permission)),
        Clause("recipient", _("Named as a recipient by its owner."), invited(permission)),
    )


def _owners(prefix: str) -> tuple[Clause, ...]:
    """Who decides about its readers: whoever speaks for the country, and the governor of the prison."""
    may = MarkingPermission.MARKING_CHANGE
    return (
        Clause("country", _("Speaks for its country."), of_country(f"{prefix}host__country", may)),
        Clause("governor", _("Governor of the prison it belongs to."), within(f"{prefix}host", may)),
    )


RULES = (
    Rule(ActionPlan, P.PLAN_VIEW, (*_readers("", P.PLAN_VIEW), *_let_in(P.PLAN_VIEW)), fence=fence()),
    Rule(ActionPlan, MarkingPermission.MARKING_CHANGE, _owners(""), fence=fence()),
    Rule(PlanOutcome, MarkingPermission.MARKING_CHANGE, _owners("plan__"), fence=fence()),
    Rule(ActionPlan, P.PLAN_WRITE, _readers("", P.PLAN_WRITE)[:4], fence=fence()),
    Rule(
        ActionPlan,
        P.PLAN_STAGE,
        (Clause("member", _("Members see that there is a plan, not what it says."), holder(P.PLAN_STAGE)),),
    ),
    Rule(
        PlanOutcome,
        P.OUTCOME_VIEW,
        (*_readers("plan__", P.PLAN_VIEW), *_let_in(P.OUTCOME_VIEW)),
        fence=fence(),
    ),
    Rule(
        PlanOutcome,
        P.OUTCOME_RELEASE,
        (
            Clause(
                "country",
                _("Speaks for its country."),
                of_country("plan__host__country", P.OUTCOME_RELEASE),
            ),
        ),
        fence=fence(),
    ),
    Rule(
        Organisation,
        P.PLAN_VIEW,
        (
            Clause("country", _("Focal point of its country."), of_country("country", P.PLAN_VIEW)),
            Clause("host", _("Member of this organisation, or of one above it."), _subtree_of("pk", P.PLAN_VIEW)),
        ),
    ),
    Rule(
        Organisation,
        P.PLAN_WRITE,
        (
            Clause("country", _("A role for its country."), of_country("country", P.PLAN_WRITE)),
            Clause("host", _("Member of this organisation, or of one above it."), within("pk", P.PLAN_WRITE)),
        ),
    ),
)
