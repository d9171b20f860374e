"""The first sign-in, and a new one after something was lost: two people, one code, and the holder is told."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client
from tests.worlds import World

from pulang.common.accounts import actions
from pulang.common.accounts.actions import factors
from pulang.common.accounts.models import CodeList, Lost, Reenrolment, SignInCode, User
from pulang.foundation.events.models import Event
from pulang.foundation.policy.rules import Refused
from pulang.kernel import clock

FIRST, PASSWORD_STEP = "/account/first/", "/account/first/password/"
PASSWORD = "four words of invention"
NEW = "seven other words of fiction"


@pytest.fixture
def officer(world: World) -> User:
    """Somebody at a prison below the access manager's organisation, who has not signed in yet."""
    return world.people["host" if "host" in world.people else "officer"]


@pytest.fixture
def settled(officer: User) -> User:
    """The same person with a password and a confirmed code list."""
    officer.set_password(PASSWORD)
    officer.save()
    _row, codes = factors.print_code_list(user=officer)
    factors.confirm_code_list(user=officer, typed=codes[0])
    return officer


def page_of(user: User) -> str:
    return f"/directory/accounts/{user.pk}/sign-in-code/"


def enter(client: Client, user: User, code: str, password: str = NEW, repeated: str | None = None) -> Any:
    first = client.post(FIRST, {"sign_in_name": user.sign_in_name, "code": code})
    if first.status_code != 302:
        return first
    return client.post(PASSWORD_STEP, {"password": password, "password_again": repeated or password})


def last_verbs(number: int) -> list[str]:
    return list(Event.objects.order_by("-position").values_list("verb", flat=True)[:number])[::-1]


def agreed(world: World, user: User, lost: Lost) -> Reenrolment:
    row = actions.ask_reenrolment(by=world.viewer("admin"), user=user, lost=lost, reason="came in person")
    actions.approve_reenrolment(by=world.viewer("access"), reenrolment=row)
    return row


def code_for(world: World, user: User) -> str:
    return actions.issue_code(by=world.viewer("admin"), user=user)


def test_a_code_on_paper_opens_the_account_and_a_password_is_chosen(world: World, officer: User) -> None:
    client = Client()
    answer = enter(client, officer, code_for(world, officer))
    assert answer["Location"] == "/account/second-factor/"
    assert client.get("/").status_code == 200
    assert User.objects.get(pk=officer.pk).check_password(NEW)
    assert last_verbs(3) == ["code.issued", "code.used", "session.started"]


def test_the_administrator_issues_it_on_a_page_for_printing(world: World, officer: User) -> None:
    page = world.client("admin").post(page_of(officer), {"step": "issue"})
    code = page.context["code"]
    assert code in page.content.decode()
    assert "http://testserver/account/first/" in page.content.decode()
    assert enter(Client(), officer, code).status_code == 302


def test_the_code_is_kept_nowhere(world: World, officer: User) -> None:
    code = code_for(world, officer)
    digits = code.replace(" ", "")
    row = SignInCode.objects.get(user=officer)
    assert digits not in row.digest
    assert len(digits) == 16


def test_a_code_counts_once(world: World, officer: User) -> None:
    code = code_for(world, officer)
    enter(Client(), officer, code)
    assert enter(Client(), officer, code).status_code == 200


def test_a_code_counts_for_seven_days(world: World, officer: User) -> None:
    code = code_for(world, officer)
    with clock.at(clock.now() + timedelta(days=7, minutes=1)):
        assert enter(Client(), officer, code).status_code == 200
    with clock.at(clock.now() + timedelta(days=6, hours=23)):
        assert enter(Client(), officer, code).status_code == 302


def test_a_newer_code_makes_the_older_one_void(world: World, officer: User) -> None:
    older, newer = code_for(world, officer), code_for(world, officer)
    assert enter(Client(), officer, older).status_code == 200
    assert enter(Client(), officer, newer).status_code == 302


def test_a_wrong_name_and_a_wrong_code_get_the_same_sentence(world: World, officer: User) -> None:
    code_for(world, officer)
    wrong = [{"sign_in_name": "nobody", "code": "1"}, {"sign_in_name": officer.sign_in_name, "code": "1"}]
    sentences = [list(Client().post(FIRST, data).context["form"].non_field_errors()) for data in wrong]
    assert sentences[0] == sentences[1]
    assert len(sentences[0]) == 1
    assert last_verbs(2) == ["session.refused", "session.refused"]


