"""The way in: sign-in name and password, then the second factor; or a passkey alone."""

from typing import Any

from allauth.account.internal.stagekit import clear_login
from allauth.account.views import LoginView
from allauth.core import ratelimit
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pulang.common.accounts.actions.signing import sign_in_refused
from pulang.common.accounts.forms.signing import SecondFactorForm, SignInForm
from pulang.common.accounts.queries import role_title
from pulang.common.accounts.queries.signing import places_of, second_factors
from pulang.foundation.policy.guard import open_to_all
from pulang.foundation.ui.errors import answer


class SignIn(LoginView):  # type: ignore[misc]
    """Sign-in name and password. A demonstration lists its accounts; choosing one fills in the form."""

    form_class = SignInForm
    template_name = "accounts/signing/sign_in.html"

    def get_initial(self) -> dict[str, str]:
        chosen = self.request.GET.get("as", "")
        known = {account["sign_in_name"]: account for account in settings.PULANG_DEMO_ACCOUNTS}
        if chosen not in known:
            return {}
        return {"login": chosen, "password": known[chosen]["password"]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "demo_accounts": demo_accounts()}


def demo_accounts() -> list[dict[str, Any]]:
    """The accounts of a demonstration, with the titles of their roles and their place; none anywhere else."""
    if not settings.PULANG_DEMONSTRATION:
        return []
    places = places_of([account["sign_in_name"] for account in settings.PULANG_DEMO_ACCOUNTS])
    return [
        {
            **account,
            "titles": [role_title(role) for role in account["roles"]] or [account["position"]],
            "place": places.get(account["sign_in_name"], ""),
        }
        for account in settings.PULANG_DEMO_ACCOUNTS
    ]


class SecondFactor(AuthenticateView):  # type: ignore[misc]
    """The second step: a code of the list, the app or the recovery codes; or a passkey."""

    form_class = SecondFactorForm
    template_name = "accounts/signing/second_factor.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "factors": second_factors(self.stage.login.user)}


class PasskeySignIn(LoginWebAuthnView):  # type: ignore[misc]
    """A passkey alone, which has asked for its own PIN, fingerprint or face."""

    def form_invalid(self, form: Any) -> HttpResponse:
        sign_in_refused(user=None)
        messages.error(self.request, _("That passkey is not known here. Sign in with your password."))
        return redirect("account_login")


@require_POST
def start_again(request: HttpRequest) -> HttpResponse:
    """Leave a sign-in that has not come to its end, for somebody else or after a mistake."""
    clear_login(request)
    return redirect("account_login")


def too_often(request: HttpRequest, name: str) -> HttpResponse | None:
    """Count an attempt with a code for an account and this address; the answer when there were too many."""
    if ratelimit.consume(request, action="login_failed", key=f"code:{name}"):
        return None
    return answer(request, 429)


sign_in = open_to_all("the way in")(SignIn.as_view())
second_factor = open_to_all("the second step of the way in")(SecondFactor.as_view())
passkey_sign_in = open_to_all("the way in with a passkey")(PasskeySignIn.as_view())
start_again = open_to_all("leaves a sign-in that is not finished")(start_again)
