"""Pages of action plans."""

from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from pulang.common.followup import actions, queries
from pulang.common.followup.forms import (
    ChangePlanForm,
    MentorForm,
    NewPlanForm,
    OutcomeForm,
    PlanForm,
    ReleaseForm,
    TranslationForm,
    labels,
    outcome_initial,
    plan_initial,
    texts_by_language,
)
from pulang.common.followup.models import OUTCOME_TEXTS, PLAN_TEXTS, ActionPlan, PlanOutcome
from pulang.common.followup.permissions import FollowupPermission as P
from pulang.common.followup.views import presentation
from pulang.common.frameworks.queries import chosen_provisions, provision_choices
from pulang.common.marking.queries import Carried, let_out_one, marked
from pulang.foundation.policy.exits import PAGE
from pulang.foundation.policy.guard import ViewerRequest, dangerous, guard
from pulang.foundation.policy.rules import allows, get
from pulang.foundation.ui.editing import one_at_a_time
from pulang.foundation.ui.listed import listed_by
from pulang.foundation.ui.submitted import submitted
from pulang.kernel.tlp import Label


@guard(P.PLAN_VIEW)
@require_GET
def plan_list(request: ViewerRequest) -> HttpResponse:
    """Plans the viewer may read, newest first."""
    page = listed_by(request, partial(queries.PLANS.page, request.viewer))
    context = {
        "page": page,
        "columns": presentation.COLUMNS,
        "lines": presentation.lines(request.viewer, page.items, get_language() or "en"),
        "orders": queries.ORDERS,
        "may_write": request.viewer.may(P.PLAN_WRITE),
    }
    return render(request, "followup/list.html", context)


