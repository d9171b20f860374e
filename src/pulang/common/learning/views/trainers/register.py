"""The register of trainers: who is certified, one trainer, certifying, ending, and what was observed."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulang.common.accounts.models import Contact
from pulang.common.learning.actions import trainers as actions
from pulang.common.learning.forms.deliveries import WhyForm
from pulang.common.learning.forms.trainers import CertifyForm, FindForm, ObserveForm, RegisterForm
from pulang.common.learning.models import Course
from pulang.common.learning.models.trainers import Verdict
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import trainers as queries
from pulang.common.learning.queries.participants import found_among
from pulang.common.learning.rules.delivering import trainer_code
from pulang.common.learning.rules.trainers import Level
from pulang.common.learning.views.trainers import presentation
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.policy.rules import Refused, get
from pulang.foundation.ui.listed import listed
from pulang.foundation.ui.parts import Link
from pulang.foundation.ui.submitted import submitted
from pulang.kernel import clock


@guard(P.TRAINER_VIEW)
@require_safe
def register(request: ViewerRequest) -> HttpResponse:
    """Certified trainers whom the viewer may see, by the day on which their certification ends."""
    titles = presentation.course_titles(request.viewer)
    form = RegisterForm(request.GET or None, courses=list(titles.items()))
    rows = queries.certifications(request.viewer, course=form.asked("course"), running=form.asked("show") != "all")
    page = listed(request, rows, queries.ORDERS)
    find = FindForm(request.GET if "q" in request.GET else None)
    context = {
        "page": page,
        "orders": queries.ORDERS,
        "form": form,
        "columns": presentation.COLUMNS,
        "lines": presentation.lines(page.items, titles),
        "may_certify": request.viewer.may(P.TRAINER_CERTIFY),
        "find": find,
        "found": _found(request, find),
        "asked": find.is_bound,
        "path": [presentation.path_to()[0], Link(_("Trainers"), "", current=True)],
    }
    return render(request, "learning/trainers/register.html", context)


def _found(request: ViewerRequest, form: FindForm) -> list[tuple[Contact, str]]:
    if not (request.viewer.may(P.TRAINER_CERTIFY) and form.is_bound and form.is_valid()):
        return []
    people = queries.to_certify(request.viewer)
    return [(each, presentation.trainer_url(each.pk)) for each in found_among(people, form.cleaned_data["q"])]


@guard(P.TRAINER_VIEW)
@require_safe
def trainer(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """One trainer: certifications, what is lacking for each level, what was observed."""
    person = queries.demand_trainer(request.viewer, pk)
    titles = presentation.course_titles(request.viewer)
    context = {
        "person": person,
        "code": trainer_code(person.pk),
        "lines": presentation.certification_lines(queries.of_trainer(request.viewer, person.pk), titles),
        "ways": presentation.ways(person, titles),
        "observed": queries.observed(request.viewer, person.pk),
        "may_certify": queries.may_certify(request.viewer, person),
        "path": presentation.path_to(Link(person.name, "", current=True)),
    }
    return render(request, "learning/trainers/trainer.html", context)


@guard(P.TRAINER_CERTIFY)
@require_http_methods(["GET", "POST"])
def certify(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Certify somebody for a course."""
    person = _person(request, pk)
    titles = presentation.course_titles(request.viewer)
    form = CertifyForm(submitted(request), courses=list(titles.items()), initial={"starts_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        course = get_object_or_404(Course, key=form.cleaned_data["course"])
        level, waived = Level(form.cleaned_data["level"]), form.cleaned_data["waived"]
        starts_on = form.cleaned_data["starts_on"]
        try:
            actions.certify_trainer(
                by=request.viewer, contact=person, course=course, level=level, starts_on=starts_on, waived=waived
            )
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("The trainer is certified."))
            return redirect("training:trainer", pk=person.pk)
    return render(request, "learning/trainers/certify.html", {
        **_form(person, form, _("Certify a trainer"), _("Certify")),
        "ways": presentation.ways(person, titles),
    })  # fmt: skip


@guard(P.TRAINER_CERTIFY)
@require_http_methods(["GET", "POST"])
def observe(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Write down that somebody was observed while teaching."""
    person = _person(request, pk)
    taught = {str(row.pk): row for row in queries.taught_by(person)}
    choices = [(key, f"{row} · {date_format(row.starts_on)}") for key, row in taught.items()]
    form = ObserveForm(submitted(request), deliveries=choices, initial={"seen_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_observation(
                by=request.viewer,
                contact=person,
                delivery=taught[form.cleaned_data["delivery"]],
                seen_on=form.cleaned_data["seen_on"],
                verdict=Verdict(form.cleaned_data["verdict"]),
                said=form.cleaned_data["said"],
            )
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("What was observed is written down."))
            return redirect("training:trainer", pk=person.pk)
    context = _form(person, form, _("Observed while teaching"), _("Save"))
    return render(request, "learning/trainers/observe.html", {**context, "taught": taught})


@guard(P.TRAINER_CERTIFY)
@require_http_methods(["GET", "POST"])
def end(request: ViewerRequest, pk: UUID, certification: UUID) -> HttpResponse:
    """End a certification before its time, with the reason."""
    person = _person(request, pk)
    row = next((each for each in queries.of_trainer(request.viewer, person.pk) if each.pk == certification), None)
    if row is None or row.ended_on is not None or row.until < clock.today():
        raise Http404
    form = WhyForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_certification(by=request.viewer, certification=row, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("The certification has ended."))
            return redirect("training:trainer", pk=person.pk)
    context = _form(person, form, _("End the certification"), _("End it"))
    lead = _("From today on this person is not assigned as a trainer of the course. What was taught stays.")
    return render(request, "learning/deliveries/form.html", {**context, "lead": lead, "danger": True})


def _person(request: ViewerRequest, pk: UUID) -> Contact:
    rows = Contact.objects.select_related("organisation")
    return get(request.viewer, P.TRAINER_CERTIFY, rows, pk=pk)


def _form(person: Contact, form: object, heading: str, button: str) -> presentation.Page:
    url = presentation.trainer_url(person.pk)
    path = presentation.path_to(Link(person.name, url), Link(heading, "", current=True))
    return {"person": person, "form": form, "heading": heading, "button": button, "back": url, "path": path}
