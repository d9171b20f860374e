"""Every page a person can reach: accessible, no sideways scroll, mirrored in Arabic, light on the line."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from tests.journeys.conftest import Visit, Visitor

FIRST_VISIT, LATER_PAGE = 30_000, 10_000
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PEOPLE = [
    ("forum", "otieno"), ("forum", "wanjiru"), ("forum", "farah"), ("forum", "grace"), ("forum", "admin"),
    ("forum", "irene"), ("service", "amina"), ("service", "neema"), ("service", "admin"),
]  # fmt: skip
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
MOST_PAGES = 60


def shape(path: str) -> str:
    """Addresses of one kind: ids, keys and what is asked in the query do not matter."""
    path = ID.sub("ID", path)
    return re.sub(r"/(practices|directory/at|cve-p/record|facilities)/[^/]+", r"/\1/KEY", path)


def reachable(visitor: Visitor) -> Iterator[str]:
    """One page of every kind that can be reached by links from Today, without what ends or changes something."""
    seen, todo = set(), ["/"]
    while todo and len(seen) < MOST_PAGES:
        path = todo.pop(0)
        if shape(path) in seen:
            continue
        seen.add(shape(path))
        visitor.open(path)
        yield path
        links = visitor.page.eval_on_selector_all("a[href]", "links => links.map(a => a.getAttribute('href'))")
        paths = (urlsplit(link) for link in links)
        todo.extend(part.path for part in paths if not part.netloc and part.path.startswith("/"))


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("plane", "name"), PEOPLE)
def test_every_page_is_accessible_and_clean(visit: Visit, plane: str, name: str, language: str) -> None:
    visitor = visit(name, language=language, plane=plane)
    complaints: list[str] = []
    visitor.page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    found = {}
    pages = 0
    for path in reachable(visitor):
        pages += 1
        result = Axe().run(visitor.page, options=RULES)
        if result.violations_count:
            found[path] = [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in result.response["violations"]]
    assert found == {}
    assert complaints == []
    assert pages >= 5


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("plane", "name"), PEOPLE)
def test_no_page_scrolls_sideways_on_a_phone(visit: Visit, plane: str, name: str, language: str) -> None:
    visitor = visit(name, language=language, plane=plane, width=390)
    wide = [path for path in reachable(visitor) if width_of(visitor.page) > 390]
    assert wide == []


def width_of(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


EDGES = """() => [...document.querySelectorAll('.brand, .wrap, .card, .columns > *, main h1, table, .field > label')]
  .filter(box => box.getClientRects().length)
  .map(box => { const r = box.getBoundingClientRect(); return [box.className || box.tagName, r.left, r.right] })"""


@pytest.mark.parametrize(
    "path", ["/", "/cve-p/", "/practices/", "/practices/rome-memorandum/family/", "/cve-p/new/", "/directory/"]
)
def test_arabic_pages_mirror_the_english_ones(visit: Visit, path: str) -> None:
    edges = {}
    for language in ("en", "ar"):
        visitor = visit("otieno", language=language)
        visitor.open(path)
        assert visitor.page.get_attribute("html", "dir") == {"en": "ltr", "ar": "rtl"}[language]
        edges[language] = visitor.page.evaluate(EDGES)
    width = 1280
    assert len(edges["en"]) == len(edges["ar"])
    askew = [
        (name, left, width - right)
        for (name, left, _), (_, _, right) in zip(edges["en"], edges["ar"], strict=True)
        if abs(left - (width - right)) > 2
    ]
    assert askew == []


def received(visitor: Visitor, path: str) -> int:
    """Bytes over the wire for one page with all it brings, headers included."""
    session = visitor.context.new_cdp_session(visitor.page)
    session.send("Network.enable")
    total = 0

    def count(event: dict[str, float]) -> None:
        nonlocal total
        total += int(event["encodedDataLength"])

    session.on("Network.loadingFinished", count)
    visitor.page.goto(visitor.home + path, wait_until="networkidle")
    session.detach()
    return total


@pytest.mark.parametrize("plane", ["forum", "service"])
def test_a_first_visit_is_light(visit: Visit, plane: str) -> None:
    assert 3_000 < received(visit(plane=plane), "/account/login/") <= FIRST_VISIT


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("plane", "name"), [("forum", "farah"), ("forum", "otieno"), ("service", "amina")])
def test_later_pages_are_light(visit: Visit, plane: str, name: str, language: str) -> None:
    visitor = visit(name, language=language, plane=plane)
    visitor.open("/")
    heavy = {path: size for path in list(reachable(visitor)) if (size := received(visitor, path)) > LATER_PAGE}
    assert {path: size for path, size in heavy.items() if path != "/design/"} == {}


def test_the_keyboard_alone_reaches_the_work(visit: Visit) -> None:
    visitor = visit("wanjiru")
    visitor.open("/")
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.activeElement.className") == "skip"
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("document.activeElement.id") == "main"
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
