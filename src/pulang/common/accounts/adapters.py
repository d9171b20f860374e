"""Where the sign-in library calls back into Pulang: who may sign in, with what, how often, and what is told of it."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout as django_logout
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts import rules
from pulang.common.accounts.actions import drafts, signing
from pulang.common.accounts.actions.enrolment import tell_holder
from pulang.common.accounts.models import Reenrolment, User
from pulang.common.accounts.queries import is_suspended
from pulang.common.accounts.queries import signing as signing_queries
from pulang.common.accounts.queries.arriving import account_of_session
from pulang.common.accounts.views.steps import person_name
from pulang.foundation.ui.errors import answer
from pulang.foundation.ui.language import remember_language
from pulang.kernel.folding import sign_in_key

SECRETS = b"accounts.second-factor"


class SignInNameBackend(BaseBackend):
    """Finds the account by the folded sign-in name. Takes as long for a name that does not exist."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        if username is None or password is None:
            return None
        user = signing_queries.account_named(username)
        if user is None:
            make_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: Any) -> User | None:
        """Asked with every request: nobody of a suspended organisation is signed in, whatever the session says."""
        return account_of_session(user_id)

    def user_can_authenticate(self, user: User) -> bool:
        """Whether the account may sign in at all (asked by allauth)."""
        return user.is_active


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up: accounts are made by the administrator. Every sign-in is an event, every refused one too."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _(
            "The sign-in name or the password is wrong. Check both and sign in again. "
            "Capital letters count in the password only."
        ),
        "incorrect_password": _("The password is wrong. Type it again."),
        "too_many_login_attempts": _("There were too many attempts. Wait a quarter of an hour, then try again."),
        "rate_limited": _("There were too many attempts. Wait a quarter of an hour, then try again."),
        "incorrect_code": _("That code is not right. Check it and type it again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        """After the password comes the second factor, and nothing else."""
        return ["allauth.mfa.stages.AuthenticateStage"]

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Only messages in our own words; those that the library has as templates stay away."""
        if message:
            messages.add_message(request, level, message, extra_tags=extra_tags)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt; when there were too many, answer with the page that says when to try again."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            raise ImmediateHttpResponse(answer(request, 429)) from None

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One counter for an account, however its name is spelled."""
        name = str(credentials.get("username", ""))
        try:
            return sign_in_key(name)
        except ValueError:
            return name

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        signing.sign_in_refused(user=signing_queries.account_named(str(credentials.get("username", ""))))

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """A passkey of a closed account opens nothing, and nothing opens the account of a suspended organisation."""
        if user.is_active and not is_suspended(user):
            return None
        signing.sign_in_refused(user=user)
        closed = gettext("This account is closed. Ask your administrator.")
        messages.error(request, str(rules.SUSPENDED) if user.is_active else closed)
        return redirect("account_login")

    def login(self, request: HttpRequest, user: User) -> None:
        """Begin the session. Whoever has just proved who they are is not asked again for a while."""
        ways = [_way(record) for record in get_authentication_records(request, user)]
        super().login(request, user)
        record_authentication(request, user, "sign-in", reauthenticated=True)
        request.session["drafts"] = drafts.has_drafts(user.pk)
        signing.signed_in(user=user, ways=list(dict.fromkeys(ways)))

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, User):
            signing.signed_out(user=request.user)
        self.forget(request)

    def forget(self, request: HttpRequest) -> None:
        """End the session without a word: nothing of it stays on a shared machine."""
        UserSession.objects.filter(session_key=request.session.session_key).delete()
        django_logout(request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Password, app or printed code, passkey."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        by_code = {
            "id": "mfa_reauthenticate",
            "description": _("Use a code: from the printed list, the app or the recovery codes"),
            "url": reverse("mfa_reauthenticate"),
        }
        others = [method for method in methods if method["id"] != by_code["id"]]
        has_code = len(others) < len(methods)
        if not has_code and isinstance(user, User):
            code_list = signing_queries.second_factors(user).code_list
            has_code = code_list is not None and code_list.left > 0
        return [*others[:1], by_code, *others[1:]] if has_code else others

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Speak the person's language where none was chosen, and tell what the person must know."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        tell(request, user)
        if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
            return response
        return remember_language(response, user.language)


def _way(record: dict[str, Any]) -> str:
    """With what somebody proved who they are: the kind of second factor, or "password" and the like."""
    return str(record.get("type") or record["method"])


def tell(request: HttpRequest, user: User) -> None:
    """What a person must know at sign-in: that somebody changed how they sign in, and that codes run out."""
    for row in signing_queries.reenrolments(user)[:1]:
        if row.used_at and not row.told_at:
            messages.warning(request, _enrolled_anew(row))
            tell_holder(reenrolment=row)
        elif not row.used_at and not row.withdrawn_at:
            messages.warning(request, _asked_for(row))
    code_list = signing_queries.second_factors(user).code_list
    if code_list is not None and code_list.left <= rules.LIST_LOW:
        messages.warning(request, _running_out(code_list.left))


def _enrolled_anew(row: Reenrolment) -> str:
    text = gettext(
        "Your account was enrolled anew: {asked_by} asked for it on {asked_on}, {approved_by} approved it, and it was "
        "used on {used_on}. If that was not you, tell your administrator at once."
    )
    assert row.approved_by is not None, "what was used was approved"
    assert row.used_at is not None, "asked only of what was used"
    people = {"asked_by": person_name(row.asked_by), "approved_by": person_name(row.approved_by)}
    return text.format(asked_on=date_format(row.asked_at), used_on=date_format(row.used_at), **people)


def _asked_for(row: Reenrolment) -> str:
    text = gettext(
        "{asked_by} asked on {asked_on} that you may enrol anew, because something was lost. If you lost nothing, "
        "stop it under My account."
    )
    return text.format(asked_by=person_name(row.asked_by), asked_on=date_format(row.asked_at))


def _running_out(left: int) -> str:
    if left == 0:
        return gettext("That was the last code of your list. Print a new list now, or you cannot sign in again.")
    text = ngettext(
        "Only {left} code is left on your list. Print a new one under My account.",
        "Only {left} codes are left on your list. Print a new one under My account.",
        left,
    )
    return text.format(left=left)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second factors are sealed; a printed code list counts as a standing second factor."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def encrypt(self, text: str) -> str:
        return base64.b64encode(settings.PULANG_KEYRING.seal(text.encode(), SECRETS)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return str(settings.PULANG_KEYRING.open(base64.b64decode(encrypted_text), SECRETS).decode())

    def is_mfa_enabled(self, user: Any, types: list[str] | None = None) -> bool:
        """The library asks for app *and* passkey where it means any standing factor: there a code list counts too."""
        if super().is_mfa_enabled(user, types):
            return True
        standing = {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN}
        means_any = types is None or standing <= set(types)
        return means_any and isinstance(user, User) and signing_queries.second_factors(user).demanded

    def get_totp_issuer(self) -> str:
        return f"Pulang {settings.PULANG_PLANE}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": self.get_totp_issuer()}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        number = len(signing_queries.second_factors(user).passkeys) + 1
        return gettext("Passkey {number}").format(number=number)
