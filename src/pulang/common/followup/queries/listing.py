"""The list of plans: what a line says of each plan that the viewer may read."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, QuerySet

from pulang.common.accounts.queries import calendars_of
from pulang.common.followup import rules
from pulang.common.followup.models import ActionPlan, PlanProvision, PlanTranslation
from pulang.common.followup.permissions import FollowupPermission as P
from pulang.common.followup.queries.plans import ORDERS
from pulang.common.marking.queries import shown
from pulang.foundation.listings import Listing
from pulang.foundation.policy.rules import visible
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.prepared import IDS, Prepared
from pulang.kernel import clock


class Listed(NamedTuple):
    """A plan as its line needs it; ``outcome_id`` tells whether a result is recorded."""

    id: UUID
    marking_id: UUID
    label: str
    language: str
    title: str
    first_step_on: date
    host_name: str
    country_id: UUID | None
    outcome_id: UUID | None


def _rows(viewer: Viewer) -> QuerySet[ActionPlan]:
    return visible(viewer, P.PLAN_VIEW, ActionPlan.objects.all())


# Plans, outcomes, markings, contacts and the tree of organisations change through actions only.
PLANS = Listing(
    ActionPlan,
    _rows,
    ORDERS,
    Listed,
    {
        "label": F("marking__label"),
        "host_name": F("host__name"),
        "country_id": F("host__country_id"),
        "outcome_id": F("outcome__pk"),
    },
)
_TITLES = Prepared(
    lambda language, ids: PlanTranslation.objects.filter(plan__in=ids, language=language).values_list(
        "plan_id", "title"
    ),
    ids=IDS,
)
_LINKS = Prepared(
    lambda ids: PlanProvision.objects.filter(plan__in=ids).order_by("pk").values_list("plan_id", "provision_id"),
    ids=IDS,
)


def let_in(viewer: Viewer, plans: Sequence[Listed]) -> list[Listed]:
    """Those of these plans that the gate lets out to the viewer. Five queries at most."""
    rows = [ActionPlan.from_db("default", ("id", "marking_id"), (plan.id, plan.marking_id)) for plan in plans]
    passed = {row.pk for row in shown(viewer, rows)}
    return [plan for plan in plans if plan.id in passed]


def titles(plans: Sequence[Listed], language: str) -> Mapping[UUID, str]:
    """The titles of plans that are translated into a language other than their own. One query."""
    other = [plan.id for plan in plans if plan.language != language]
    return dict(_TITLES.rows(language, ids=other)) if other else {}


def provisions(plans: Sequence[Listed]) -> list[tuple[UUID, UUID]]:
    """Which provisions these plans serve, as pairs of plan and provision. One query."""
    return _LINKS.rows(ids=[plan.id for plan in plans]) if plans else []


def states(plans: Sequence[Listed]) -> dict[UUID, rules.State]:
    """The states of these plans today, each by its country's calendar. Two queries."""
    calendars, today = calendars_of({plan.country_id for plan in plans}), clock.today()
    return {
        plan.id: rules.plan_state(
            first_step_on=plan.first_step_on,
            recorded=plan.outcome_id is not None,
            today=today,
            calendar=calendars[plan.country_id],
        ).state
        for plan in plans
    }
