"""Access tokens: made after a proof, shown once, kept as a digest, and ended by whatever ends their holder's access."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as configured
from django.db import connection
from django.test import Client
from tests.web.programs import READ, Program, program
from tests.worlds import World

from pulang.common.accounts import actions
from pulang.common.accounts.actions.factors import confirm_code_list, print_code_list
from pulang.common.accounts.actions.tokens import make_token
from pulang.common.accounts.models import AccessToken, Lost, TokenScope, User
from pulang.common.accounts.rules import LONGEST_TOKEN, MOST_TOKENS
from pulang.foundation.events.models import Event
from pulang.foundation.policy.rules import Refused
from pulang.kernel import clock

PASSWORD = "four words of invention"
NEW = "/account/tokens/new/"
HOLDER = {"forum": "corrections", "service": "officer"}[configured.PULANG_PLANE]


@pytest.fixture
def user(world: World) -> User:
    user = world.people[HOLDER]
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def client(user: User) -> Client:
    client = Client()
    client.post("/account/login/", {"login": user.sign_in_name, "password": PASSWORD})
    return client


def make(client: Client, **changed: object) -> Any:
    return client.post(NEW, {"name": "Monthly figures", "scope": "read-write", "days": "90", **changed})


def token_on(page: Any) -> str:
    found = re.search(r"plg_[0-9A-Za-z]{49}", page.content.decode())
    assert found, page.content.decode()
    return found.group()


def status(token: str, path: str = "me") -> int:
    return int(Program(token).get(path).status_code)


def verbs() -> list[str]:
    return list(Event.objects.order_by("-position").values_list("verb", flat=True)[:4])


def test_a_token_is_shown_once_and_opens_what_its_holder_opens(client: Client, user: User) -> None:
    token = token_on(make(client))
    assert verbs()[0] == "token.made"
    answer = Program(token).get("me").json()
    assert (answer["sign_in_name"], answer["may_write"]) == (user.sign_in_name, True)
    page = client.get("/account/tokens/").content.decode()
    assert "Monthly figures" in page
    assert token not in page
    assert "/account/tokens/" in client.get("/account/").content.decode()


def test_making_one_asks_for_a_proof(client: Client) -> None:
    with clock.at(clock.now() + timedelta(minutes=16)):
        session = client.session
        session["seen"] = int(clock.now().timestamp())
        session["account_authentication_methods"] = [{"method": "password", "at": 0, "username": HOLDER}]
        session.save()
        assert client.get(NEW)["Location"].startswith("/account/again/")
        assert make(client)["Location"].startswith("/account/again/")
    assert not AccessToken.objects.exists()


def test_the_database_holds_nothing_by_which_one_could_call(client: Client) -> None:
    token = token_on(make(client))
    with connection.cursor() as cursor:
        for table in ("accounts_accesstoken", "events_event", "api_keptanswer", "django_session"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - names of our own
            assert token[4:] not in str(cursor.fetchall())


def test_a_token_ends_when_its_time_is_over(world: World) -> None:
    token = make_token(user=world.people[HOLDER], name="x", scope=TokenScope.READ, days=7)
    with clock.at(clock.now() + timedelta(days=6, hours=23)):
        assert status(token) == 200
    with clock.at(clock.now() + timedelta(days=7, seconds=1)):
        assert status(token) == 401


@pytest.mark.parametrize("days", [0, LONGEST_TOKEN.days + 1])
def test_no_token_counts_for_nothing_or_for_ever(world: World, days: int) -> None:
    with pytest.raises(ValueError, match="a year at most"):
        make_token(user=world.people[HOLDER], name="x", scope=TokenScope.READ, days=days)


def test_nobody_has_more_than_twenty(world: World) -> None:
    for number in range(MOST_TOKENS):
        make_token(user=world.people[HOLDER], name=str(number), scope=TokenScope.READ, days=1)
    with pytest.raises(Refused, match="as many"):
        make_token(user=world.people[HOLDER], name="x", scope=TokenScope.READ, days=1)


def test_its_holder_revokes_it(client: Client, user: User) -> None:
    token = token_on(make(client))
    row = AccessToken.objects.get(user=user)
    assert client.post(f"/account/tokens/{row.pk}/revoke/").status_code == 302
    assert (status(token), verbs()[0]) == (401, "token.revoked")


def test_nobody_revokes_or_sees_those_of_others(world: World, client: Client) -> None:
    other = program(world, "admin")
    row = AccessToken.objects.get(user=world.people["admin"])
    assert client.post(f"/account/tokens/{row.pk}/revoke/").status_code == 404
    assert "Tests" not in client.get("/account/tokens/").content.decode()
    assert other.get("me").status_code == 200


def test_suspending_the_organisation_ends_it_for_good(world: World) -> None:
    held = program(world, HOLDER)
    place = world.people[HOLDER].contact.organisation  # type: ignore[union-attr]
    suspension = actions.suspend_organisation(by=world.viewer("admin"), organisation=place, reason="A breach.")
    assert held.get("me").status_code == 401
    assert verbs()[:2] == ["organisation.suspended", "token.revoked"]
    actions.lift_suspension(by=world.viewer("admin"), suspension=suspension, reason="Settled.")
    assert held.get("me").status_code == 401


def test_a_suspended_organisation_is_closed_to_a_token_that_nobody_ended(world: World) -> None:
    held = program(world, HOLDER)
    place = world.people[HOLDER].contact.organisation  # type: ignore[union-attr]
    actions.suspend_organisation(by=world.viewer("admin"), organisation=place, reason="A breach.")
    AccessToken.objects.update(revoked_at=None)
    assert held.get("me").status_code == 401


def test_the_end_of_a_duty_ends_it(world: World) -> None:
    held = program(world, HOLDER)
    actions.end_duty(by=world.viewer("access"), user=world.people[HOLDER], reason="Left.", successors={})
    assert held.get("me").status_code == 401


def test_closing_the_account_ends_it(world: World) -> None:
    held = program(world, "stranger")
    actions.close_account(by=world.viewer("admin"), user=world.people["stranger"], reason="Never came.")
    assert held.get("me").status_code == 401


def test_whoever_lost_something_is_not_followed_by_a_program(world: World, user: User) -> None:
    held = program(world, HOLDER)
    asked = actions.ask_reenrolment(by=world.viewer("admin"), user=user, lost=Lost.FACTOR, reason="Came in person.")
    assert held.get("me").status_code == 200
    actions.approve_reenrolment(by=world.viewer("access"), reenrolment=asked)
    assert held.get("me").status_code == 401


def test_outside_the_demonstration_it_needs_a_second_factor_all_the_time(
    world: World, user: User, settings: Any
) -> None:
    settings.PULANG_DEMONSTRATION = False
    with pytest.raises(Refused, match="second factor"):
        make_token(user=user, name="x", scope=TokenScope.READ, days=1)
    _row, codes = print_code_list(user=user)
    confirm_code_list(user=user, typed=codes[0])
    token = make_token(user=user, name="x", scope=TokenScope.READ, days=1)
    assert status(token) == 200
    user.code_lists.update(next_number=41)
    assert status(token) == 401
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    assert status(token) == 200


def test_its_use_is_noted_to_the_minute(world: World) -> None:
    held, start = program(world, HOLDER), clock.now()
    for seconds, noted in ((0, 0), (30, 0), (61, 61)):
        with clock.at(start + timedelta(seconds=seconds)):
            held.get("me")
        assert AccessToken.objects.get().last_used_at == start + timedelta(seconds=noted)


def test_one_that_only_reads_sends_nothing(world: World) -> None:
    reader = program(world, HOLDER, READ)
    assert reader.get("plans").status_code == 200
    answer = reader.post("notices/read")
    assert (answer.status_code, answer.json()["type"]) == (403, "/api/v1/docs/errors/#read-only")
    assert program(world, HOLDER).post("notices/read").status_code == 200


def test_a_program_loses_what_its_holder_loses(world: World) -> None:
    held = program(world, HOLDER)
    assert held.get("plans").status_code == 200
    world.people[HOLDER].memberships.update(ends_on=clock.today())
    assert held.get("plans").status_code == 404
