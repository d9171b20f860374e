"""Plans that name a person as mentor, as work that is open when the person's duty ends."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from pulang.common.accounts.models import User
from pulang.common.accounts.queries import OpenItem
from pulang.common.followup.models import ActionPlan
from pulang.common.followup.queries.plans import plans
from pulang.common.marking.queries import shown
from pulang.foundation.policy.viewer import Viewer


def mentored(user: User) -> QuerySet[ActionPlan]:
    """Plans without an outcome whose mentor the person is, unfiltered: for handing over, not for showing."""
    rows = ActionPlan.objects.filter(mentor=user, outcome__isnull=True)
    return rows.select_related("host").order_by("first_step_on", "id")


def open_mentoring(viewer: Viewer, user: User) -> list[OpenItem]:
    """One line a plan. What the plan is called is told only to whoever may read it; its host to all."""
    readable = {plan.pk for plan in shown(viewer, plans(viewer).filter(mentor=user))}
    return [_item(plan, plan.pk in readable) for plan in mentored(user)]


def _item(plan: ActionPlan, readable: bool) -> OpenItem:
    at = _("Action plan at {host}").format(host=plan.host.name)
    if not readable:
        return OpenItem(at)
    return OpenItem(plan.title, reverse("followup:detail", kwargs={"pk": plan.pk}), at)
