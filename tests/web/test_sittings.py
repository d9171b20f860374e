"""Sessions that rest too long, forms that come too late, proof before dangerous steps, the obligatory second factor."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse
from tests.worlds import World

from pulang.common.accounts.actions import factors
from pulang.common.accounts.actions.drafts import keep_draft
from pulang.common.accounts.models import Contact, Draft, User
from pulang.foundation.events.models import Event
from pulang.foundation.policy.guard import dangerous
from pulang.kernel import clock

PASSWORD = "four words of invention"
LONGER = timedelta(minutes=1)
TYPED = {"name": "Asha of the store", "position": "Head of the store", "service_number": "77"}


def sign_in(client: Client, user: User, **more: str) -> Any:
    user.set_password(PASSWORD)
    user.save()
    return client.post("/account/login/", {"login": user.sign_in_name, "password": PASSWORD, **more})


@pytest.fixture
def keeper(world: World) -> User:
    """Somebody who keeps contacts."""
    return world.people["access"]


@pytest.fixture
def form(world: World) -> str:
    return reverse("accounts:contact-new", args=["mto"])


@pytest.fixture
def client(keeper: User) -> Client:
    client = Client()
    sign_in(client, keeper)
    client.get("/")
    return client


def later() -> Any:
    """The moment after the plane's patience has ended."""
    return clock.at(clock.now() + configured.PULANG_IDLE + LONGER)


def test_a_session_that_rested_too_long_has_ended(client: Client, keeper: User) -> None:
    with later():
        answer = client.get("/directory/")
        assert answer["Location"] == "/account/login/?next=/directory/"
        assert client.get("/directory/").status_code == 302
    last = Event.objects.order_by("-position").first()
    assert last is not None
    assert (last.verb, last.actor_id) == ("session.expired", keeper.pk)


def test_a_session_that_is_used_goes_on(client: Client) -> None:
    start = clock.now()
    for step in range(1, 5):
        with clock.at(start + step * (configured.PULANG_IDLE - LONGER)):
            assert client.get("/directory/").status_code == 200


def test_the_idle_clock_is_written_once_a_minute(client: Client, django_assert_num_queries: Any) -> None:
    stored = Session.objects.get(pk=client.session.session_key).session_data
    client.get("/directory/")
    assert Session.objects.get(pk=client.session.session_key).session_data == stored
    with clock.at(clock.now() + timedelta(seconds=61)):
        client.get("/directory/")
    assert Session.objects.get(pk=client.session.session_key).session_data != stored


def test_what_came_too_late_is_kept_and_comes_back(client: Client, keeper: User, form: str) -> None:
    with later():
        answer = client.post(form, TYPED)
        assert answer["Location"] == f"/account/login/?next={form}"
        assert not Contact.objects.filter(name=TYPED["name"]).exists()
        page = client.get(answer["Location"]).content.decode()
        assert "What you typed is kept" in page
        assert sign_in(client, keeper, next=form)["Location"] == form
        page = client.get(form).content.decode()
    assert "What you typed is kept; check it and send it again" in page
    assert all(f'value="{typed}"' in page for typed in TYPED.values())


def test_a_draft_that_was_sent_does_not_come_back(client: Client, keeper: User, form: str) -> None:
    with later():
        client.post(form, TYPED)
        sign_in(client, keeper)
        client.get(form)
        assert client.post(form, TYPED).status_code == 302
        assert TYPED["position"] not in client.get(form).content.decode()
    assert not Draft.objects.exists()


def test_a_draft_can_be_loaded_again_for_a_while_and_then_goes(client: Client, keeper: User, form: str) -> None:
    with later():
        client.post(form, TYPED)
        sign_in(client, keeper)
        assert TYPED["position"] in client.get(form).content.decode()
        assert TYPED["position"] in client.get(form).content.decode()
        with clock.at(clock.now() + timedelta(minutes=16)):
            assert TYPED["position"] not in client.get(form).content.decode()


