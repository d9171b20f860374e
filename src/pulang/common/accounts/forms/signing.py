"""What people type to sign in, to enrol, and to look after their own account."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm
from allauth.account.forms import ReauthenticateForm as PasswordAgain
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context, ratelimit
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts import rules
from pulang.common.accounts.actions import factors
from pulang.common.accounts.actions.signing import sign_in_refused
from pulang.common.accounts.models import CodeList, Lost, User
from pulang.common.accounts.queries import signing
from pulang.foundation.ui.forms import Form, LineField, TextField


class PasswordField(forms.CharField):
    """A password: taken as it is typed, never printed back."""

    def __init__(self, *, new: bool = False, **kwargs: Any) -> None:
        attributes = {"autocomplete": "new-password" if new else "current-password"}
        super().__init__(strip=False, widget=forms.PasswordInput(attributes), **kwargs)


class CodeField(LineField):
    """A code of digits, in any script and grouped in any way."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(autocomplete="one-time-code", max_length=60, **kwargs)
        self.widget.attrs.update(inputmode="numeric", dir="ltr")

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value) or "")
        return rules.digits(text) or text


def name_field() -> LineField:
    """The sign-in name, as people like to write it."""
    field = LineField(label=_("Sign-in name"), max_length=80, autocomplete="username")
    field.widget.attrs.update(autocapitalize="none", spellcheck="false")
    return field


class SignInForm(LoginForm, Form):  # type: ignore[misc]
    """Sign-in name and password. In a demonstration the password may be printed: everybody knows it."""

    password = PasswordField(label=_("Password"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = name_field()
        self.fields["password"].widget.render_value = settings.PULANG_DEMONSTRATION
        self.order_fields(["login", "password"])
        self.speak_plainly()


class CodeForm(Form):
    """A code of the second factor. Which one is asked for stands in the label."""

    code = CodeField(label=_("Code"))
    user: User
    spent: CodeList | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.factors = signing.second_factors(self.user)
        self.fields["code"].label = self._label()
        self.speak_plainly()

    def _label(self) -> str:
        paper, app = self.factors.code_list, self.factors.app
        if paper and paper.left:
            both = gettext("Code number {number} of your list, or the code of your app")
            words = both if app else gettext("Code number {number} of your list")
            return words.format(number=paper.next_number)
        return gettext("Code of your authenticator app") if app else gettext("Recovery code")

    def clean_code(self) -> str:
        """The next code of the list, or whatever the library accepts. A wrong one is an event."""
        typed: str = self.cleaned_data["code"]
        self._demand_patience()
        self.spent = factors.spend_list_code(self.user, typed)
        if self.spent is not None:
            return typed
        try:
            return str(super().clean_code())  # type: ignore[misc]
        except ValidationError:
            sign_in_refused(user=self.user)
            raise

    def _demand_patience(self) -> None:
        """The library counts what it refuses; here only is asked whether it was too often."""
        key = f"mfa-auth-user-{self.user.pk}"
        if not ratelimit.consume(context.request, action="login_failed", key=key, dry_run=True):
            raise get_adapter().validation_error("too_many_login_attempts")

    def save(self) -> None:
        """Note with what it was proved."""
        if self.spent is None:
            super().save()  # type: ignore[misc]
            return
        again = {"reauthenticated": True} if isinstance(self, mfa.ReauthenticateForm) else {}
        record_authentication(context.request, self.user, "mfa", type=factors.CODE_LIST, **again)


class SecondFactorForm(CodeForm, mfa.AuthenticateForm):  # type: ignore[misc]
    """The second factor at sign-in."""


class CodeAgainForm(CodeForm, mfa.ReauthenticateForm):  # type: ignore[misc]
    """A code as proof that it is still the same person."""


class PasswordAgainForm(PasswordAgain, Form):  # type: ignore[misc]
    """The password as proof that it is still the same person."""

    password = PasswordField(label=_("Password"))


class AppForm(ActivateTOTPForm, Form):  # type: ignore[misc]
    """The first code of an authenticator app."""

    code = CodeField(label=_("Code that the app shows now"))


class PasskeyForm(AddWebAuthnForm, Form):  # type: ignore[misc]
    """A new passkey; the browser fills in the credential."""

    name = LineField(label=_("Name of this passkey"), max_length=80, required=False)
    passwordless = forms.BooleanField(
        label=_("Sign in with this passkey alone"),
        help_text=_("It then asks for its own PIN, fingerprint or face, and replaces password and code."),
        required=False,
        initial=True,
    )


class CodeInHandForm(Form):
    """Sign-in name and the one-time code that was handed over."""

    sign_in_name = name_field()
    code = CodeField(label=_("One-time code"), help_text=_("16 digits, as on the sheet that you were given."))


class OldPasswordForm(Form):
    """The password that was not lost."""

    password = PasswordField(label=_("Password"), help_text=_("The one you had before."))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        """It must be right."""
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise get_adapter().validation_error("incorrect_password")
        return password


class NewPasswordForm(Form):
    """A new password, twice."""

    password = PasswordField(
        label=_("New password"),
        new=True,
        help_text=_("At least 12 characters. Four or five words that do not belong together are easy to remember."),
    )
    password_again = PasswordField(label=_("The same password once more"), new=True)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        """Long enough, and not one that everybody tries."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "password" in data and "password_again" in data and data["password"] != data["password_again"]:
            self.add_error("password_again", gettext("The two passwords differ. Type the same one twice."))
        return data


class ChangePasswordForm(NewPasswordForm):
    """A new password, after the one used so far."""

    old_password = PasswordField(label=_("Password so far"))
    field_order = ("old_password", "password", "password_again")

    def clean_old_password(self) -> str:
        """It must be right; wrong ones are counted as at sign-in."""
        password: str = self.cleaned_data["old_password"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("incorrect_password")
        return password


class ListInHandForm(Form):
    """Proof that the sheet is on paper."""

    code = CodeField(label=_("Code number 1 of the sheet"))


class LanguageForm(Form):
    """The language in which somebody works."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)


class LostForm(Form):
    """What somebody lost, and why that is believed."""

    lost = forms.ChoiceField(label=_("What was lost?"), choices=Lost.choices, widget=forms.RadioSelect)
    reason = TextField(
        label=_("How do you know that it is this person?"),
        help_text=_("For example: came to the office in person with the service card."),
        longest=500,
        rows=3,
        no_names_hint=True,
    )
