"""The way in: name, password, second factor; what is counted, and what is told of it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from tests.worlds import World

from pulang.common.accounts.actions import factors
from pulang.foundation.events.models import Event

PASSWORD = "four words of invention"
LOGIN = "/account/login/"


@pytest.fixture
def admin(world: World) -> Any:
    user = world.people["admin"]
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client: Client, name: str = "admin", password: str = PASSWORD, **more: str) -> Any:
    return client.post(LOGIN, {"login": name, "password": password, **more})


def verbs() -> list[str]:
    return list(Event.objects.order_by("position").values_list("verb", flat=True))


def with_list(user: Any) -> list[str]:
    """A confirmed code list; its codes in order, the first one spent."""
    _row, codes = factors.print_code_list(user=user)
    factors.confirm_code_list(user=user, typed=codes[0])
    return codes


def test_name_and_password_open_today(admin: Any, client: Client) -> None:
    assert sign_in(client)["Location"] == "/"
    assert client.get("/").status_code == 200
    assert verbs()[-1] == "session.started"


def test_the_name_may_be_spelled_in_any_case_and_width(admin: Any, client: Client) -> None:
    assert sign_in(client, name=" ＡDMIN ").status_code == 302


def test_after_signing_in_one_comes_to_the_page_one_wanted(admin: Any, client: Client) -> None:
    assert client.get("/directory/")["Location"] == f"{LOGIN}?next=/directory/"
    assert sign_in(client, next="/directory/")["Location"] == "/directory/"


def test_nobody_is_led_to_another_site(admin: Any, client: Client) -> None:
    assert sign_in(client, next="https://elsewhere.example/")["Location"] == "/"


def test_a_wrong_name_and_a_wrong_password_get_the_same_sentence(admin: Any, client: Client) -> None:
    pages = [sign_in(client, name="nobody"), sign_in(client, password="wrong")]
    sentences = [list(page.context["form"].non_field_errors()) for page in pages]
    assert sentences[0] == sentences[1]
    assert len(sentences[0]) == 1


def test_a_refused_sign_in_names_the_account_only_where_there_is_one(admin: Any, client: Client) -> None:
    sign_in(client, password="wrong")
    sign_in(client, name="nobody")
    known, unknown = Event.objects.filter(verb="session.refused").order_by("position")
    assert (known.object_id, unknown.object_id) == (admin.pk, None)
    assert known.actor_id is None


def test_a_closed_account_opens_nothing(admin: Any, client: Client) -> None:
    admin.is_active, admin.closed_at = False, admin.made_at
    admin.save()
    assert sign_in(client).status_code == 200


def test_five_wrong_passwords_close_the_account_for_a_while_however_it_is_spelled(admin: Any, client: Client) -> None:
    for name in ("admin", "ADMIN", "Admin", "ａdmin", "admin "):
        assert sign_in(client, name=name, password="wrong").status_code == 200
    answer = sign_in(client)
    assert answer.status_code == 429
    assert "quarter of an hour" in answer.content.decode()
    assert answer.headers["Retry-After"] == "900"


def test_others_at_the_same_address_can_still_sign_in(world: World, admin: Any, client: Client) -> None:
    for _attempt in range(6):
        sign_in(client, name="governor", password="wrong")
    assert sign_in(client).status_code == 302


def test_a_demonstration_lists_its_accounts_and_fills_in_the_form(admin: Any, client: Client, settings: Any) -> None:
    known = {"sign_in_name": "admin", "name": "Pat R.", "position": "", "roles": ["system-administrator"]}
    settings.PULANG_DEMO_ACCOUNTS = [{**known, "password": "pulang-demonstration"}]
    page = client.get(f"{LOGIN}?as=admin&next=/directory/").content.decode()
    assert "Pat R." in page
    assert 'value="admin"' in page
    assert 'value="pulang-demonstration"' in page
    settings.PULANG_DEMONSTRATION = False
    assert "Pat R." not in client.get(LOGIN).content.decode()


@pytest.mark.parametrize(
    "path", ["signup/", "password/reset/", "email/", "confirm-email/", "login/code/request/", "logout/", "inactive/"]
)
def test_nothing_of_sign_up_or_e_mail_can_be_reached(path: str, client: Client, db: None) -> None:
    assert client.get(f"/account/{path}").status_code == 404


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_reset_password", "account_logout"])
def test_no_address_of_sign_up_or_e_mail_is_known(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_signing_out_ends_the_session_and_is_told(admin: Any, client: Client) -> None:
    sign_in(client)
    client.post("/sign-out/")
    assert verbs()[-1] == "session.ended"
    assert client.get("/").status_code == 302


def test_a_printed_list_is_asked_for_code_by_code(admin: Any, client: Client) -> None:
    codes = with_list(admin)
    assert sign_in(client)["Location"] == "/account/login/code/"
    assert "Code number 2 of your list" in client.get("/account/login/code/").content.decode()
    assert client.post("/account/login/code/", {"code": codes[0]}).status_code == 200
    assert client.post("/account/login/code/", {"code": codes[2]}).status_code == 200
    assert client.post("/account/login/code/", {"code": codes[1]})["Location"] == "/"
    assert verbs()[-3:] == ["session.refused", "session.refused", "session.started"]
    client.post("/sign-out/")
    sign_in(client)
    assert "Code number 3 of your list" in client.get("/account/login/code/").content.decode()


def test_a_code_may_be_typed_in_arabic_digits(admin: Any, client: Client) -> None:
    codes = with_list(admin)
    sign_in(client)
    arabic = codes[1].translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert client.post("/account/login/code/", {"code": arabic}).status_code == 302


def test_before_the_second_factor_nothing_is_open(admin: Any, client: Client) -> None:
    with_list(admin)
    sign_in(client)
    assert client.get("/")["Location"] == f"{LOGIN}?next=/"


def test_codes_cannot_be_guessed_for_long(admin: Any, client: Client) -> None:
    codes = with_list(admin)
    sign_in(client)
    for _attempt in range(5):
        client.post("/account/login/code/", {"code": "00000000"})
    page = client.post("/account/login/code/", {"code": codes[1]})
    assert page.status_code == 200
    assert "too many attempts" in page.content.decode()


def test_a_sign_in_can_be_left_for_somebody_else(admin: Any, client: Client) -> None:
    with_list(admin)
    sign_in(client)
    assert client.get(LOGIN).status_code == 302
    client.post("/account/login/start-again/")
    assert client.get(LOGIN).status_code == 200


def test_a_list_that_is_used_up_is_not_passed_over(admin: Any, client: Client) -> None:
    with_list(admin)
    admin.code_lists.update(next_number=41)
    sign_in(client)
    assert client.get("/").status_code == 302
    assert "used up" in client.get("/account/login/code/").content.decode()


@pytest.mark.parametrize(("number", "words"), [(36, "Only 4 codes are left"), (40, "That was the last code")])
def test_it_is_told_when_the_list_runs_out(number: int, words: str, admin: Any, client: Client) -> None:
    codes = with_list(admin)
    admin.code_lists.update(next_number=number)
    sign_in(client)
    page = client.post("/account/login/code/", {"code": codes[number - 1]}, follow=True)
    assert words in page.content.decode()


def test_a_language_is_spoken_where_none_was_chosen(admin: Any, client: Client) -> None:
    admin.language = "ar"
    admin.save()
    sign_in(client)
    assert 'lang="ar"' in client.get("/").content.decode()


def test_a_language_that_was_chosen_stays(admin: Any, client: Client) -> None:
    admin.language = "ar"
    admin.save()
    client.post("/language/", {"language": "fr", "next": LOGIN})
    sign_in(client)
    assert 'lang="fr"' in client.get("/").content.decode()
