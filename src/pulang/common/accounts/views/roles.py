"""Giving roles and ending them; the access manager of the organisation decides."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pulang.common.accounts import actions, queries
from pulang.common.accounts.forms import EndRoleForm, RoleForm, RoleHereForm
from pulang.common.accounts.models import Membership, Organisation, User
from pulang.common.accounts.permissions import AccountsPermission as P
from pulang.common.accounts.views.accounts import seen_account
from pulang.common.accounts.views.organisations import found
from pulang.common.accounts.views.steps import (
    Step,
    carried_out,
    directory,
    isolated,
    person_name,
    step_page,
    to_account,
    to_accounts,
    to_organisation,
)
from pulang.foundation.policy.guard import ViewerRequest, dangerous, guard
from pulang.foundation.policy.rules import allows, get
from pulang.foundation.ui.submitted import submitted
from pulang.kernel import clock


@guard(P.MEMBERSHIP_GRANT)
@require_http_methods(["GET", "POST"])
@dangerous
def role_give(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Give a person a role; the organisation is chosen first (``?at=``), the person's own by default."""
    user = seen_account(request, pk)
    places = list(queries.within_reach(request.viewer))
    place = _place(places, user, request.GET.get("at", ""))
    if place is None or not user.is_active:
        raise Http404
    roles = queries.roles_to_give(request.viewer, place)
    form = RoleForm(submitted(request), roles=roles, initial={"starts_on": clock.today()})
    if request.method == "POST" and form.is_valid() and carried_out(form, lambda: _give(request, form, user, place)):
        messages.success(request, _("The role is given."))
        return redirect("accounts:account", pk=pk)
    back = to_account(user)
    step = Step(
        _("Give {name} a role").format(name=isolated(back.label)), _("Give the role"), back.url, [to_accounts(), back]
    )
    return render(request, "accounts/role_give.html", {"form": form, "step": step, "places": places, "place": place})


@guard(P.MEMBERSHIP_GRANT)
@require_http_methods(["GET", "POST"])
@dangerous
def role_give_here(request: ViewerRequest, key: str) -> HttpResponse:
    """Give a role at one organisation to a person who is named."""
    place = found(request, key)
    if place.closed_on is not None or not allows(request.viewer, P.MEMBERSHIP_GRANT, place):
        raise Http404
    form = RoleHereForm(
        submitted(request),
        roles=queries.roles_to_give(request.viewer, place),
        people=queries.people_to_choose(request.viewer),
        initial={"starts_on": clock.today()},
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, lambda: _give(request, form, form.cleaned_data["person"], place))
    ):
        messages.success(request, _("The role is given."))
        return redirect("accounts:organisation-roles", key=key)
    step = Step(
        _("Give a role at {name}").format(name=isolated(place.name)),
        _("Give the role"),
        back=reverse("accounts:organisation-roles", args=[key]),
        path=[directory(), to_organisation(place)],
    )
    return step_page(request, form, step)


@guard(P.MEMBERSHIP_GRANT)
@require_http_methods(["GET", "POST"])
def membership_end(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """End one role, with a reason."""
    rows = queries.memberships(request.viewer).filter(queries.running(clock.today()))
    row = get(request.viewer, P.MEMBERSHIP_GRANT, rows, pk=pk)
    form = EndRoleForm(submitted(request), initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        actions.end_membership(by=request.viewer, membership=row, **form.cleaned_data)
        messages.success(request, _("The role is ended."))
        return redirect("accounts:organisation-roles", key=row.organisation.key)
    return step_page(request, form, _ending(row))


def _place(places: list[Organisation], user: User, key: str) -> Organisation | None:
    own = user.contact.organisation.key if user.contact else ""
    by_key = {place.key: place for place in places}
    if key:
        return by_key.get(key)
    return by_key.get(own) or next(iter(places), None)


def _give(request: ViewerRequest, form: RoleForm, user: User, place: Organisation) -> Any:
    return actions.grant_membership(
        by=request.viewer,
        user=user,
        organisation=place,
        role=form.cleaned_data["role"],
        **form.period(),
    )


def _ending(row: Membership) -> Step:
    return Step(
        _("End a role of {name}").format(name=isolated(person_name(row.user))),
        _("End the role"),
        back=reverse("accounts:organisation-roles", args=[row.organisation.key]),
        path=[directory(), to_organisation(row.organisation)],
        lead=_("{role} at {organisation}. To hand over what is open as well, end the person's duty instead.").format(
            role=queries.role_title(row.role), organisation=isolated(row.organisation.name)
        ),
        danger=True,
    )
