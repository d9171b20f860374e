"""Plans and outcomes that a viewer may read or write, and the people a plan can name."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from pulang.common.access.queries import Reader, readers
from pulang.common.accounts.models import Contact, Organisation, User
from pulang.common.accounts.queries import calendars_of, contacts
from pulang.common.followup import rules
from pulang.common.followup.models import ActionPlan, PlanFile, PlanOutcome
from pulang.common.followup.permissions import FollowupPermission as P
from pulang.common.marking.queries import shown
from pulang.foundation.pages import Order
from pulang.foundation.policy.registry import registry
from pulang.foundation.policy.rules import visible, visible_along
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.prepared import IDS, Prepared
from pulang.kernel import clock

# Roles that see most plans of a service: for them the first few are found in their order, not by what may be seen.
SEE_MOST = frozenset({"training-officer"})
NEWEST = Order("made", _("Newest first"), ("-made_at", "-id"))
FIRST_STEP = Order("first-step", _("First step"), ("first_step_on", "id"))
ORDERS: Sequence[Order] = (NEWEST, FIRST_STEP)
HOST_KINDS = ("facility", "academy", "service")
CURRENT_MENTOR = "mentor"


def plans(viewer: Viewer) -> QuerySet[ActionPlan]:
    """Plans whose text the viewer may read, with what a line of a list needs."""
    rows = ActionPlan.objects.select_related(
        "host", "owner", "mentor__contact", "outcome__marking", "marking"
    ).prefetch_related("translations")
    return visible(viewer, P.PLAN_VIEW, rows)


def readable_plan_ids(viewer: Viewer, ids: Collection[UUID]) -> frozenset[UUID]:
    """Which of these plans the viewer may read, through the gate. Six queries at most."""
    return frozenset(plan.pk for plan in shown(viewer, _READABLE.objects(viewer, keys=ids) if ids else ()))


_READABLE = Prepared(
    lambda viewer, keys: visible(viewer, P.PLAN_VIEW, ActionPlan.objects.filter(pk__in=keys)).only("marking_id"),
    keys=IDS,
)


def readers_of(plan: ActionPlan) -> list[Reader]:
    """Everybody who could read the plan now, by the rule that opens it."""
    return readers(P.PLAN_VIEW, plan)


def plan_readers(host: Organisation) -> list[Reader]:
    """Everybody who could read a plan made at this host now, but for the mentor of each plan."""
    return readers(P.PLAN_VIEW, host)


def files_of(plan: ActionPlan) -> QuerySet[PlanFile]:
    """The files beside a plan that the viewer was let to, in the order in which they came."""
    return plan.files.select_related("file__marking").order_by("file__made_at", "pk")


def outcomes(viewer: Viewer) -> QuerySet[PlanOutcome]:
    """Outcomes whose text the viewer may read."""
    return visible(viewer, P.OUTCOME_VIEW, PlanOutcome.objects.select_related("plan__host", "marking"))


def state_of(plan: ActionPlan) -> rules.PlanState:
    """The computed state of a plan today, by its country's calendar."""
    return states_of([plan])[plan.pk]


def states_of(plans: Sequence[ActionPlan]) -> dict[UUID, rules.PlanState]:
    """The states of several plans, with one look at the calendars of their countries."""
    calendars = calendars_of({plan.host.country_id for plan in plans})
    today = clock.today()
    return {
        plan.pk: rules.plan_state(
            first_step_on=plan.first_step_on,
            recorded=has_outcome(plan),
            today=today,
            calendar=calendars[plan.host.country_id],
        )
        for plan in plans
    }


def has_outcome(plan: ActionPlan) -> bool:
    """Whether result and lesson are recorded; no query where the outcome was fetched with the plan."""
    return getattr(plan, "outcome", None) is not None


def wanting_result(viewer: Viewer, until: date) -> QuerySet[ActionPlan]:
    """Plans without an outcome that the viewer writes and whose first step comes by that day, the earliest first."""
    waiting = ActionPlan.objects.filter(outcome__isnull=True, first_step_on__lte=until)
    rows = waiting.select_related("host", "marking", "outcome").order_by("first_step_on", "id")
    sees_most = any(grant.role in SEE_MOST for grant in viewer.grants)
    return (visible_along if sees_most else visible)(viewer, P.PLAN_WRITE, rows)


def hosts(viewer: Viewer) -> QuerySet[Organisation]:
    """Organisations for which the viewer may write plans."""
    allowed = visible(viewer, P.PLAN_WRITE, Organisation.objects.all())
    return allowed.filter(kind__in=HOST_KINDS, closed_on__isnull=True).order_by("sort_key", "id")


def owners(viewer: Viewer) -> QuerySet[Contact]:
    """Officers to whom a plan can belong."""
    below = visible(viewer, P.PLAN_WRITE, Organisation.objects.all()).values("pk")
    return contacts(viewer).filter(organisation__in=below, left_on__isnull=True).order_by("sort_key", "id")


def mentors_exist() -> bool:
    """Whether this plane knows the role: nobody accompanies plans inside a service's own installation."""
    return any(role.slug == CURRENT_MENTOR for role in registry.roles())


def mentors(viewer: Viewer, plan: ActionPlan) -> QuerySet[User]:
    """People who hold the role of mentor today; whoever may write the plan chooses among them."""
    today = clock.today()
    running = Q(memberships__ends_on__isnull=True) | Q(memberships__ends_on__gt=today)
    held = Q(memberships__role=CURRENT_MENTOR, memberships__starts_on__lte=today) & running
    people = User.objects.filter(held, is_active=True, contact__isnull=False).select_related("contact__organisation")
    return people.distinct().order_by("contact__sort_key", "pk")
