"""One's own account: password, language, sessions, authenticator app and recovery codes."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.test import Client
from tests.worlds import World

from pulang.common.accounts.models import User
from pulang.foundation.events.models import Event

PASSWORD, NEW = "four words of invention", "seven other words of fiction"
APP = "/account/second-factor/app/"


@pytest.fixture
def user(world: World) -> User:
    user = world.people["access"]
    user.set_password(PASSWORD)
    user.save()
    return user


def signed_in(user: User, password: str = PASSWORD, agent: str = "Firefox on Windows") -> Client:
    client = Client(headers={"user-agent": agent})
    client.post("/account/login/", {"login": user.sign_in_name, "password": password})
    return client


@pytest.fixture
def client(user: User) -> Client:
    return signed_in(user)


def last_verb() -> str:
    return Event.objects.order_by("-position").values_list("verb", flat=True)[0]


def change(client: Client, old: str = PASSWORD, new: str = NEW, again: str = NEW) -> Any:
    return client.post("/account/password/", {"old_password": old, "password": new, "password_again": again})


def test_the_page_says_who_one_is(client: Client) -> None:
    page = client.get("/account/").content.decode()
    assert "Access manager, Kilima" in page
    assert "Firefox, Windows" in page


def test_a_changed_password_ends_every_other_session(user: User, client: Client) -> None:
    elsewhere = signed_in(user)
    assert change(client)["Location"] == "/account/"
    assert last_verb() == "password.changed"
    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert signed_in(user, NEW).get("/").status_code == 200


@pytest.mark.parametrize(
    ("old", "new", "again"), [("wrong", NEW, NEW), (PASSWORD, "short", "short"), (PASSWORD, NEW, "x")]
)
def test_a_password_is_not_changed_on_a_mistake(user: User, client: Client, old: str, new: str, again: str) -> None:
    answer = change(client, old, new, again)
    assert answer.context["form"].errors
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_the_old_password_cannot_be_guessed_for_long(client: Client) -> None:
    for _attempt in range(5):
        change(client, old="wrong")
    assert change(client).status_code == 429


def test_another_session_can_be_ended(user: User, client: Client) -> None:
    elsewhere = signed_in(user, agent="Chrome on Android")
    assert "Chrome, Android" in client.get("/account/").content.decode()
    row = UserSession.objects.get(session_key=elsewhere.session.session_key)
    client.post("/account/sessions/end/", {"session": row.pk})
    assert last_verb() == "sessions.revoked"
    assert elsewhere.get("/").status_code == 302
    assert client.get("/").status_code == 200


def test_all_other_sessions_can_be_ended_at_once(user: User, client: Client) -> None:
    others = [signed_in(user), signed_in(user)]
    client.post("/account/sessions/end/")
    assert [other.get("/").status_code for other in others] == [302, 302]
    assert client.get("/").status_code == 200


def test_nobody_ends_a_session_of_somebody_else(world: World, client: Client) -> None:
    other = world.people["admin"]
    other.set_password(PASSWORD)
    other.save()
    elsewhere = signed_in(other)
    row = UserSession.objects.get(session_key=elsewhere.session.session_key)
    client.post("/account/sessions/end/", {"session": row.pk})
    assert elsewhere.get("/").status_code == 200


def test_the_language_is_kept_with_the_account_and_on_the_machine(user: User, client: Client) -> None:
    client.post("/account/language/", {"language": "id"})
    user.refresh_from_db()
    assert user.language == "id"
    assert 'lang="id"' in client.get("/account/").content.decode()


def app_code(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def connected(client: Client) -> str:
    """The secret of an app that was just connected."""
    secret: str = client.get(APP).context["form"].secret
    assert client.post(APP, {"code": app_code(secret)})["Location"] == "/account/second-factor/recovery-codes/"
    return secret


def test_an_app_is_connected_and_its_secret_sealed(user: User, client: Client) -> None:
    secret = connected(client)
    assert last_verb() == "factor.added"
    stored = Authenticator.objects.get(user=user, type="totp").data["secret"]
    assert secret not in stored
    assert Authenticator.objects.get(user=user, type="totp").wrap().validate_code(app_code(secret))


def test_a_wrong_code_connects_nothing(user: User, client: Client) -> None:
    client.get(APP)
    assert client.post(APP, {"code": "000000"}).context["form"].errors
    assert not Authenticator.objects.filter(user=user).exists()


def test_recovery_codes_are_shown_once_and_stand_in_for_the_app(user: User, client: Client) -> None:
    connected(client)
    codes = client.get("/account/second-factor/recovery-codes/").context["codes"]
    assert len(codes) == 10
    assert client.get("/account/second-factor/recovery-codes/").context["codes"] == []
    elsewhere = signed_in(user)
    assert elsewhere.get("/").status_code == 302
    assert elsewhere.post("/account/login/code/", {"code": codes[3]})["Location"] == "/"
    again = signed_in(user)
    assert again.post("/account/login/code/", {"code": codes[3]}).status_code == 200


def test_an_app_is_disconnected_with_its_recovery_codes(user: User, client: Client) -> None:
    connected(client)
    client.post("/account/second-factor/app/remove/")
    assert last_verb() == "factor.removed"
    assert not Authenticator.objects.filter(user=user).exists()
    assert signed_in(user).get("/").status_code == 200


def test_adding_a_factor_asks_for_proof_when_it_was_long_ago(client: Client) -> None:
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 16 * 60
    session.save()
    for path in (APP, "/account/second-factor/passkey/"):
        assert client.get(path)["Location"].startswith("/account/again/?next=")
    assert client.post("/account/second-factor/list/print/").status_code == 302