@guard(P.PLAN_VIEW)
@require_GET
def plan_detail(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """One plan: what it says, what came of it, who reads it, what is next."""
    plan = _plan(request, pk)
    context = presentation.page(request.viewer, plan, get_language() or "en")
    return render(request, "followup/detail.html", context)


@guard(P.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def plan_new(request: ViewerRequest) -> HttpResponse:
    """A plan of the viewer's own organisation, on screen or from the paper form."""
    hosts = [(str(host.pk), host.name) for host in queries.hosts(request.viewer)]
    owners = [(str(owner.pk), f"{owner.name} · {owner.organisation.name}") for owner in queries.owners(request.viewer)]
    form = NewPlanForm(
        submitted(request),
        hosts=hosts,
        owners=owners,
        provisions=provision_choices(get_language() or "en"),
        initial={"language": get_language()},
    )
    if request.method == "POST" and form.is_valid():
        plan = actions.record_plan(
            by=request.viewer,
            host=queries.hosts(request.viewer).get(pk=form.cleaned_data["host"]),
            owner=queries.owners(request.viewer)
            .filter(pk__in=[form.cleaned_data["owner"]] if form.cleaned_data["owner"] else [])
            .first(),
            text=form.text(),
            provisions=chosen_provisions(form.provision_ids()),
            written_on_paper_on=form.cleaned_data["written_on_paper_on"],
        )
        messages.success(request, _("The action plan is recorded."))
        return redirect("followup:detail", pk=plan.pk)
    return render(request, "followup/form.html", {"form": form, "new": True})


@guard(P.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def plan_from(request: ViewerRequest, origin: str, pk: UUID) -> HttpResponse:
    """A plan that something else led to (an accepted request); the origin decides who may."""
    if origin not in queries.ORIGINS:
        raise Http404
    source = queries.ORIGINS[origin]
    start = source.find(request.viewer, pk)
    chosen = {"provisions": [str(key) for key in start.provision_ids], "language": get_language()}
    form = PlanForm(submitted(request), provisions=provision_choices(get_language() or "en"), initial=chosen)
    if request.method == "POST" and form.is_valid():
        plan = source.record(
            by=request.viewer,
            pk=pk,
            text=form.text(),
            provisions=chosen_provisions(form.provision_ids()),
            written_on_paper_on=form.cleaned_data["written_on_paper_on"],
        )
        messages.success(request, _("The action plan is recorded."))
        return redirect("followup:detail", pk=plan.pk)
    return render(request, "followup/form.html", {"form": form, "new": True, "start": start})


@guard(P.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
@one_at_a_time
def plan_change(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Write a plan again."""
    plan = _writable(request, pk)
    form = ChangePlanForm(
        submitted(request), provisions=provision_choices(get_language() or "en"), initial=plan_initial(plan)
    )
    if request.method == "POST" and form.is_valid():
        provisions = chosen_provisions(form.provision_ids())
        actions.change_plan(by=request.viewer, plan=plan, text=form.text(), provisions=provisions)
        messages.success(request, _("The action plan is saved."))
        return redirect("followup:detail", pk=plan.pk)
    return render(request, "followup/form.html", {"form": form, "plan": plan})


@guard(P.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
@one_at_a_time
def plan_outcome(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Result and lesson."""
    plan = _writable(request, pk)
    outcome = _outcome(request, plan, P.OUTCOME_VIEW) if queries.has_outcome(plan) else None
    form = OutcomeForm(submitted(request), initial={"language": plan.language, **outcome_initial(outcome)})
    if request.method == "POST" and form.is_valid():
        actions.record_outcome(by=request.viewer, plan=plan, text=form.text())
        messages.success(request, _("Result and lesson are recorded."))
        return redirect("followup:detail", pk=plan.pk)
    return render(request, "followup/outcome.html", {"form": form, "plan": plan})


@guard(P.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
@one_at_a_time
def plan_mentor(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Who accompanies the plan, on the plane that has mentors."""
    if not queries.mentors_exist():
        raise Http404
    plan = _writable(request, pk)
    people = {str(user.pk): user for user in queries.mentors(request.viewer, plan)}
    form = MentorForm(
        submitted(request),
        mentors=[(key, presentation.person(user)) for key, user in people.items()],
        initial={"mentor": str(plan.mentor_id or "")},
    )
    if request.method == "POST" and form.is_valid():
        actions.assign_mentor(by=request.viewer, plan=plan, mentor=people.get(form.cleaned_data["mentor"]))
        messages.success(request, _("The mentor is saved."))
        return redirect("followup:detail", pk=plan.pk)
    return render(request, "followup/mentor.html", {"form": form, "plan": plan})


@guard(P.OUTCOME_RELEASE)
@require_http_methods(["GET", "POST"])
@dangerous
def outcome_release(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """The country lets members read result and lesson."""
    plan = _plan(request, pk)
    outcome = _outcome(request, plan, P.OUTCOME_RELEASE)
    if outcome.marking.label in presentation.RELEASED:
        return redirect("followup:detail", pk=plan.pk)
    form = ReleaseForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        actions.release_outcome(by=request.viewer, outcome=outcome, reason=form.cleaned_data["reason"])
        messages.success(request, _("Members may now read the result and the lesson."))
        return redirect("followup:detail", pk=plan.pk)
    return render(
        request,
        "followup/release.html",
        {"form": form, "plan": plan, "outcome": outcome, "released_label": Label.GREEN.value},
    )


@guard(P.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
@one_at_a_time
def plan_translate(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """The plan's text in another language."""
    plan = _writable(request, pk)
    names = labels(PlanForm, PLAN_TEXTS)
    originals = {name: (names[name], getattr(plan, name)) for name in PLAN_TEXTS}
    form = _translation_form(request, plan, originals)
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["language"]
        actions.translate_plan(by=request.viewer, plan=plan, language=language, texts=form.texts())
        messages.success(request, _("The translation is saved."))
        return redirect("followup:detail", pk=plan.pk)
    return render(request, "followup/translate.html", {"form": form, "plan": plan, "of_plan": True})


@guard(P.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
@one_at_a_time
def outcome_translate(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Result and lesson in another language."""
    plan = _writable(request, pk)
    outcome = _outcome(request, plan, P.OUTCOME_VIEW)
    names = labels(OutcomeForm, OUTCOME_TEXTS)
    texts = {name: (names[name], getattr(outcome, name)) for name in OUTCOME_TEXTS}
    form = _translation_form(request, outcome, texts)
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["language"]
        actions.translate_outcome(by=request.viewer, outcome=outcome, language=language, texts=form.texts())
        messages.success(request, _("The translation is saved."))
        return redirect("followup:detail", pk=plan.pk)
    return render(request, "followup/translate.html", {"form": form, "plan": plan})


@guard(P.PLAN_VIEW)
@require_GET
def plan_readers(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Who could read this plan, the server's owner included."""
    plan = _plan(request, pk)
    return render(request, "followup/readers.html", {"plan": plan, "readers": queries.readers_of(plan)})


@guard(P.PLAN_VIEW)
@require_GET
def plan_paper(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """The plan as a one-page form, to print, discuss and sign."""
    plan = _plan(request, pk)
    rows = presentation.paper_rows(plan)
    provisions = presentation.provision_lines(plan, get_language() or "en")
    context = {"plan": plan, "rows": rows, "host": plan.host.name, "provisions": provisions}
    return render(request, "followup/paper.html", context)


@guard(P.PLAN_VIEW)
@require_GET
def blank_paper(request: ViewerRequest) -> HttpResponse:
    """The empty form, to be filled in by hand and typed in later."""
    return render(request, "followup/paper.html", {"rows": presentation.paper_rows(None)})


def _plan(request: ViewerRequest, pk: UUID) -> ActionPlan:
    """A plan that the viewer may read, through the gate; else 404."""
    plan = get(request.viewer, P.PLAN_VIEW, queries.plans(request.viewer), pk=pk)
    return let_out_one(request.viewer, PAGE, Carried(plan, (marked(plan),)))


def _outcome(request: ViewerRequest, plan: ActionPlan, permission: str) -> PlanOutcome:
    """What came of a plan, through the gate; else 404."""
    outcome = get(request.viewer, permission, queries.outcomes(request.viewer), plan=plan)
    return let_out_one(request.viewer, PAGE, Carried(outcome, (marked(outcome),)))


def _writable(request: ViewerRequest, pk: UUID) -> ActionPlan:
    plan = _plan(request, pk)
    if not allows(request.viewer, P.PLAN_WRITE, plan):
        raise Http404
    return plan


def _translation_form(
    request: ViewerRequest, written: ActionPlan | PlanOutcome, originals: dict[str, tuple[Any, str]]
) -> TranslationForm:
    languages = [(code, name) for code, name in settings.LANGUAGES if code != written.language]
    existing = texts_by_language(written.translations.all(), tuple(originals))
    return TranslationForm(submitted(request), languages=languages, originals=originals, existing=existing)
