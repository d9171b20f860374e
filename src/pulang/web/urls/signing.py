"""Addresses of signing in and of one's own account.

Of the sign-in library only what is listed here can be reached: no sign-up, no e-mail, no reset by e-mail.
"""

from django.urls import URLPattern, URLResolver, include, path

from pulang.common.accounts.views.signing import again, entrance, factors, first, own, tokens

LIBRARY: list[URLPattern | URLResolver] = [
    path("login/", entrance.sign_in, name="account_login"),
    path("login/code/", entrance.second_factor, name="mfa_authenticate"),
    path("login/passkey/", entrance.passkey_sign_in, name="mfa_login_webauthn"),
    path("again/", again.password_again, name="account_reauthenticate"),
    path("again/code/", again.code_again, name="mfa_reauthenticate"),
    path("again/passkey/", again.passkey_again, name="mfa_reauthenticate_webauthn"),
    path("second-factor/", factors.choose, name="mfa_index"),
    path("second-factor/", factors.choose, name="mfa_list_webauthn"),
    path("second-factor/app/", factors.add_app, name="mfa_activate_totp"),
    path("second-factor/app/remove/", factors.remove_app, name="mfa_deactivate_totp"),
    path("second-factor/passkey/", factors.add_passkey, name="mfa_add_webauthn"),
    path("second-factor/passkey/<int:pk>/remove/", factors.remove_passkey, name="mfa_remove_webauthn"),
    path("second-factor/recovery-codes/", factors.recovery_codes, name="mfa_view_recovery_codes"),
]
OWN: list[URLPattern | URLResolver] = [
    path("", own.account, name="account"),
    path("first/", first.first, name="first"),
    path("first/password/", first.first_password, name="first-password"),
    path("login/start-again/", entrance.start_again, name="start-again"),
    path("second-factor/", factors.choose, name="factor"),
    path("second-factor/list/", factors.code_list, name="code-list"),
    path("second-factor/list/print/", factors.print_list, name="print-list"),
    path("second-factor/list/confirm/", factors.confirm_list, name="confirm-list"),
    path("second-factor/list/remove/", factors.remove_list, name="remove-list"),
    path("second-factor/recovery-codes/new/", factors.new_recovery_codes, name="new-recovery-codes"),
    path("password/", own.password, name="password"),
    path("language/", own.language, name="language"),
    path("sessions/end/", own.revoke, name="revoke"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/new/", tokens.token_new, name="token-new"),
    path("tokens/<uuid:pk>/revoke/", tokens.token_revoke, name="token-revoke"),
    path("nothing-lost/", own.nothing_lost, name="nothing-lost"),
]
urlpatterns: list[URLPattern | URLResolver] = [*LIBRARY, path("", include((OWN, "signing")))]
