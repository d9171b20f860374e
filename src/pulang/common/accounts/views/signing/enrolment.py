"""Issuing a one-time code: at the beginning by the administrator, later by two people together."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pulang.common.accounts import actions, queries, rules
from pulang.common.accounts.forms.signing import LostForm
from pulang.common.accounts.models import Lost, User
from pulang.common.accounts.permissions import AccountsPermission as P
from pulang.common.accounts.queries import signing
from pulang.common.accounts.views.steps import carried_out, to_account, to_accounts
from pulang.foundation.policy.guard import ViewerRequest, dangerous, guard
from pulang.foundation.policy.rules import Refused, allows, get
from pulang.foundation.ui.submitted import submitted
from pulang.kernel import clock


@guard(P.ACCOUNT_MAKE, P.REENROL_APPROVE)
@require_http_methods(["GET", "POST"])
@dangerous
def issue_code(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """How far an account's enrolment has come, and the next step for whoever looks: ask, approve, issue, withdraw."""
    user = get(request.viewer, P.ACCOUNT_VIEW, queries.accounts(request.viewer), pk=pk)
    if not (allows(request.viewer, P.ACCOUNT_MAKE, user) or allows(request.viewer, P.REENROL_APPROVE, user)):
        raise Http404
    form = LostForm(submitted(request))
    if request.method == "POST":
        answer = _act(request, user, form)
        if answer is not None:
            return answer
    return render(request, "accounts/signing/enrolment.html", {**_context(request, user), "form": form})


def _act(request: ViewerRequest, user: User, form: LostForm) -> HttpResponse | None:
    step = request.POST.get("step", "ask")
    if step == "ask":
        return _ask(request, user, form)
    try:
        if step == "issue":
            return _sheet(request, user, actions.issue_code(by=request.viewer, user=user))
        _approve_or_withdraw(request, user, step)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("accounts:issue-code", pk=user.pk)


def _ask(request: ViewerRequest, user: User, form: LostForm) -> HttpResponse | None:
    if not form.is_valid():
        return None
    lost, reason = Lost(form.cleaned_data["lost"]), form.cleaned_data["reason"]
    if not carried_out(form, lambda: actions.ask_reenrolment(by=request.viewer, user=user, lost=lost, reason=reason)):
        return None
    messages.success(request, _("The new enrolment is asked for. Nothing changes until somebody else approves."))
    return redirect("accounts:issue-code", pk=user.pk)


def _approve_or_withdraw(request: ViewerRequest, user: User, step: str) -> None:
    row = signing.open_reenrolment(user)
    if row is None:
        raise Refused(_("This enrolment has ended already. Load the page again."))
    if step == "approve":
        actions.approve_reenrolment(by=request.viewer, reenrolment=row)
        messages.success(request, _("Approved. The administrator can now issue a sign-in code."))
    elif step == "withdraw":
        actions.withdraw_reenrolment(by=request.viewer, reenrolment=row)
        messages.success(request, _("The new enrolment is withdrawn."))


def _sheet(request: ViewerRequest, user: User, code: str) -> HttpResponse:
    """The code on a page for handing over; it is the answer to the request and kept nowhere."""
    context = {
        "account": user,
        "code": code,
        "address": request.build_absolute_uri(reverse("signing:first")),
        "until": clock.now() + rules.SIGN_IN_CODE_VALID,
        "path": [to_accounts(), to_account(user)],
    }
    return render(request, "accounts/signing/code_sheet.html", context)


def _context(request: ViewerRequest, user: User) -> dict[str, object]:
    return {
        "enrolment": signing.enrolment(request.viewer, user),
        "account": user,
        "codes": signing.codes_issued(user),
        "reenrolments": signing.ended_reenrolments(user),
        "path": [to_accounts(), to_account(user)],
        "back": to_account(user),
    }
