"""Planning a delivery: made, changed, timed, with its trainers, and its steps to the end."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pulang.common.accounts.models import Contact
from pulang.common.accounts.queries import contacts
from pulang.common.learning import actions
from pulang.common.learning.forms import DecideForm
from pulang.common.learning.forms.deliveries import (
    ChangeForm,
    PartForm,
    PersonForm,
    PlanForm,
    TimesForm,
    TrainerForm,
    WhyForm,
    details_initial,
)
from pulang.common.learning.models import Delivery, TrainerPart
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import deliveries as queries
from pulang.common.learning.queries import participants
from pulang.common.learning.queries.deliveries import delivery, held
from pulang.common.learning.queries.taught import teachables
from pulang.common.learning.views.deliveries import presentation
from pulang.common.learning.views.deliveries.steps import STEPS, steps_for
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.policy.rules import Refused
from pulang.foundation.ui.editing import one_at_a_time
from pulang.foundation.ui.parts import Link
from pulang.foundation.ui.submitted import submitted


@guard(P.DELIVERY_PLAN)
@require_http_methods(["GET", "POST"])
def delivery_new(request: ViewerRequest) -> HttpResponse:
    """A new delivery of a released course."""
    viewer, language = request.viewer, presentation.spoken()
    taught = {each.slug: each for each in teachables(viewer, language)}
    places = list(queries.planning_places(viewer))
    chosen = [(slug, each.title) for slug, each in taught.items()]
    form = PlanForm(submitted(request), courses=chosen, places=places, initial={"language": language, "places": 25})
    if request.method == "POST" and form.is_valid():
        what = taught[form.cleaned_data["course"]]
        try:
            made = actions.plan_delivery(
                by=viewer,
                version=what.version,
                cut=what.cut,
                edition=what.edition,
                self_study=form.cleaned_data["self_study"],
                organisation=form.organisations[form.cleaned_data["organisation"]],
                details=form.details(),
            )
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("The delivery is planned. Say next when each session begins and who teaches."))
            return redirect(presentation.url_of(made))
    path = [Link(_("Training"), reverse("training:list")), Link(_("Plan a delivery"), "", current=True)]
    context = {"form": form, "heading": _("Plan a delivery"), "button": _("Plan it"), "path": path}
    return render(request, "learning/deliveries/form.html", {**context, "back": reverse("training:list")})


@guard(P.DELIVERY_PLAN)
@require_http_methods(["GET", "POST"])
@one_at_a_time
def delivery_change(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Other days, another place or language, another number of places."""
    row = _planned(request, pk)
    places = list(queries.planning_places(request.viewer))
    if row.venue is not None and row.venue not in places:
        places.append(row.venue)
    form = ChangeForm(submitted(request), places=places, initial=details_initial(row))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_delivery(by=request.viewer, delivery=row, details=form.details())
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("The delivery is saved."))
            return redirect(presentation.url_of(row))
    return render(request, "learning/deliveries/form.html", _form(row, form, _("Change the delivery"), _("Save")))


@guard(P.DELIVERY_PLAN)
@require_http_methods(["GET", "POST"])
@one_at_a_time
def delivery_times(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """When each session begins."""
    row = _planned(request, pk)
    titled = presentation.titled(row, queries.sessions_of(row))
    form = TimesForm(submitted(request), sessions=titled, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_times(by=request.viewer, delivery=row, times=form.times())
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("The times are saved."))
            return redirect(presentation.url_of(row))
    context = {**_form(row, form, _("Times of the sessions"), _("Save")), "lines": _times(form, titled)}
    return render(request, "learning/deliveries/times.html", context)


def _times(form: TimesForm, titled: object) -> list[tuple[object, str, object, object]]:
    titles = {session.pk: title for session, title in titled}  # type: ignore[attr-defined]
    return [(session, titles[session.pk], day, hour) for session, day, hour in form.lines]


@guard(P.DELIVERY_PLAN)
@require_http_methods(["GET", "POST"])
def delivery_trainers(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Who teaches: found by name, number or code, assigned, and taken away again."""
    row = _planned(request, pk)
    form = TrainerForm(request.GET if "q" in request.GET else None)
    if request.method == "POST":
        return _assigned(request, row)
    found = participants.possible_trainers(request.viewer, form.cleaned_data["q"]) if form.is_valid() else []
    known = set(contacts(request.viewer).filter(pk__in=[each.pk for each in found]).values_list("pk", flat=True))
    context = {
        "row": row,
        "form": form,
        "asked": form.is_bound and form.is_valid(),
        "found": [presentation.found_trainer(request.viewer, each, known) for each in found],
        "parts": TrainerPart.choices,
        "trainers": participants.trainers(request.viewer, row, held(request.viewer, row)),
        "path": presentation.path_to(row, Link(_("Trainers"), "", current=True)),
    }
    return render(request, "learning/deliveries/trainers.html", context)


def _assigned(request: ViewerRequest, row: Delivery) -> HttpResponse:
    """Assign whoever was chosen, or take a trainer away."""
    is_leaving = request.POST.get("choice") == "remove"
    form = (PersonForm if is_leaving else PartForm)(request.POST)
    if not form.is_valid():
        raise Http404
    contact = get_object_or_404(Contact.objects.select_related("organisation"), pk=form.cleaned_data["contact"])
    try:
        if is_leaving:
            actions.remove_trainer(by=request.viewer, delivery=row, contact=contact)
        else:
            part = TrainerPart(form.cleaned_data["part"])
            actions.assign_trainer(by=request.viewer, delivery=row, contact=contact, part=part)
    except Refused as refused:
        messages.warning(request, str(refused.reason))
    else:
        messages.success(request, _("The trainer is taken away.") if is_leaving else _("The trainer is assigned."))
    return redirect("training:trainers", pk=row.pk)


@guard(P.DELIVERY_PLAN)
@require_http_methods(["GET", "POST"])
def step(request: ViewerRequest, pk: UUID, step: str) -> HttpResponse:
    """One decision on one page; 404 for a step that this viewer cannot take now."""
    row = delivery(request.viewer, pk, P.DELIVERY_PLAN)
    allowed, facts = held(request.viewer, row), queries.facts(row)
    page = STEPS.get(step)
    if page is None or page not in steps_for(allowed, facts, queries.state_of(row).state):
        raise Http404
    form = WhyForm(submitted(request)) if page.asks_reason else DecideForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        try:
            page.run(by=request.viewer, delivery=row, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, str(page.done))
            return redirect(presentation.url_of(row))
    context = _form(row, form, page.heading, page.heading)
    return render(request, "learning/deliveries/form.html", {**context, "lead": page.meaning, "danger": page.danger})


def _planned(request: ViewerRequest, pk: UUID) -> Delivery:
    """A delivery that the viewer plans and that is neither closed nor cancelled; else 404."""
    row = delivery(request.viewer, pk, P.DELIVERY_PLAN)
    if row.closed_at is not None or row.cancelled_at is not None:
        raise Http404
    return row


def _form(row: Delivery, form: object, heading: object, button: object) -> presentation.Page:
    return {
        "row": row,
        "form": form,
        "heading": heading,
        "button": button,
        "back": presentation.url_of(row),
        "path": presentation.path_to(row, Link(str(heading), "", current=True)),
    }
