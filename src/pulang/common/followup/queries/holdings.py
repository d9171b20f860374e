"""Plans and what came of them, as parts of what organisations own."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pulang.common.files.actions import attachments
from pulang.common.followup.models import (
    ActionPlan,
    OutcomeTranslation,
    PlanFile,
    PlanOutcome,
    PlanProvision,
    PlanTranslation,
)
from pulang.foundation.holdings import Holding, delete, register_holding


def register() -> None:
    """Called at start-up."""
    of_plan = "plan__marking"
    register_holding(
        Holding(ActionPlan, _("Action plans"), lambda places: Q(host__in=places), "marking", erase=delete),
        Holding(
            PlanProvision,
            _("Good practices of action plans"),
            lambda places: Q(plan__host__in=places),
            of_plan,
            erase=delete,
        ),
        Holding(
            PlanTranslation,
            _("Translations of action plans"),
            lambda places: Q(plan__host__in=places),
            of_plan,
            erase=delete,
        ),
        attachments(PlanFile, _("Files beside action plans"), "host"),
        Holding(
            PlanOutcome, _("Results and lessons"), lambda places: Q(plan__host__in=places), "marking", erase=delete
        ),
        Holding(
            OutcomeTranslation,
            _("Translations of results and lessons"),
            lambda places: Q(outcome__plan__host__in=places),
            "outcome__marking",
            erase=delete,
        ),
    )
