"""Second factors: choosing one, the printed code list, the authenticator app, passkeys, recovery codes."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import generate_recovery_codes, view_recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pulang.common.accounts import rules
from pulang.common.accounts.actions import factors as actions
from pulang.common.accounts.forms.signing import AppForm, ListInHandForm, PasskeyForm
from pulang.common.accounts.models import User
from pulang.common.accounts.queries import signing
from pulang.foundation.policy.guard import ViewerRequest, before_second_factor, dangerous, signed_in
from pulang.foundation.policy.rules import Refused


def me(request: HttpRequest) -> User:
    """The signed-in person."""
    assert isinstance(request.user, User), "the middleware lets nobody else come here"
    return request.user


@before_second_factor
@signed_in
@require_safe
def choose(request: ViewerRequest) -> HttpResponse:
    """Which second factors there are, which of them the person has, and what comes next."""
    held = signing.second_factors(me(request))
    return render(request, "accounts/signing/factor.html", {"factors": held, "size": rules.LIST_SIZE})


@before_second_factor
@signed_in
@require_safe
def code_list(request: ViewerRequest) -> HttpResponse:
    """The printed code list: what it is, how many are left, and printing another."""
    user = me(request)
    context = {"factors": signing.second_factors(user), "waiting": signing.waiting_list(user)}
    return render(request, "accounts/signing/code_list.html", {**context, "size": rules.LIST_SIZE})


@before_second_factor
@signed_in
@require_POST
@dangerous
def print_list(request: ViewerRequest) -> HttpResponse:
    """A new sheet. It is the answer to the request and kept nowhere, so it can be seen this once only."""
    row, codes = actions.print_code_list(user=me(request))
    context = {"codes": list(enumerate(codes, start=1)), "row": row, "form": ListInHandForm()}
    return render(request, "accounts/signing/sheet.html", context)


@before_second_factor
@signed_in
@require_http_methods(["GET", "POST"])
def confirm_list(request: ViewerRequest) -> HttpResponse:
    """The holder types the first code from the paper; from then on the list counts."""
    user = me(request)
    if signing.waiting_list(user) is None:
        return redirect("signing:code-list")
    form = ListInHandForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.confirm_code_list(user=user, typed=form.cleaned_data["code"])
        except Refused as refused:
            form.add_error("code", str(refused))
        else:
            messages.success(request, _("Your code list is ready. Next time you sign in you are asked for code 2."))
            return redirect("signing:account")
    return render(request, "accounts/signing/confirm_list.html", {"form": form})


@signed_in
@require_POST
@dangerous
def remove_list(request: ViewerRequest) -> HttpResponse:
    """The code list counts no more."""
    try:
        actions.remove_code_list(user=me(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The code list does not count any more. You can destroy the paper."))
    return redirect("signing:account")


class AddApp(totp.ActivateTOTPView):  # type: ignore[misc]
    """Connect an authenticator app."""

    form_class = AppForm
    template_name = "accounts/signing/app.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "key": rules.grouped(context["form"].secret)}

    def form_valid(self, form: Any) -> HttpResponse:
        user = me(self.request)
        add = super().form_valid
        response: HttpResponse = actions.add_factor(user=user, kind="totp", add=lambda: add(form))
        messages.success(self.request, _("Your authenticator app is connected."))
        return response


class RemoveApp(totp.DeactivateTOTPView):  # type: ignore[misc]
    """Disconnect the authenticator app."""

    template_name = "accounts/signing/app_remove.html"

    def form_valid(self, form: Any) -> HttpResponse:
        return _removed(self.request, "totp", lambda: super(RemoveApp, self).form_valid(form))


class AddPasskey(webauthn.AddWebAuthnView):  # type: ignore[misc]
    """A passkey of this machine, of a telephone, or on a key."""

    form_class = PasskeyForm
    template_name = "accounts/signing/passkey.html"

    def form_valid(self, form: Any) -> HttpResponse:
        user = me(self.request)
        add = super().form_valid
        response: HttpResponse = actions.add_factor(user=user, kind="webauthn", add=lambda: add(form))
        messages.success(self.request, _("Your passkey is saved."))
        return response


class RemovePasskey(webauthn.RemoveWebAuthnView):  # type: ignore[misc]
    """Take a passkey away."""

    template_name = "accounts/signing/passkey_remove.html"

    def form_valid(self, form: Any) -> HttpResponse:
        return _removed(self.request, "webauthn", lambda: super(RemovePasskey, self).form_valid(form))


def _removed(request: HttpRequest, kind: str, remove: Any) -> HttpResponse:
    try:
        actions.remove_factor(user=me(request), kind=kind, remove=remove)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("It is removed."))
    return redirect("signing:account")


@before_second_factor
@signed_in
@require_safe
@dangerous
def recovery_codes(request: ViewerRequest) -> HttpResponse:
    """The recovery codes, shown once; they stand in for a lost app or passkey."""
    codes, can_view = view_recovery_codes(request)
    if codes is None:
        raise Http404
    unused = codes.get_unused_codes()
    context = {"codes": [rules.grouped(code) for code in unused] if can_view else [], "left": len(unused)}
    return render(request, "accounts/signing/recovery_codes.html", context)


@signed_in
@require_POST
@dangerous
def new_recovery_codes(request: ViewerRequest) -> HttpResponse:
    """Other recovery codes; those before count no more."""
    user = me(request)
    held = signing.second_factors(user)
    if not (held.app or held.passkeys):
        raise Http404
    kind = Authenticator.Type.RECOVERY_CODES
    actions.add_factor(user=user, kind=str(kind.value), add=lambda: generate_recovery_codes(request))
    return redirect("mfa_view_recovery_codes")


add_app = before_second_factor(signed_in(dangerous(AddApp.as_view())))
remove_app = signed_in(dangerous(RemoveApp.as_view()))
add_passkey = before_second_factor(signed_in(dangerous(AddPasskey.as_view())))
remove_passkey = signed_in(dangerous(RemovePasskey.as_view()))