def test_codes_cannot_be_guessed_for_long(world: World, officer: User) -> None:
    code = code_for(world, officer)
    for _attempt in range(5):
        Client().post(FIRST, {"sign_in_name": officer.sign_in_name, "code": "1234"})
    assert Client().post(FIRST, {"sign_in_name": officer.sign_in_name.upper(), "code": code}).status_code == 429


@pytest.mark.parametrize(
    ("password", "repeated"), [("short", "short"), (NEW, PASSWORD), ("password1234", "password1234")]
)
def test_a_password_must_be_long_uncommon_and_typed_twice(
    world: World, officer: User, password: str, repeated: str
) -> None:
    answer = enter(Client(), officer, code_for(world, officer), password, repeated)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not User.objects.get(pk=officer.pk).has_usable_password()


def test_the_password_step_needs_the_code_first(world: World, officer: User) -> None:
    code_for(world, officer)
    assert Client().get(PASSWORD_STEP)["Location"] == FIRST


def test_a_closed_account_cannot_be_entered_with_a_code(world: World, officer: User) -> None:
    code = code_for(world, officer)
    User.objects.filter(pk=officer.pk).update(is_active=False, closed_at=clock.now())
    assert enter(Client(), officer, code).status_code == 200


def test_an_account_in_use_gets_no_code_from_one_person_alone(world: World, settled: User) -> None:
    with pytest.raises(Refused):
        code_for(world, settled)
    row = actions.ask_reenrolment(by=world.viewer("admin"), user=settled, lost=Lost.FACTOR, reason="r")
    with pytest.raises(Refused):
        code_for(world, settled)
    with pytest.raises((Refused, Http404)):
        actions.approve_reenrolment(by=world.viewer("admin"), reenrolment=row)


def test_the_database_itself_refuses_one_person_as_both(world: World, settled: User) -> None:
    row = actions.ask_reenrolment(by=world.viewer("admin"), user=settled, lost=Lost.FACTOR, reason="r")
    with pytest.raises(IntegrityError), transaction.atomic():
        Reenrolment.objects.filter(pk=row.pk).update(approved_at=clock.now(), approved_by=row.asked_by)


def test_the_access_manager_may_ask_and_the_administrator_approve(world: World, settled: User) -> None:
    row = actions.ask_reenrolment(by=world.viewer("access"), user=settled, lost=Lost.FACTOR, reason="r")
    actions.approve_reenrolment(by=world.viewer("admin"), reenrolment=row)
    assert code_for(world, settled)


def test_a_stranger_can_neither_ask_nor_approve(world: World, settled: User) -> None:
    with pytest.raises(Http404):
        actions.ask_reenrolment(by=world.viewer("stranger"), user=settled, lost=Lost.FACTOR, reason="r")
    row = actions.ask_reenrolment(by=world.viewer("admin"), user=settled, lost=Lost.FACTOR, reason="r")
    with pytest.raises(Http404):
        actions.approve_reenrolment(by=world.viewer("stranger"), reenrolment=row)


def test_nobody_enrols_their_own_account_anew(world: World) -> None:
    admin = world.people["admin"]
    admin.set_password(PASSWORD)
    admin.save()
    with pytest.raises(Refused):
        actions.ask_reenrolment(by=world.viewer("admin"), user=admin, lost=Lost.BOTH, reason="r")


def test_a_lost_factor_needs_password_and_code_and_the_old_factors_go(world: World, settled: User) -> None:
    agreed(world, settled, Lost.FACTOR)
    Authenticator.objects.create(user=settled, type=Authenticator.Type.RECOVERY_CODES, data={})
    code = code_for(world, settled)
    client = Client()
    assert enter(client, settled, code, "not the password").status_code == 200
    assert CodeList.objects.filter(user=settled).exists()
    assert client.post(PASSWORD_STEP, {"password": PASSWORD})["Location"] == "/account/second-factor/"
    assert not CodeList.objects.filter(user=settled).exists()
    assert not Authenticator.objects.filter(user=settled).exists()
    assert client.get("/").status_code == 200


