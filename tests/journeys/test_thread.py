"""The whole thread with its sign-ins: asked, endorsed, answered, planned, done, learnt, released, and seen."""

from datetime import date, timedelta

import pytest
from tests.journeys.conftest import Visit, Visitor

FAMILY = "/practices/rome-memorandum/family/"
TEXTS = {
    "en": ("Visitors wait in the rain", "Families wait outside for two hours.", "A covered waiting place."),
    "ar": ("الزوار ينتظرون تحت المطر", "تنتظر العائلات في الخارج ساعتين.", "مكان انتظار مسقوف."),
}


def drafted(visitor: Visitor, language: str) -> str:
    """The corrections focal point drafts, leaves, comes back, checks and submits."""
    title, problem, wanted = TEXTS[language]
    visitor.open("/cve-p/new/")
    prison = visitor.page.locator("[name=host] option", has_text="Mto").get_attribute("value")
    visitor.page.select_option("[name=host]", prison)
    visitor.page.select_option("main [name=language]", language)
    visitor.fill(title=title)
    visitor.send()
    key = visitor.last_id
    visitor.open("/")
    visitor.follow(to=f"{key}/check/")
    visitor.follow(to="/need/")
    visitor.fill(problem=problem, help_wanted=wanted)
    visitor.send()
    visitor.page.locator('label:has-text("20")').first.click()
    visitor.send()
    visitor.send()
    assert visitor.page.url.endswith(f"/cve-p/{key}/")
    return key


def step(visitor: Visitor, key: str, name: str, reason: str = "") -> None:
    """Take one decision on its page."""
    visitor.open(f"/cve-p/{key}/")
    visitor.follow(to=f"/{name}/")
    if reason:
        visitor.fill(reason=reason)
    visitor.send()


def answered(visitor: Visitor, key: str) -> None:
    """The secretariat drafts the answer and sends it to the co-chairs."""
    visitor.open(f"/cve-p/{key}/")
    visitor.follow(to="/answer/")
    visitor.page.check("[name=outcome][value=accept]")
    visitor.fill(text="The working group accepts.")
    visitor.send()
    step(visitor, key, "send")


def planned(visitor: Visitor, key: str, language: str) -> str:
    """The host coordinator records the action plan."""
    visitor.open(f"/cve-p/{key}/")
    visitor.follow(to=f"/plans/new/request/{key}/")
    title, problem, wanted = TEXTS[language]
    soon = date.today() + timedelta(days=3)  # noqa: DTZ011 - as a person reads the calendar on the wall
    visitor.page.select_option("main [name=language]", language)
    visitor.fill(
        title=title, problem=problem, first_step=wanted, must_agree="1", indicator="2", baseline="0", target="20"
    )
    visitor.fill_date("first_step_on", soon.year, soon.month, soon.day)
    visitor.send()
    return visitor.last_id


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 390), ("ar", 1280), ("en", 390)])
def test_a_request_becomes_a_result_that_others_can_read(visit: Visit, language: str, width: int) -> None:
    def arrive(name: str) -> Visitor:
        return visit(name, language=language, width=width)

    key = drafted(arrive("otieno"), language)
    step(arrive("wanjiru"), key, "endorse")
    answered(arrive("farah"), key)
    step(arrive("ingrid"), key, "clear")
    step(arrive("budi"), key, "clear")
    host = arrive("amina")
    plan = planned(host, key, language)
    host.follow(to="/result/")
    today = date.today()  # noqa: DTZ011
    lesson = f"{TEXTS[language][0]} {width}"
    host.fill(result="20", value_reached="20", lesson=lesson)
    host.fill_date("seen_on", today.year, today.month, today.day)
    host.send()
    outsider = arrive("salma")
    outsider.open(FAMILY)
    assert not outsider.says(lesson)
    policy = arrive("wanjiru")
    policy.open(f"/plans/{plan}/")
    policy.follow(to="/result/release/")
    policy.fill(reason="1")
    policy.send()
    outsider.open(FAMILY)
    assert outsider.says(lesson)
    assert outsider.page.locator(f'a[href="/plans/{plan}/"]').count() == 0


SEEN = {"en": "A request of Kilima", "ar": "طلب من Kilima"}
TYPED_IN = {"en": "Typed in from the paper form of", "ar": "كُتبت من النموذج الورقي"}


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 390)])
def test_the_same_request_is_seen_and_not_seen(visit: Visit, language: str, width: int) -> None:
    title = "Basic education stops when teachers are absent"
    own, other = (visit(name, language=language, width=width) for name in ("otieno", "salma"))
    own.open("/cve-p/")
    own.page.get_by_role("link", name=title).click()
    key = own.last_id
    assert own.says("Classes were held on 61 of 120 planned days.")
    other.open("/cve-p/")
    assert not other.says(title)
    other.open(f"/cve-p/{key}/")
    assert other.says(SEEN[language])
    assert not other.says("Classes were held")
    assert not other.says(title)


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 390)])
def test_a_plan_is_printed_filled_in_by_hand_and_typed_in(visit: Visit, language: str, width: int) -> None:
    host = visit("amina", language=language, width=width)
    host.open("/plans/form/")
    assert host.page.locator("dl.paper > div").count() == 12
    pages = host.page.pdf(format="A4").count(b"/Type /Page\n")
    assert pages == 1
    host.open("/plans/new/")
    day = date.today() - timedelta(days=2)  # noqa: DTZ011
    host.fill(title="From paper", problem="p", first_step="s", must_agree="m", indicator="i", baseline="1", target="2")
    host.fill_date("first_step_on", day.year, day.month, day.day)
    host.fill_date("written_on_paper_on", day.year, day.month, day.day)
    host.send()
    assert host.page.locator(".errors").is_visible()
    assert host.page.input_value("[name=title]") == "From paper"
    host.page.locator("[name=provisions]").first.check()
    host.send()
    assert host.says(TYPED_IN[language])