def test_somebody_else_at_the_same_machine_never_gets_it(client: Client, world: World, form: str) -> None:
    other = world.people["corrections" if "corrections" in world.people else "training"]
    with later():
        client.post(form, TYPED)
        sign_in(client, other, next=form)
        page = client.get(form)
        assert page.status_code == 200
        assert TYPED["position"] not in page.content.decode()


def test_a_draft_belongs_to_its_address(client: Client, keeper: User, form: str) -> None:
    with later():
        client.post(form, TYPED)
        sign_in(client, keeper)
        elsewhere = reverse("accounts:contact-new", args=["ziwa"])
        assert TYPED["position"] not in client.get(elsewhere).content.decode()


def test_passwords_and_codes_are_never_kept_and_the_rest_is_sealed(client: Client) -> None:
    secrets = {"old_password": "x1", "password": "x2", "password_again": "x2", "code": "x3", "credential": "x4"}
    with later():
        client.post("/account/password/", {**secrets, "note": "to be kept"})
    draft = Draft.objects.get()
    assert draft.content.open(draft) == "note=to+be+kept"
    assert b"kept" not in bytes(draft.content.envelope or b"")


def test_a_form_with_nothing_but_secrets_leaves_no_draft(client: Client) -> None:
    with later():
        client.post("/account/password/", {"old_password": "x1", "password": "x2", "password_again": "x2"})
    assert not Draft.objects.exists()


def test_a_draft_is_removed_after_a_day(keeper: User) -> None:
    from django.http import QueryDict

    with clock.at(clock.now() - timedelta(days=1, minutes=1)):
        keep_draft(user_id=keeper.pk, address="/old/", typed=QueryDict("a=1"))
    keep_draft(user_id=keeper.pk, address="/new/", typed=QueryDict("a=1"))
    assert list(Draft.objects.values_list("address", flat=True)) == ["/new/"]


def test_a_form_that_goes_to_another_address_leads_back_to_its_page(client: Client) -> None:
    with later():
        answer = client.post(
            "/account/sessions/end/", {"session": "1"}, headers={"referer": "http://testserver/account/"}
        )
    assert answer["Location"] == "/account/login/?next=/account/"


