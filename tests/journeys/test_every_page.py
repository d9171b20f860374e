"""Pages in both directions: accessible, mirrored in Arabic, within a phone's width, light on the line, by keyboard."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.journeys.conftest import Visit, Visitor

FIRST_VISIT, LATER_PAGE = 30_000, 10_000
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
FORUM = (
    "/", "/practices/", "/practices/rome-memorandum/family/", "/cve-p/", "/cve-p/new/", "/cve-p/record/", "/plans/",
    "/plans/form/", "/working-group/", "/directory/", "/directory/at/kilima/", "/account/", "/access/mine/",
)  # fmt: skip
SERVICE = (
    "/",
    "/facilities/",
    "/facilities/kilima-mto/",
    "/facilities/import/",
    "/plans/",
    "/plans/new/",
    "/directory/",
)
OVERSIGHT = ("/audit/", "/access/roles/")
WALKS = [("forum", "otieno", FORUM), ("service", "amina", SERVICE), ("forum", "irene", OVERSIGHT)]
MIRRORED = ["/", "/cve-p/", "/practices/", "/practices/rome-memorandum/family/", "/cve-p/new/", "/directory/"]
EDGES = """() => [...document.querySelectorAll('.brand, .wrap, .card, .columns > *, main h1, table, .field > label')]
  .filter(box => box.getClientRects().length)
  .map(box => { const r = box.getBoundingClientRect(); return [box.className || box.tagName, r.left, r.right] })"""


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("plane", "name", "paths"), WALKS, ids=[name for _plane, name, _paths in WALKS])
def test_pages_are_accessible_and_the_console_is_silent(
    visit: Visit, plane: str, name: str, paths: tuple[str, ...], language: str
) -> None:
    visitor = visit(name, language=language, plane=plane)
    complaints: list[str] = []
    visitor.page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    found = {}
    for path in paths:
        visitor.open(path)
        result = Axe().run(visitor.page, options=RULES)
        if result.violations_count:
            found[path] = [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in result.response["violations"]]
    assert found == {}
    assert complaints == []


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("plane", "name", "paths"), WALKS, ids=[name for _plane, name, _paths in WALKS])
def test_no_page_scrolls_sideways_on_a_phone(
    visit: Visit, plane: str, name: str, paths: tuple[str, ...], language: str
) -> None:
    visitor = visit(name, language=language, plane=plane, width=390)
    wide = []
    for path in paths:
        visitor.open(path)
        if visitor.page.evaluate("document.documentElement.scrollWidth") > 390:
            wide.append(path)
    assert wide == []


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


def received(visitor: Visitor, path: str) -> int:
    """Bytes over the wire for one page with all it brings, headers included."""
    session = visitor.context.new_cdp_session(visitor.page)
    session.send("Network.enable")
    weights: list[int] = []
    session.on("Network.loadingFinished", lambda event: weights.append(int(event["encodedDataLength"])))
    visitor.page.goto(visitor.home + path, wait_until="networkidle")
    session.detach()
    return sum(weights)


@pytest.mark.parametrize("plane", ["forum", "service"])
def test_a_first_visit_is_light(visit: Visit, plane: str) -> None:
    assert 3_000 < received(visit(plane=plane), "/account/login/") <= FIRST_VISIT


@pytest.mark.parametrize(("plane", "name", "paths"), WALKS, ids=[name for _plane, name, _paths in WALKS])
def test_later_pages_are_light(visit: Visit, plane: str, name: str, paths: tuple[str, ...]) -> None:
    visitor = visit(name, language="ar", plane=plane)
    visitor.open("/")
    heavy = {path: size for path in paths if (size := received(visitor, path)) > LATER_PAGE}
    assert heavy == {}


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
