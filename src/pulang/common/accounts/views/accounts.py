"""Accounts: the list, one account, making one for a contact, and closing it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulang.common.accounts import actions, queries
from pulang.common.accounts.forms import NewAccountForm, ReasonForm
from pulang.common.accounts.models import Contact, User
from pulang.common.accounts.permissions import AccountsPermission as P
from pulang.common.accounts.views import presentation
from pulang.common.accounts.views.steps import (
    Step,
    carried_out,
    directory,
    isolated,
    step_page,
    to_account,
    to_accounts,
    to_contact,
    to_organisation,
)
from pulang.foundation.policy.guard import ViewerRequest, dangerous, guard
from pulang.foundation.policy.rules import allows, get
from pulang.foundation.ui.listed import listed
from pulang.foundation.ui.submitted import submitted

MOST_WORDS = 200


@guard(P.ACCOUNT_VIEW)
@require_safe
def accounts(request: ViewerRequest) -> HttpResponse:
    """Accounts that the viewer may see, found by name, open ones or those that lack a role."""
    viewer, words = request.viewer, request.GET.get("q", "").strip()[:MOST_WORDS]
    show = request.GET.get("show", "open")
    rows = queries.accounts_shown(viewer, show)
    if words:
        rows = queries.accounts_named(rows, words)
    page = listed(request, rows, queries.ACCOUNT_ORDERS)
    context = {
        "page": page,
        "orders": queries.ACCOUNT_ORDERS,
        "lines": presentation.account_lines(viewer, page.items),
        "words": words,
        "show": show,
        "sees_roles": viewer.may(P.MEMBERSHIP_VIEW),
        "may_make": viewer.may(P.ACCOUNT_MAKE),
    }
    return render(request, "accounts/accounts.html", context)


@guard(P.ACCOUNT_VIEW)
@require_safe
def account(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """One account: its roles, its deputies, its state."""
    context = presentation.account_page(request.viewer, seen_account(request, pk))
    return render(request, "accounts/account.html", {**context, "path": [to_accounts()]})


@guard(P.ACCOUNT_MAKE)
@require_http_methods(["GET", "POST"])
def account_new(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """An account for a contact that has none."""
    contact = get(request.viewer, P.CONTACT_VIEW, queries.contacts(request.viewer), pk=pk)
    if User.objects.filter(contact=contact).exists():
        raise Http404
    form = NewAccountForm(submitted(request), initial={"language": get_language()})
    made: list[User] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(
            form,
            lambda: made.append(actions.make_account(by=request.viewer, contact=contact, **form.cleaned_data)),
        )
    ):
        messages.success(request, _("The account is made."))
        return redirect("accounts:account", pk=made[0].pk)
    return step_page(request, form, _new_step(contact))


@guard(P.ACCOUNT_MAKE)
@require_http_methods(["GET", "POST"])
@dangerous
def account_close(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Close an account; refused while its holder still holds a role."""
    user = seen_account(request, pk)
    if not user.is_active or not allows(request.viewer, P.ACCOUNT_MAKE, user):
        raise Http404
    form = ReasonForm(submitted(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, lambda: actions.close_account(by=request.viewer, user=user, **form.cleaned_data))
    ):
        messages.success(request, _("The account is closed. What its holder did stays on record."))
        return redirect("accounts:account", pk=pk)
    back = to_account(user)
    step = Step(
        _("Close the account of {name}").format(name=isolated(back.label)),
        _("Close the account"),
        back=back.url,
        path=[to_accounts(), back],
        lead=_("Nobody can sign in with it any more. This cannot be undone."),
        danger=True,
    )
    return step_page(request, form, step)


def seen_account(request: ViewerRequest, pk: UUID) -> User:
    """An account that the viewer may see, or 404."""
    return get(request.viewer, P.ACCOUNT_VIEW, queries.accounts(request.viewer), pk=pk)


def _new_step(contact: Contact) -> Step:
    return Step(
        _("Make an account for {name}").format(name=isolated(contact.name)),
        _("Make the account"),
        back=to_contact(contact).url,
        path=[directory(), to_organisation(contact.organisation), to_contact(contact)],
        lead=_("The account begins without a password and without a role. The access manager gives the role."),
    )
