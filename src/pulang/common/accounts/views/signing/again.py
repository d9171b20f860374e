"""Proof that it is still the same person, before what cannot be undone; and the way back for a form that came late."""

from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeView
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from pulang.common.accounts.actions.drafts import keep_draft
from pulang.common.accounts.forms.signing import CodeAgainForm, PasswordAgainForm
from pulang.common.accounts.models import User
from pulang.common.accounts.queries.signing import second_factors
from pulang.foundation.policy.guard import before_second_factor, signed_in


class PasswordAgain(ReauthenticateView):  # type: ignore[misc]
    """By the password."""

    form_class = PasswordAgainForm
    template_name = "accounts/signing/again.html"


class CodeAgain(CodeView):  # type: ignore[misc]
    """By a code of the list, the app or the recovery codes."""

    form_class = CodeAgainForm
    template_name = "accounts/signing/again.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        if not second_factors(self.request.user).usable:
            self.request.session.pop("second_factor", None)
        return response


class PasskeyAgain(ReauthenticateWebAuthnView):  # type: ignore[misc]
    """By a passkey."""

    template_name = "accounts/signing/again_passkey.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.error(self.request, _("That passkey does not belong to this account. Try another way."))
        return redirect(self.passthrough_next_url(self.request.path))


def prove(request: HttpRequest) -> HttpResponse | None:
    """``None`` for somebody who has proved it in the last quarter of an hour; else the way to do so.

    A form that was sent is kept and comes back afterwards (``PULANG_PROOF``, asked by ``guard.dangerous``).
    """
    if did_recently_reauthenticate(request):
        return None
    if request.method == "POST" and isinstance(request.user, User):
        keep_for(request, request.user)
    ways = get_adapter(request).get_reauthentication_methods(request.user)
    return go(request, f"{ways[0]['url']}?{urlencode({'next': way_back(request)})}")


def way_back(request: HttpRequest) -> str:
    """The page to come back to: where a form was sent from, be it sent there or to another address."""
    address = request.get_full_path()
    if request.method in ("GET", "HEAD"):
        return address
    page = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return address
    parts = urlsplit(page)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"


def keep_for(request: HttpRequest, user: User) -> bool:
    """Keep what was typed for this person; whether there was anything to keep."""
    kept = keep_draft(user_id=user.pk, address=request.get_full_path(), typed=request.POST)
    if kept and request.user.is_authenticated:
        request.session["drafts"] = True
    return kept


def go(request: HttpRequest, url: str) -> HttpResponse:
    """Lead the whole page there, also where a fragment was asked for."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


password_again = before_second_factor(signed_in(PasswordAgain.as_view()))
code_again = before_second_factor(signed_in(CodeAgain.as_view()))
passkey_again = before_second_factor(signed_in(PasskeyAgain.as_view()))