def test_a_lost_password_leaves_the_second_factor_to_be_asked_for(world: World, settled: User) -> None:
    agreed(world, settled, Lost.PASSWORD)
    client = Client()
    assert enter(client, settled, code_for(world, settled))["Location"] == "/account/login/code/"
    assert client.get("/").status_code == 302
    assert CodeList.objects.filter(user=settled).exists()


def test_other_sessions_end_when_the_code_is_used(world: World, settled: User) -> None:
    agreed(world, settled, Lost.BOTH)
    older = Client()
    older.post("/account/login/", {"login": settled.sign_in_name, "password": PASSWORD})
    enter(Client(), settled, code_for(world, settled))
    assert older.get("/account/login/code/")["Location"] == "/account/login/"


def test_the_holder_is_told_once_who_did_it_and_when(world: World, settled: User) -> None:
    agreed(world, settled, Lost.BOTH)
    client = Client()
    enter(client, settled, code_for(world, settled))
    page = client.get("/account/second-factor/").content.decode()
    assert "Admin asked for it" in page
    assert "Access approved it" in page
    client.post("/sign-out/")
    client.post("/account/login/", {"login": settled.sign_in_name, "password": NEW})
    assert "enrolled anew" not in client.get("/").content.decode()
    assert "Asked for by" in client.get("/account/").content.decode()


def test_whoever_lost_nothing_is_told_and_can_stop_it(world: World, officer: User) -> None:
    officer.set_password(PASSWORD)
    officer.save()
    row = agreed(world, officer, Lost.BOTH)
    code = code_for(world, officer)
    client = Client()
    page = client.post("/account/login/", {"login": officer.sign_in_name, "password": PASSWORD}, follow=True)
    assert "If you lost nothing" in page.content.decode()
    client.post("/account/nothing-lost/")
    row.refresh_from_db()
    assert row.withdrawn_by_id == officer.pk
    assert enter(Client(), officer, code).status_code == 200


def test_the_page_leads_two_people_through_it(world: World, settled: User) -> None:
    admin, access = world.client("admin"), world.client("access")
    asked = admin.post(page_of(settled), {"step": "ask", "lost": "factor", "reason": "came in person"})
    assert asked["Location"] == page_of(settled)
    assert "Issue a sign-in code" not in admin.get(page_of(settled)).content.decode()
    assert 'value="approve"' not in admin.get(page_of(settled)).content.decode()
    assert 'value="approve"' in access.get(page_of(settled)).content.decode()
    access.post(page_of(settled), {"step": "approve"})
    assert "Issue a sign-in code" in admin.get(page_of(settled)).content.decode()
    assert "Issue a sign-in code" not in access.get(page_of(settled)).content.decode()
    assert admin.post(page_of(settled), {"step": "issue"}).context["code"]


def test_whoever_is_not_concerned_finds_no_such_page(world: World, officer: User) -> None:
    assert world.client("stranger").get(page_of(officer)).status_code == 404
    assert world.client("admin").get(page_of(world.people["admin"])).status_code == 200
    assert world.client("admin").post(page_of(world.people["admin"]), {"step": "issue"}).status_code == 302
    assert not SignInCode.objects.filter(user=world.people["admin"]).exists()


def test_today_tells_the_access_manager_and_then_the_administrator(world: World, settled: User) -> None:
    actions.ask_reenrolment(by=world.viewer("admin"), user=settled, lost=Lost.FACTOR, reason="r")
    assert "Approve the new enrolment" in world.client("access").get("/").content.decode()
    assert "Approve the new enrolment" not in world.client("admin").get("/").content.decode()
    world.client("access").post(page_of(settled), {"step": "approve"})
    assert "Issue a sign-in code for" in world.client("admin").get("/").content.decode()
    code_for(world, settled)
    assert "Issue a sign-in code for" not in world.client("admin").get("/").content.decode()


def test_the_account_page_leads_to_the_sign_in_code(world: World, officer: User) -> None:
    page = world.client("admin").get(f"/directory/accounts/{officer.pk}/").content.decode()
    assert page_of(officer) in page
