"""My account: who I am here, with what I sign in, and where I am signed in."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pulang.common.accounts import actions as enrolment
from pulang.common.accounts import rules
from pulang.common.accounts.actions import signing as actions
from pulang.common.accounts.forms.signing import ChangePasswordForm, LanguageForm
from pulang.common.accounts.queries import signing
from pulang.common.accounts.views.signing.browsers import device
from pulang.common.accounts.views.signing.factors import me
from pulang.foundation.policy.guard import ViewerRequest, signed_in
from pulang.foundation.policy.rules import Refused
from pulang.foundation.ui.language import remember_language


@signed_in
@require_safe
def account(request: ViewerRequest) -> HttpResponse:
    """Name, roles, language, password, second factors, sessions, and who issued what."""
    user = me(request)
    context = {
        "account": user,
        "factors": signing.second_factors(user),
        "low": rules.LIST_LOW,
        "sessions": _sessions(request),
        "codes": signing.codes_issued(user),
        "under_way": signing.open_reenrolment(user),
        "reenrolments": signing.ended_reenrolments(user),
    }
    return render(request, "accounts/signing/account.html", context)


def _sessions(request: ViewerRequest) -> list[dict[str, object]]:
    key = request.session.session_key
    rows = signing.sessions(me(request))
    return [{"row": row, "device": device(row.user_agent), "here": row.session_key == key} for row in rows]


@signed_in
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: ViewerRequest) -> HttpResponse:
    """A new password; whoever is signed in elsewhere with the old one is signed out there."""
    user = me(request)
    form = ChangePasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        keep = request.session.session_key or ""
        actions.change_password(user=user, password=form.cleaned_data["password"], keep=keep)
        _stay(request, user)
        messages.success(request, _("Your password is changed. Everywhere else you are signed out."))
        return redirect("signing:account")
    return render(request, "accounts/signing/password.html", {"form": form})


def _stay(request: HttpRequest, user: object) -> None:
    """Keep this session, which the new password gives another key."""
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    update_session_auth_hash(request, user)  # type: ignore[arg-type]
    UserSession.objects.create_from_request(request)


@signed_in
@require_POST
def revoke(request: ViewerRequest) -> HttpResponse:
    """End one other session, or all others."""
    only = request.POST.get("session", "")
    key = request.session.session_key or ""
    number = actions.revoke_sessions(user=me(request), keep=key, only=int(only) if only.isdecimal() else None)
    if number:
        messages.success(request, _("Signed out there. If it was not you, change your password now."))
    return redirect("signing:account")


@signed_in
@require_http_methods(["GET", "POST"])
def language(request: ViewerRequest) -> HttpResponse:
    """The language in which Pulang speaks to this person, here and wherever they sign in."""
    user = me(request)
    form = LanguageForm(request.POST or None, initial={"language": user.language})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["language"]
        actions.choose_language(user=user, language=chosen)
        with translation.override(chosen):
            messages.success(request, _("Your language is saved."))
        return remember_language(redirect("signing:account"), chosen)
    return render(request, "accounts/signing/language.html", {"form": form})


@signed_in
@require_POST
def nothing_lost(request: ViewerRequest) -> HttpResponse:
    """The holder says that nothing was lost: a new enrolment somebody asked for does not happen."""
    row = signing.open_reenrolment(me(request))
    if row is not None:
        try:
            enrolment.withdraw_reenrolment(by=request.viewer, reenrolment=row)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The new enrolment is stopped. Tell your administrator that it was not you."))
    return redirect("signing:account")
