"""Plans and outcomes as things whose owner decides who may have them."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.common.followup.models import ActionPlan, PlanOutcome
from pulang.common.followup.permissions import FollowupPermission as P
from pulang.common.marking.queries import Owned, register_owned


def register() -> None:
    """Tell the pages of labels and audiences."""
    register_owned(
        Owned("plan", ActionPlan, gettext_lazy("Action plan"), P.PLAN_VIEW, _host, _title, _address, ("host",))
    )
    register_owned(
        Owned(
            "outcome",
            PlanOutcome,
            gettext_lazy("Result and lesson"),
            P.OUTCOME_VIEW,
            lambda outcome: _host(outcome.plan),
            lambda outcome: _("Result and lesson: {title}").format(title=outcome.plan.title),
            lambda outcome: _address(outcome.plan),
            ("plan__host",),
        )
    )


def _host(plan: Any) -> UUID:
    host: UUID = plan.host_id
    return host


def _title(plan: Any) -> str:
    return str(plan.title)


def _address(plan: Any) -> str:
    return reverse("followup:detail", kwargs={"pk": plan.pk})
