"""Enrolment with a printed code, a printed code list, a passkey, and a lost factor that two people replace."""

import pytest
from tests.journeys.conftest import PASSWORD, Installation, Visit, Visitor

OWN = "four words of invention"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


@pytest.fixture
def complaints() -> list[str]:
    return []


def listen(visitor: Visitor, complaints: list[str]) -> Visitor:
    visitor.page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    return visitor


def enrol(visitor: Visitor, name: str, code: str) -> None:
    """The first sign-in by a one-time code, up to the choice of a second factor."""
    visitor.open("/account/first/")
    visitor.fill(sign_in_name=name, code=code)
    visitor.send()
    visitor.fill(password=OWN, password_again=OWN)
    visitor.send()
    visitor.page.wait_for_url("**/account/second-factor/")


def printed(visitor: Visitor) -> list[str]:
    """A code list, copied from the screen; the first code is spent by confirming it."""
    visitor.open("/account/second-factor/list/")
    visitor.send()
    lines = visitor.page.locator(".codes li").all_inner_texts()
    codes = [line.split(maxsplit=1)[1] for line in lines]
    visitor.fill(code=codes[0])
    visitor.send()
    return codes


def sign_out(visitor: Visitor) -> None:
    visitor.page.locator("header details.menu summary").first.click()
    visitor.page.locator("header form[action='/sign-out/'] button").click()
    visitor.page.wait_for_url("**/account/login/**")


def password_step(visitor: Visitor, name: str, password: str = OWN) -> None:
    visitor.open("/account/login/")
    visitor.fill(login=name, password=password)
    visitor.send()
    visitor.page.wait_for_url("**/account/login/code/")


def account_made(administrator: Visitor, name: str) -> str:
    """A contact and its account, made on screen by the administrator; gives the account's id."""
    administrator.open("/directory/at/kilima-mto/contacts/new/")
    administrator.fill(name=f"Newly Come {name}", position="Officer")
    administrator.send()
    administrator.follow(to="/account/")
    administrator.fill(sign_in_name=name)
    administrator.send()
    return administrator.last_id


def code_issued(administrator: Visitor, account: str) -> str:
    """The one-time code as it stands on the sheet that is handed over."""
    administrator.open(f"/directory/accounts/{account}/")
    administrator.follow(to="/sign-in-code/")
    administrator.page.click("button[value=issue]")
    return administrator.page.locator(".code").last.inner_text()


def role_given(manager: Visitor, account: str, role: str) -> None:
    manager.open(f"/directory/accounts/{account}/")
    manager.follow(to="/role/")
    manager.page.check(f"[name=role][value={role}]")
    manager.send()
    manager.page.wait_for_url(f"**/directory/accounts/{account}/")


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 390)])
def test_enrolment_with_a_printed_code_and_a_code_list(
    visit: Visit, complaints: list[str], language: str, width: int
) -> None:
    name = f"newcomer-{language}"
    screen = {"language": language, "width": width}
    administrator, manager = (listen(visit(who, **screen), complaints) for who in ("admin", "grace"))
    account = account_made(administrator, name)
    role_given(manager, account, "host-coordinator")
    holder = listen(visit(**screen), complaints)
    enrol(holder, name, code_issued(administrator, account))
    codes = printed(holder)
    assert len(codes) == 40
    sign_out(holder)
    password_step(holder, name)
    holder.fill(code=codes[1])
    holder.send()
    holder.page.wait_for_url(holder.home + "/")
    holder.open("/plans/new/")
    assert holder.page.locator("main [name=title]").is_visible()
    assert complaints == []


def test_a_code_of_the_command_line_opens_an_account_once(installation: Installation, visit: Visit) -> None:
    person = ("--name", "Newly Come", "--organisation", "kilima-mto", "--role", "mentor")
    done = installation.call("--plane", "forum", "user", "add", "newcomer", *person)
    assert done.returncode == 0, done.stderr
    code = done.stdout.strip()
    enrol(visit(), "newcomer", code)
    late = visit()
    late.open("/account/first/")
    late.fill(sign_in_name="newcomer", code=code)
    late.send()
    assert late.page.url.endswith("/account/first/")
    assert late.page.locator("main .errors").is_visible()


def test_a_passkey_opens_the_account_alone_or_after_the_password(visit: Visit, complaints: list[str]) -> None:
    visitor = listen(visit("karim"), complaints)
    machine = visitor.context.new_cdp_session(visitor.page)
    machine.send("WebAuthn.enable")
    machine.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    visitor.open("/account/second-factor/passkey/")
    visitor.page.click("#passkey-button")
    visitor.page.wait_for_url("**/recovery-codes/")
    sign_out(visitor)
    visitor.page.click("#passkey-button")
    visitor.page.wait_for_url(visitor.home + "/")
    sign_out(visitor)
    password_step(visitor, "karim", PASSWORD)
    visitor.page.click("#passkey-button")
    visitor.page.wait_for_url(visitor.home + "/")
    assert complaints == []


def test_two_people_replace_a_lost_second_factor(visit: Visit) -> None:
    holder, administrator, manager = visit("amina"), visit("admin"), visit("grace")
    printed(holder)
    administrator.open("/directory/accounts/?q=amina")
    administrator.page.locator("main table a").first.click()
    administrator.follow(to="/sign-in-code/")
    administrator.page.check("[name=lost][value=factor]")
    administrator.fill(reason="came to the office with the service card")
    administrator.send()
    assert not administrator.page.locator("button[value=issue]").count()
    manager.open("/")
    manager.follow(to="/sign-in-code/")
    manager.page.click("button[value=approve]")
    administrator.open("/")
    administrator.follow(to="/sign-in-code/")
    administrator.page.click("button[value=issue]")
    code = administrator.page.locator(".code").last.inner_text()
    fresh = visit()
    fresh.open("/account/first/")
    fresh.fill(sign_in_name="amina", code=code)
    fresh.send()
    fresh.fill(password=PASSWORD)
    fresh.send()
    fresh.page.wait_for_url("**/account/second-factor/")
    assert fresh.says("Your account was enrolled anew")
    holder.open("/account/")
    assert "/account/login/" in holder.page.url
