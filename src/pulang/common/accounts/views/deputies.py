"""Deputies: a person names their own, an access manager may name one for others."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pulang.common.accounts import actions, queries
from pulang.common.accounts.forms import DeputyForm
from pulang.common.accounts.models import Deputy, User
from pulang.common.accounts.permissions import AccountsPermission as P
from pulang.common.accounts.views import presentation
from pulang.common.accounts.views.accounts import seen_account
from pulang.common.accounts.views.steps import Step, carried_out, isolated, step_page, to_account, to_accounts
from pulang.foundation.policy.guard import ViewerRequest, guard, signed_in
from pulang.foundation.policy.rules import allows, get
from pulang.foundation.ui.submitted import submitted
from pulang.kernel import clock


@signed_in
@require_http_methods(["GET", "POST"])
def my_deputy(request: ViewerRequest) -> HttpResponse:
    """Who stands in for me, and for whom I stand in."""
    me = get(request.viewer, P.ACCOUNT_VIEW, queries.accounts(request.viewer), pk=request.viewer.user_id)
    form = _form(request, me)
    if request.method == "POST" and form.is_valid() and carried_out(form, lambda: _name(request, form, me)):
        messages.success(request, _("Your deputy is named. What the deputy does is recorded on your behalf."))
        return redirect("accounts:my-deputy")
    today = clock.today()
    context = {
        "form": form if me.contact else None,
        "deputies": presentation.deputy_lines(request.viewer, me, today),
        "stands_in_for": presentation.standing_in_lines(request.viewer, me, today),
        "roles": queries.deputisable_roles(me, today),
    }
    return render(request, "accounts/my_deputy.html", context)


@guard(P.DEPUTY_NAME)
@require_http_methods(["GET", "POST"])
def deputy_of(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """An access manager names a deputy for somebody who cannot."""
    principal = seen_account(request, pk)
    if not principal.is_active or not principal.contact or not allows(request.viewer, P.DEPUTY_NAME, principal):
        raise Http404
    form = _form(request, principal)
    if request.method == "POST" and form.is_valid() and carried_out(form, lambda: _name(request, form, principal)):
        messages.success(request, _("The deputy is named."))
        return redirect("accounts:account", pk=pk)
    back = to_account(principal)
    step = Step(
        _("Name a deputy for {name}").format(name=isolated(back.label)),
        _("Name the deputy"),
        back=back.url,
        path=[to_accounts(), back],
        lead=_("The deputy acts with the roles that allow one. Everything says on whose behalf it was done."),
    )
    return step_page(request, form, step)


@signed_in
@require_POST
def deputy_withdraw(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """The deputy stands in no longer; by the person, or by the access manager."""
    row = get(request.viewer, P.DEPUTY_VIEW, Deputy.objects.select_related("principal__contact"), pk=pk)
    is_own = row.principal_id == request.viewer.user_id
    if not is_own and not allows(request.viewer, P.DEPUTY_NAME, row.principal):
        raise Http404
    actions.withdraw_deputy(by=request.viewer, deputy=row)
    messages.success(request, _("The deputy stands in no longer."))
    return redirect("accounts:my-deputy") if is_own else redirect("accounts:account", pk=row.principal_id)


def _form(request: ViewerRequest, principal: User) -> DeputyForm:
    people = queries.possible_deputies(request.viewer, principal)
    return DeputyForm(submitted(request), people=people, initial={"starts_on": clock.today()})


def _name(request: ViewerRequest, form: DeputyForm, principal: User) -> None:
    actions.name_deputy(
        by=request.viewer,
        principal=principal,
        deputy=form.cleaned_data["person"],
        starts_on=form.cleaned_data["starts_on"],
        ends_on=form.ends_on(),
    )
