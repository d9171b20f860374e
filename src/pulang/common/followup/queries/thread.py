"""What plans and their outcomes add to a provision's page: text for their readers, stage for members."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from pulang.common.followup.models import OUTCOME_TEXTS, PLAN_TEXTS, ActionPlan, PlanOutcome, PlanProvision
from pulang.common.followup.permissions import FollowupPermission as P
from pulang.common.frameworks.models import Provision
from pulang.common.frameworks.queries import ThreadEntry, ThreadSource, register_source
from pulang.common.marking.queries import shown
from pulang.foundation.policy.rules import visible
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.texts.models import pick_beside


def register() -> None:
    """Called at start-up."""
    register_source(ThreadSource("plans", gettext_lazy("Action plans"), 30, plan_entries, plan_counts))
    register_source(ThreadSource("outcomes", gettext_lazy("Results and lessons"), 40, outcome_entries, outcome_counts))


def plan_entries(viewer: Viewer, provision: Provision) -> list[ThreadEntry]:
    """Plans that serve the provision: by name for their readers, else only that there is one."""
    known = (
        _known(viewer, ActionPlan.objects.filter(links__provision=provision))
        .select_related("host__country", "marking")
        .prefetch_related("translations")
    )
    readable = {plan.pk for plan in shown(viewer, visible(viewer, P.PLAN_VIEW, known))}
    return [_plan_entry(plan, full=plan.pk in readable) for plan in known]


def outcome_entries(viewer: Viewer, provision: Provision) -> list[ThreadEntry]:
    """Results and lessons of those plans that the viewer may read."""
    rows = (
        PlanOutcome.objects.filter(plan__links__provision=provision)
        .select_related("plan__host__country", "marking")
        .prefetch_related("translations")
    )
    readable = set(
        visible(viewer, P.PLAN_VIEW, ActionPlan.objects.filter(links__provision=provision)).values_list("pk", flat=True)
    )
    outcomes = shown(viewer, visible(viewer, P.OUTCOME_VIEW, rows))
    return [_outcome_entry(row, linked=row.plan_id in readable) for row in outcomes]


def plan_counts(viewer: Viewer, provision_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """How many plans serve each provision, as far as the viewer may know."""
    known = _known(viewer, ActionPlan.objects.all()).values("pk")
    rows = PlanProvision.objects.filter(provision__in=provision_ids, plan__in=known)
    return dict(rows.values_list("provision").annotate(Count("pk")))


def outcome_counts(viewer: Viewer, provision_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """How many results serve each provision, as far as the viewer may read them."""
    readable = visible(viewer, P.OUTCOME_VIEW, PlanOutcome.objects.all()).values("plan")
    rows = PlanProvision.objects.filter(provision__in=provision_ids, plan__in=readable)
    return dict(rows.values_list("provision").annotate(Count("pk")))


def _known(viewer: Viewer, rows: QuerySet[ActionPlan]) -> QuerySet[ActionPlan]:
    permission = P.PLAN_STAGE if viewer.may(P.PLAN_STAGE) else P.PLAN_VIEW
    return visible(viewer, permission, rows)


def _plan_entry(plan: ActionPlan, *, full: bool) -> ThreadEntry:
    country = plan.host.country.name if plan.host.country else plan.host.name
    texts = pick_beside(plan, plan.translations.all(), get_language() or "en", PLAN_TEXTS)
    return ThreadEntry(
        when=plan.made_at.date(),
        when_text=date_format(plan.made_at),
        heading=_("Follow-up in {country}").format(country=country),
        title=texts.translation.title if full else _("An action plan was recorded"),
        url=reverse("followup:detail", kwargs={"pk": plan.pk}) if full else "",
        text=texts.translation.first_step if full else "",
        text_language=texts.language if full else "",
        tlp_label=plan.marking.label if full else None,
        kind="plan",
        detail=plan.host.name if full else "",
        row=plan if full else None,
    )


def _outcome_entry(outcome: PlanOutcome, *, linked: bool) -> ThreadEntry:
    plan = outcome.plan
    country = plan.host.country.name if plan.host.country else plan.host.name
    texts = pick_beside(outcome, outcome.translations.all(), get_language() or "en", OUTCOME_TEXTS)
    return ThreadEntry(
        when=outcome.seen_on,
        when_text=date_format(outcome.seen_on),
        heading=_("Result and lesson from {country}").format(country=country),
        title=texts.translation.lesson,
        url=reverse("followup:detail", kwargs={"pk": plan.pk}) if linked else "",
        text=texts.translation.result,
        text_language=texts.language,
        tlp_label=outcome.marking.label,
        kind="lesson",
        detail=_("Value reached: {value}").format(value=texts.translation.value_reached),
        state_text=_("result recorded"),
        state_kind="done",
        row=outcome,
    )
