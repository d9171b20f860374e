"""What plans put on Today."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pulang.common.followup import rules
from pulang.common.followup.models import ActionPlan, PlanProvision
from pulang.common.followup.permissions import FollowupPermission as P
from pulang.common.followup.queries.plans import states_of, wanting_result
from pulang.common.frameworks.queries import chips_of
from pulang.common.marking.queries import shown
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.prepared import DAY, IDS, Prepared
from pulang.foundation.today import Duty
from pulang.foundation.ui.addresses import address_of
from pulang.foundation.ui.parts import State, Task
from pulang.kernel import clock

MOST = 50
AHEAD = timedelta(days=7)
# What a line of Today says of a plan.
BRIEFLY = ("title", "first_step_on", "made_at", "host__name", "host__country_id", "marking__label", "outcome__id")


def duties(viewer: Viewer) -> list[Duty]:
    """First steps of this week and results that are wanted, for who writes these plans."""
    if not viewer.may(P.PLAN_WRITE):
        return []
    plans = shown(viewer, _WANTING.objects(viewer, until=clock.today() + AHEAD))
    states, chips = states_of(plans), _chips(plans)
    return [_duty(plan, states[plan.pk], chips.get(plan.pk, ())) for plan in plans]


_WANTING = Prepared(
    lambda viewer, until: wanting_result(viewer, until).only(*BRIEFLY)[:MOST],
    until=DAY,
)
_LINKS = Prepared(
    lambda plans: PlanProvision.objects.filter(plan__in=plans).values_list("plan_id", "provision_id"), plans=IDS
)


def _duty(plan: ActionPlan, state: rules.PlanState, chips: tuple[str, ...]) -> Duty:
    ahead = state.state is rules.State.STEP_AHEAD
    title = _("First step: {title}") if ahead else _("Result and lesson: {title}")
    label, kind = rules.WORDS[state.state]
    task = Task(
        title=title.format(title=plan.title),
        url=address_of("followup:detail" if ahead else "followup:outcome", plan.pk),
        why=f"{plan.host.name}. {state.reason}",
        due=state.due_on,
        state=State(label, kind),
        provisions=chips,
        marking=plan.marking.label,
    )
    return Duty(task=task, mine=True, since=plan.made_at.date(), due=state.due_on, at_once=not ahead)


def _chips(plans: Sequence[ActionPlan]) -> dict[object, tuple[str, ...]]:
    links = _LINKS.rows(plans=[plan.pk for plan in plans]) if plans else []
    names = chips_of({key for _plan, key in links}, get_language() or "en") if links else {}
    chips: dict[object, tuple[str, ...]] = {}
    for plan, key in links:
        chips[plan] = (*chips.get(plan, ()), names[key])
    return chips