def test_a_fragment_leads_the_whole_page_to_the_way_in(client: Client, form: str) -> None:
    with later():
        answer = client.post(form, TYPED, headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{form}"})
    assert answer.status_code == 200
    assert answer.headers["HX-Redirect"] == f"/account/login/?next={form}"


def test_a_forged_form_leaves_no_draft(keeper: User, form: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(keeper)
    strict.get("/")
    with later():
        assert strict.post(form, TYPED).status_code == 403
    assert not Draft.objects.exists()


@pytest.fixture
def asked() -> Callable[[Any], HttpResponse]:
    @dangerous
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("done")

    return view  # type: ignore[return-value]


def close(user: User) -> str:
    return reverse("accounts:issue-code", args=[user.pk])


def age_proof(client: Client, minutes: int) -> None:
    """Let the last proof be so many minutes old."""
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= minutes * 60
    session.save()


@pytest.fixture
def admin(world: World) -> Client:
    client = Client()
    sign_in(client, world.people["admin"])
    return client


def test_whoever_has_just_signed_in_is_not_asked_again(admin: Client, world: World) -> None:
    assert admin.get(close(world.people["stranger"])).status_code == 200


def test_after_a_quarter_of_an_hour_a_dangerous_step_asks_for_proof(admin: Client, world: World) -> None:
    page = close(world.people["stranger"])
    age_proof(admin, 16)
    assert admin.get(page)["Location"] == f"/account/again/?next={page.replace('/', '%2F')}"
    assert admin.post(f"/account/again/?next={page}", {"password": "wrong"}).status_code == 200
    assert admin.post(f"/account/again/?next={page}", {"password": PASSWORD})["Location"] == page
    assert admin.get(page).status_code == 200


def test_what_was_typed_before_the_proof_comes_back_and_was_not_done(admin: Client, world: World) -> None:
    settled = world.people["stranger"]
    settled.set_password(PASSWORD)
    settled.save()
    page = close(settled)
    age_proof(admin, 16)
    typed = {"step": "ask", "lost": "factor", "reason": "came in person with the card"}
    assert admin.post(page, typed).status_code == 302
    assert not settled.reenrolments.exists()
    admin.post(f"/account/again/?next={page}", {"password": PASSWORD})
    assert "came in person with the card" in admin.get(page).content.decode()
    assert not settled.reenrolments.exists()
    assert admin.post(page, typed).status_code == 302
    assert settled.reenrolments.count() == 1


def test_a_code_of_the_list_is_proof_too(admin: Client, world: World) -> None:
    _row, codes = factors.print_code_list(user=world.people["admin"])
    factors.confirm_code_list(user=world.people["admin"], typed=codes[0])
    age_proof(admin, 16)
    page = close(world.people["stranger"])
    assert "/account/again/code/" in admin.get(f"/account/again/?next={page}").content.decode()
    assert admin.post(f"/account/again/code/?next={page}", {"code": codes[1]})["Location"] == page
    assert admin.get(page).status_code == 200


def test_without_a_second_factor_only_setting_one_up_is_open(client: Client, settings: Any) -> None:
    settings.PULANG_DEMONSTRATION = False
    for path in ("/", "/directory/", "/account/", "/account/password/"):
        assert client.get(path)["Location"] == "/account/second-factor/"
    for path in ("/account/second-factor/", "/account/second-factor/list/", "/account/second-factor/app/", "/health"):
        assert client.get(path).status_code == 200
    assert client.post("/language/", {"language": "fr"})["Location"] == "/"
    assert client.post("/sign-out/").status_code == 302


def test_with_a_confirmed_list_the_work_is_open(client: Client, settings: Any) -> None:
    settings.PULANG_DEMONSTRATION = False
    codes = [code for _number, code in client.post("/account/second-factor/list/print/").context["codes"]]
    assert client.get("/")["Location"] == "/account/second-factor/"
    assert client.post("/account/second-factor/list/confirm/", {"code": codes[5]}).status_code == 200
    assert client.post("/account/second-factor/list/confirm/", {"code": codes[0]}).status_code == 302
    assert client.get("/").status_code == 200


def test_the_only_second_factor_cannot_be_removed(client: Client, keeper: User, settings: Any) -> None:
    settings.PULANG_DEMONSTRATION = False
    _row, codes = factors.print_code_list(user=keeper)
    factors.confirm_code_list(user=keeper, typed=codes[0])
    client.post("/account/second-factor/list/remove/")
    assert keeper.code_lists.exists()
    settings.PULANG_DEMONSTRATION = True
    client.post("/account/second-factor/list/remove/")
    assert not keeper.code_lists.exists()


def test_in_the_demonstration_nobody_needs_a_second_factor(client: Client) -> None:
    assert client.get("/").status_code == 200


def test_the_band_says_who_one_is(client: Client) -> None:
    page = client.get("/").content.decode()
    assert "<bdi>Access</bdi>" in page
    assert "Access manager, Kilima" in page
    assert 'href="/account/"' in page


def test_a_session_ends_after_twelve_hours_of_work(client: Client) -> None:
    start = clock.now()
    for tenths in range(1, 12 * 6):
        with clock.at(start + timedelta(minutes=10 * tenths)):
            assert client.get("/directory/").status_code == 200
    with clock.at(start + timedelta(hours=12, minutes=1)):
        answer = client.get("/directory/")
        assert answer["Location"] == "/account/login/?next=/directory/"
        assert "twelve hours" in client.get(answer["Location"]).content.decode()
