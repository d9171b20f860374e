"""Suspending an organisation, what waits while it lasts, and lifting it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pulang.common.accounts import actions, queries
from pulang.common.accounts.forms import ReasonForm
from pulang.common.accounts.models import Organisation, Suspension, User
from pulang.common.accounts.permissions import AccountsPermission as P
from pulang.common.accounts.views import presentation
from pulang.common.accounts.views.organisations import found
from pulang.common.accounts.views.steps import (
    Step,
    carried_out,
    directory,
    isolated,
    person_name,
    step_page,
    to_organisation,
)
from pulang.foundation.pages import Page
from pulang.foundation.policy.guard import ViewerRequest, dangerous, guard, proof_asked
from pulang.foundation.policy.rules import allows
from pulang.foundation.ui.listed import listed
from pulang.foundation.ui.submitted import submitted

PEOPLE_ON_A_PAGE = 25


@guard(P.ORGANISATION_SUSPEND)
@require_http_methods(["GET", "POST"])
@dangerous
def organisation_suspend(request: ViewerRequest, key: str) -> HttpResponse:
    """Suspend it, with a reason; where it is suspended already, its page says what follows from that."""
    row = _reached(request, key)
    if queries.suspension_of(row) is not None:
        return redirect("accounts:organisation-suspension", key=key)
    form = ReasonForm(submitted(request))
    if request.method == "POST" and form.is_valid() and carried_out(form, lambda: _suspend(request, row, form)):
        messages.success(request, _("The organisation is suspended. Everybody there is signed out."))
        return redirect("accounts:organisation-suspension", key=key)
    step = Step(
        _("Suspend {name}").format(name=isolated(row.name)),
        _("Suspend it now"),
        back=reverse("accounts:organisation", args=[key]),
        path=[directory(), to_organisation(row)],
        lead=_(
            "Everybody of this organisation and of those below it is signed out at once and cannot sign in. Roles "
            "there count for nothing. Nothing is deleted, and all of it can be given back."
        ),
        danger=True,
    )
    return step_page(request, form, step)


@guard(P.ORGANISATION_SUSPEND)
@require_http_methods(["GET", "POST"])
def organisation_suspension(request: ViewerRequest, key: str) -> HttpResponse:
    """A suspension that lasts: since when and why, what waits for the people who are kept out; and lifting it."""
    row = _reached(request, key)
    suspension = queries.suspension_of(row)
    if suspension is None:
        raise Http404
    may_lift = suspension.organisation_id == row.pk
    if request.method == "POST" and not may_lift:
        raise Http404
    if request.method == "POST" and (question := proof_asked(request)) is not None:
        return question
    form = ReasonForm(submitted(request)) if may_lift else None
    if form is not None and request.method == "POST" and form.is_valid():
        actions.lift_suspension(by=request.viewer, suspension=suspension, reason=form.cleaned_data["reason"])
        messages.success(request, _("The suspension is lifted. People can sign in again."))
        return redirect("accounts:organisation", key=key)
    people = queries.people_below(request.viewer, row)
    page = listed(request, people, queries.ACCOUNT_ORDERS, size=PEOPLE_ON_A_PAGE)
    return render(request, "accounts/suspension.html", _context(request, row, suspension, page) | {"form": form})


def _context(request: ViewerRequest, row: Organisation, suspension: Suspension, page: Page[User]) -> dict[str, object]:
    return {
        **presentation.organisation_page(request.viewer, row, "suspension"),
        "page": page,
        "waiting": presentation.waiting_lines(request.viewer, page.items),
        "suspension": suspension,
        "reason": suspension.reason.open(suspension),
        "by": person_name(suspension.suspended_by),
    }


def _suspend(request: ViewerRequest, row: Organisation, form: ReasonForm) -> None:
    actions.suspend_organisation(by=request.viewer, organisation=row, reason=form.cleaned_data["reason"])


def _reached(request: ViewerRequest, key: str) -> Organisation:
    row = found(request, key)
    if not allows(request.viewer, P.ORGANISATION_SUSPEND, row):
        raise Http404
    return row
