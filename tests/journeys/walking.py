"""A walk through every page that somebody can reach by links, looking at each on the way."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.journeys.conftest import Visitor
from tests.journeys.looking import axe, shape, width_on_a_phone

FILE = re.compile(r"\.[a-z]+$")
LINK = re.compile(r'<a\b[^>]*\bhref="([^"]+)"')
OWN_PAGES = 12


def reachable(visitor: Visitor, start: str) -> Iterator[str]:
    """One page of every kind that can be reached by links; nothing is pressed, so nothing changes."""
    seen, todo = set(), [start]
    while todo:
        path = todo.pop(0)
        if shape(path) in seen:
            continue
        seen.add(shape(path))
        text = visitor.context.request.get(visitor.home + path).text()
        paths = (urlsplit(html.unescape(link)) for link in LINK.findall(text))
        todo.extend(part.path for part in paths if not part.netloc and is_page(part.path))
        yield path


def is_page(path: str) -> bool:
    """An address of ours that is no file to save."""
    return path.startswith("/") and not FILE.search(path)


@dataclass
class Scale:
    """Bytes over the wire for each page with all that it brings, headers included."""

    visitor: Visitor
    weight: int = 0

    def __post_init__(self) -> None:
        session = self.visitor.context.new_cdp_session(self.visitor.page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._count)

    def _count(self, event: dict[str, float]) -> None:
        self.weight += int(event["encodedDataLength"])

    def taken(self) -> int:
        """What came since it was last asked."""
        taken, self.weight = self.weight, 0
        return taken


@dataclass
class Walk:
    """What was found, by path: what axe complains of, the width on a phone, the weight; and what the console said."""

    violations: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    widths: dict[str, int] = field(default_factory=dict)
    weights: dict[str, int] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)


def walk(visitor: Visitor, known: set[str], *, colours: bool, start: str = "/") -> Walk:
    """Look, on a desk and on a phone, at every kind of page that is not ``known`` yet, and at somebody's first pages.

    Both planes show the common apps by the same templates, and first pages by their own.
    """
    found, scale, page = Walk(), Scale(visitor), visitor.page
    page.on("console", lambda said: found.complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    for number, path in enumerate(reachable(visitor, start)):
        kind = visitor.home if path == start else shape(path)
        if kind in known and number >= OWN_PAGES:
            continue
        scale.taken()
        visitor.go(path)
        if kind not in known and (broken := axe(page, colours=colours)):
            found.violations[path] = broken
        known.add(kind)
        found.widths[path] = width_on_a_phone(page)
        found.weights[path] = scale.taken()
    return found
