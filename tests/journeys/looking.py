"""What every page is held to: the rules of accessibility, and the width of a phone."""

import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Only what is broken is wanted, and told of one by one: axe then describes nothing else, in two thirds of the time.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
KEYS = re.compile(r"/(practices|directory/at|cve-p/record|facilities(?!/import)|api/v1/docs)/[^/]+")
COURSE = re.compile(r"(?<=/)(?!_)(?<!_do/)[^/]+(?=/)")


def shape(path: str) -> str:
    """Addresses of one kind: ids, keys and what is asked in the query do not matter."""
    if path.startswith("/courses/"):
        return "/courses/" + COURSE.sub("KEY", path.removeprefix("/courses"))[1:]
    return KEYS.sub(r"/\1/KEY", ID.sub("ID", path))


def axe(page: Page, *, colours: bool = True) -> list[tuple[str, str]]:
    """The rules of accessibility that the page breaks, each with the first piece of markup that does.

    Contrast is half of the work; without ``colours`` it is left to whoever looks at the same page in another language.
    """
    options = RULES if colours else {**RULES, "rules": {"color-contrast": {"enabled": False}}}
    broken: list[dict[str, Any]] = Axe().run(page, options=options).response["violations"]
    return [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in broken]


def width_on_a_phone(page: Page) -> int:
    """The width of what is written, which is more than the screen's where one must scroll."""
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    width = int(page.evaluate("document.documentElement.scrollWidth"))
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    return width
