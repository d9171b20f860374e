"""Making, changing and closing organisations, and keeping the calendars of countries."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pulang.common.accounts import actions
from pulang.common.accounts.forms import (
    ChangeOrganisationForm,
    CloseOrganisationForm,
    HolidayForm,
    NewOrganisationForm,
)
from pulang.common.accounts.models import Organisation, OrganisationKind
from pulang.common.accounts.permissions import AccountsPermission as P
from pulang.common.accounts.views import presentation
from pulang.common.accounts.views.organisations import found
from pulang.common.accounts.views.steps import Step, carried_out, directory, isolated, step_page, to_organisation
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.policy.rules import allows
from pulang.foundation.ui.editing import one_at_a_time
from pulang.foundation.ui.submitted import submitted
from pulang.kernel import clock


@guard(P.ORGANISATION_MAKE)
@require_http_methods(["GET", "POST"])
def organisation_new(request: ViewerRequest, key: str = "") -> HttpResponse:
    """A new organisation at the top of the tree, or below the one with this key."""
    parent = _kept(request, key) if key else None
    form = NewOrganisationForm(submitted(request), parent=parent, initial={"weekend": ["sat", "sun"]})
    if not form.has_places:
        raise Http404
    if request.method == "POST" and form.is_valid() and carried_out(form, lambda: _make(request, form, parent)):
        messages.success(request, _("The organisation is made."))
        return redirect("accounts:organisation", key=form.cleaned_data["key"])
    back = to_organisation(parent) if parent else directory()
    step = Step(
        _("Make an organisation below {name}").format(name=isolated(parent.name))
        if parent
        else _("Make an organisation"),
        _("Make the organisation"),
        back=back.url,
        path=[directory(), back] if parent else [back],
    )
    return step_page(request, form, step)


@guard(P.ORGANISATION_MAKE)
@require_http_methods(["GET", "POST"])
@one_at_a_time
def organisation_change(request: ViewerRequest, key: str) -> HttpResponse:
    """Another name, or another weekend."""
    row = _kept(request, key)
    is_country = row.kind == OrganisationKind.COUNTRY
    initial = {"name": row.name, "weekend": row.weekend.split(",")}
    form = ChangeOrganisationForm(submitted(request), has_weekend=is_country, initial=initial)
    if request.method == "POST" and form.is_valid():
        weekend = form.cleaned_data.get("weekend", row.weekend)
        actions.change_organisation(
            by=request.viewer, organisation=row, name=form.cleaned_data["name"], weekend=weekend
        )
        messages.success(request, _("The organisation is changed."))
        return redirect("accounts:organisation", key=key)
    return step_page(request, form, _step(row, _("Change the organisation"), _("Save")))


@guard(P.ORGANISATION_MAKE)
@require_http_methods(["GET", "POST"])
def organisation_close(request: ViewerRequest, key: str) -> HttpResponse:
    """Close it; refused while something is open below it or somebody holds a role there."""
    row = _kept(request, key)
    form = CloseOrganisationForm(submitted(request), initial={"on": clock.today()})
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(
            form, lambda: actions.close_organisation(by=request.viewer, organisation=row, **form.cleaned_data)
        )
    ):
        messages.success(request, _("The organisation is closed. Its history stays."))
        return redirect("accounts:organisation", key=key)
    lead = _("Nothing below it may be open, and nobody may hold a role there. Its history stays.")
    return step_page(request, form, _step(row, _("Close the organisation"), _("Close it"), lead=lead, danger=True))


@guard(P.ORGANISATION_VIEW)
@require_http_methods(["GET", "POST"])
def holidays(request: ViewerRequest, key: str) -> HttpResponse:
    """A country's holidays; whoever keeps them adds one here."""
    row = _country(request, key)
    may_keep = allows(request.viewer, P.ORGANISATION_MAKE, row)
    if request.method == "POST" and not may_keep:
        raise Http404
    form = HolidayForm(submitted(request)) if may_keep else None
    if form is not None and request.method == "POST" and form.is_valid():
        actions.add_holiday(by=request.viewer, country=row, **form.cleaned_data)
        messages.success(request, _("The holiday is added."))
        return redirect("accounts:holidays", key=key)
    context = {"form": form, "row": row, "path": [directory(), to_organisation(row)]}
    return render(request, "accounts/holidays.html", context | presentation.calendar_page(request.viewer, row))


@guard(P.ORGANISATION_MAKE)
@require_POST
def holiday_remove(request: ViewerRequest, key: str, day: str) -> HttpResponse:
    """Take a holiday away again."""
    row = _country(request, key)
    actions.remove_holiday(by=request.viewer, country=row, day=_day(day))
    messages.success(request, _("The holiday is taken away."))
    return redirect("accounts:holidays", key=key)


def _make(request: ViewerRequest, form: NewOrganisationForm, parent: Organisation | None) -> Organisation:
    data = form.cleaned_data
    kind = OrganisationKind(data["kind"])
    weekend = {"weekend": data["weekend"]} if kind == OrganisationKind.COUNTRY else {}
    return actions.make_organisation(
        by=request.viewer, key=data["key"], kind=kind, name=data["name"], parent=parent, **weekend
    )


def _kept(request: ViewerRequest, key: str) -> Organisation:
    """An open organisation that the viewer keeps."""
    row = found(request, key)
    if row.closed_on is not None or not allows(request.viewer, P.ORGANISATION_MAKE, row):
        raise Http404
    return row


def _country(request: ViewerRequest, key: str) -> Organisation:
    row = found(request, key)
    if row.kind != OrganisationKind.COUNTRY:
        raise Http404
    return row


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None


def _step(row: Organisation, heading: str, button: str, *, lead: str = "", danger: bool = False) -> Step:
    back = reverse("accounts:organisation", args=[row.key])
    return Step(heading, button, back, path=[directory(), to_organisation(row)], lead=lead, danger=danger)
