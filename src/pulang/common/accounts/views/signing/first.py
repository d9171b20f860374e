"""The first sign-in, and the first after something was lost: sign-in name and one-time code, then a password."""

import time
from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from pulang.common.accounts.actions.enrolment import use_code
from pulang.common.accounts.actions.signing import sign_in_refused
from pulang.common.accounts.forms.signing import CodeInHandForm, NewPasswordForm, OldPasswordForm
from pulang.common.accounts.models import Lost, SignInCode
from pulang.common.accounts.queries import is_suspended, signing
from pulang.common.accounts.rules import SUSPENDED
from pulang.common.accounts.views.signing.entrance import too_often
from pulang.foundation.policy.guard import open_to_all
from pulang.foundation.policy.rules import Refused
from pulang.kernel.folding import fold

STAGE = "enrolling"
STAGE_SECONDS = 15 * 60


@open_to_all("whoever signs in first has no password yet")
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def first(request: HttpRequest) -> HttpResponse:
    """Sign-in name and code. A wrong name and a wrong code get the same sentence."""
    if request.user.is_authenticated:
        return redirect("signing:account")
    form = CodeInHandForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["sign_in_name"]
        if (refusal := too_often(request, fold(name))) is not None:
            return refusal
        user = signing.account_named(name)
        code = signing.open_code(user, form.cleaned_data["code"])
        if code is not None and is_suspended(code.user):
            form.add_error(None, SUSPENDED)
            return render(request, "accounts/signing/first.html", {"form": form})
        if code is not None:
            request.session[STAGE] = {"code": str(code.pk), "at": time.time()}
            return redirect("signing:first-password")
        sign_in_refused(user=user)
        form.add_error(
            None,
            _(
                "The sign-in name or the code is wrong, or the code was used or is older than seven days. "
                "Check both; if it does not help, ask your administrator for a new code."
            ),
        )
    return render(request, "accounts/signing/first.html", {"form": form})


@open_to_all("whoever signs in first has no password yet; the code was checked a moment ago")
@sensitive_post_parameters("password", "password_again")
@require_http_methods(["GET", "POST"])
def first_password(request: HttpRequest) -> HttpResponse:
    """A new password, or the old one where only the second factor was lost. Then the code is spent."""
    code = _checked(request)
    if code is None:
        messages.warning(request, _("That took too long. Enter the sign-in name and the code once more."))
        return redirect("signing:first")
    keeps_password = code.reenrolment is not None and code.reenrolment.lost == Lost.FACTOR
    form = (OldPasswordForm if keeps_password else NewPasswordForm)(request.POST or None, user=code.user)
    if request.method == "POST":
        if keeps_password and (refusal := too_often(request, code.user.sign_in_name)) is not None:
            return refusal
        if form.is_valid():
            return _enter(request, code, None if keeps_password else form.cleaned_data["password"])
        if keeps_password:
            sign_in_refused(user=code.user)
    context = {"form": form, "holder": code.user, "keeps_password": keeps_password}
    return render(request, "accounts/signing/first_password.html", context)


def _checked(request: HttpRequest) -> SignInCode | None:
    stage = request.session.get(STAGE)
    if not stage or time.time() - stage["at"] > STAGE_SECONDS:
        return None
    return signing.open_code_by_id(UUID(stage["code"]))


def _enter(request: HttpRequest, code: SignInCode, password: str | None) -> HttpResponse:
    try:
        use_code(code=code, password=password)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("signing:first")
    del request.session[STAGE]
    record_authentication(request, code.user, "one-time code")
    response: HttpResponse = perform_login(request, code.user, redirect_url=reverse("signing:factor"))
    return response
