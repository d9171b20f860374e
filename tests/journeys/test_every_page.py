"""Every page in both directions: accessible, mirrored, within a phone's width, light on the line, by keyboard."""

import re
from collections.abc import Callable

import pytest
from tests.journeys.conftest import Visit
from tests.journeys.looking import PHONE, axe, width_on_a_phone
from tests.journeys.walking import Scale, Walk, walk
from tests.repository.source import ROOT

FIRST_VISIT, LATER_PAGE = 30_000, 10_000
FEWEST_PAGES = 8
PEOPLE = (
    ("forum", "otieno"), ("forum", "farah"), ("forum", "wanjiru"), ("forum", "grace"), ("forum", "admin"),
    ("forum", "irene"), ("service", "amina"), ("service", "neema"), ("service", "admin"),
)  # fmt: skip
every_walk = pytest.mark.parametrize(
    ("plane", "name", "language"), [(*person, language) for language in ("en", "ar") for person in PEOPLE]
)
FOUNDATION = ROOT / "src/pulang/common/learning/data/foundation"
KIND_OF_ACTIVITY = re.compile(r"^kind: (.+)$", re.MULTILINE)
MIRRORED = ["/", "/cve-p/", "/practices/", "/practices/rome-memorandum/family/", "/cve-p/new/", "/directory/"]
EDGES = """() => [...document.querySelectorAll('.brand, .wrap, .card, .columns > *, main h1, table, .field > label')]
  .filter(box => box.getClientRects().length)
  .map(box => { const r = box.getBoundingClientRect(); return [box.className || box.tagName, r.left, r.right] })"""


Walked = Callable[[str, str, str], Walk]


@pytest.fixture(scope="module")
def walks() -> dict[tuple[str, str, str], Walk]:
    """Walks that were taken already: each serves all the tests of this file."""
    return {}


@pytest.fixture(scope="module")
def known() -> dict[str, set[str]]:
    """By language the kinds of page that were looked at; people share most of them."""
    return {"en": set(), "ar": set()}


@pytest.fixture
def walked(visit: Visit, walks: dict[tuple[str, str, str], Walk], known: dict[str, set[str]]) -> Walked:
    """The walk of somebody in a language. Colours are the same in both: they are looked at in English."""

    def taken(plane: str, name: str, language: str) -> Walk:
        if (plane, name, language) not in walks:
            visitor = visit(name, language=language, plane=plane)
            walks[plane, name, language] = walk(visitor, known[language], colours=language == "en")
        return walks[plane, name, language]

    return taken


@every_walk
def test_every_page_is_accessible_and_the_console_is_silent(
    walked: Walked, plane: str, name: str, language: str
) -> None:
    found = walked(plane, name, language)
    assert found.violations == {}
    assert found.complaints == []
    assert len(found.weights) >= FEWEST_PAGES


@every_walk
def test_no_page_scrolls_sideways_on_a_phone(walked: Walked, plane: str, name: str, language: str) -> None:
    widths = walked(plane, name, language).widths
    assert {path: width for path, width in widths.items() if width > PHONE["width"]} == {}


@every_walk
def test_later_pages_are_light(walked: Walked, plane: str, name: str, language: str) -> None:
    weights = walked(plane, name, language).weights
    assert min(weights.values()) > 1_000, "the scale does not work"
    assert {path: size for path, size in weights.items() if size > LATER_PAGE and path != "/design/"} == {}


def activities() -> dict[str, str]:
    """By kind the address of one activity of the foundation course."""
    found = {}
    for file in sorted(FOUNDATION.glob("modules/*/*/*.yaml")):
        module, session, name = file.relative_to(FOUNDATION / "modules").parts
        if (kind := KIND_OF_ACTIVITY.search(file.read_text())) and "." not in (slug := name.removesuffix(".yaml")):
            found[kind[1]] = f"/courses/prison-officer-foundation/1.0.0/{module}/{session}/_activities/{slug}/"
    return found


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_kind_of_activity_is_accessible_and_light(visit: Visit, language: str) -> None:
    visitor, pages = visit("otieno", language=language), activities()
    scale = Scale(visitor)
    weights = {}
    for path in pages.values():
        scale.taken()
        visitor.go(path)
        weights[path] = scale.taken()
        assert axe(visitor.page) == []
        assert width_on_a_phone(visitor.page) <= PHONE["width"]
    assert set(pages) == {"quiz", "scenario", "reflection", "group-task", "checklist", "action-plan"}
    assert {path: size for path, size in weights.items() if size > LATER_PAGE} == {}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("plane", ["forum", "service"])
@pytest.mark.parametrize("path", ["/account/login/", "/account/first/", "/design/", "/no-such-page/"])
def test_pages_before_sign_in_are_accessible_and_fit_a_phone(
    visit: Visit, path: str, plane: str, language: str
) -> None:
    visitor = visit(language=language, plane=plane)
    visitor.open(path)
    assert width_on_a_phone(visitor.page) <= PHONE["width"]


def test_the_rules_see_a_picture_without_words_and_a_page_too_wide(visit: Visit) -> None:
    page = visit().page
    page.set_content(f"<main><h1>Heading</h1><img src='data:,'><pre>{'wide' * 200}</pre></main>")
    assert "image-alt" in dict(axe(page))
    assert width_on_a_phone(page) > PHONE["width"]


@pytest.mark.parametrize("plane", ["forum", "service"])
def test_a_first_visit_is_light(visit: Visit, plane: str) -> None:
    visitor = visit(plane=plane)
    scale = Scale(visitor)
    visitor.page.goto(f"{visitor.home}/account/login/", wait_until="networkidle")
    assert 3_000 < scale.taken() <= FIRST_VISIT


@pytest.mark.parametrize("path", MIRRORED)
def test_arabic_pages_mirror_the_english_ones(visit: Visit, path: str) -> None:
    edges = {}
    for language in ("en", "ar"):
        visitor = visit("otieno", language=language)
        visitor.open(path)
        assert visitor.page.get_attribute("html", "dir") == {"en": "ltr", "ar": "rtl"}[language]
        edges[language] = visitor.page.evaluate(EDGES)
    assert len(edges["en"]) == len(edges["ar"])
    pairs = zip(edges["en"], edges["ar"], strict=True)
    askew = [name for (name, left, _), (_, _, right) in pairs if abs(left - (1280 - right)) > 2]
    assert askew == []


def test_the_keyboard_alone_reaches_the_work(visit: Visit) -> None:
    visitor = visit("wanjiru")
    visitor.open("/")
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.activeElement.className") == "skip"
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("document.activeElement.id") == "main"
    for way in ("PDF", "XLSX", "CSV"):
        visitor.page.keyboard.press("Tab")
        assert visitor.page.evaluate("document.activeElement.innerText") == way
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url(re.compile(r"/(cve-p|plans)/"))


def test_the_language_switch_keeps_the_page(visit: Visit) -> None:
    visitor = visit("otieno")
    visitor.open("/practices/rome-memorandum/family/?q=1")
    for code, direction in (("ar", "rtl"), ("fr", "ltr"), ("id", "ltr"), ("en", "ltr")):
        visitor.page.locator("details.menu summary").last.click()
        visitor.page.locator(f"form button[lang={code}]").last.click()
        visitor.page.wait_for_load_state()
        assert visitor.page.url.endswith("/practices/rome-memorandum/family/?q=1")
        assert visitor.page.get_attribute("html", "lang") == code
        assert visitor.page.get_attribute("html", "dir") == direction
