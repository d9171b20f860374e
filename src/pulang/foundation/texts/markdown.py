"""CommonMark written by people, as HTML that a page can trust: no HTML of theirs, links to https addresses only."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

ADDRESS = "https://"


class Unsafe(StrEnum):
    """What a text may not have."""

    HTML = "html"
    LINK = "link"
    IMAGE = "image"


@dataclass(frozen=True)
class Heading:
    """A heading as it stands in the text: its line (from 0), where what is below it begins, and its words."""

    level: int
    line: int
    below: int
    words: str


def html(text: str) -> SafeString:
    """The text as HTML. What is unsafe is shown as it was written, never carried out."""
    return SafeString(_parser().render(text))


def parsed(text: str) -> "list[Token]":
    """What the text is made of, for whoever makes something else of it than a page."""
    return _parser().parse(text)


def headings(text: str) -> list[Heading]:
    """The headings that stand in the text itself, not in a list, quotation or block of code."""
    tokens = _blocks().parse(text)
    return [
        Heading(int(token.tag[1]), token.map[0], token.map[1], tokens[place + 1].content)
        for place, token in enumerate(tokens)
        if token.type == "heading_open" and token.level == 0 and token.map
    ]


def list_items(text: str) -> list[str] | None:
    """The items of a text that is one list, as they were written; ``None`` for any other text."""
    tokens = _blocks().parse(text)
    outer = [token.type for token in tokens if token.level == 0]
    if outer not in (["bullet_list_open", "bullet_list_close"], ["ordered_list_open", "ordered_list_close"]):
        return None
    lines = text.splitlines()
    return [_item(lines, token) for token in tokens if token.type == "list_item_open" and token.level == 1]


def unsafe(text: str) -> list[tuple[int, Unsafe]]:
    """Everything that may not be in a text, with its line (from 0)."""
    if "<" not in text and "[" not in text:
        return []
    found = []
    for token in _reader().parse(text):
        line = token.map[0] if token.map else 0
        found += [(line, kind) for kind in _unsafe(token)]
        found += [(line, kind) for child in token.children or () for kind in _unsafe(child)]
    return found


def _unsafe(token: "Token") -> Iterator[Unsafe]:
    if token.type in ("html_block", "html_inline"):
        yield Unsafe.HTML
    if token.type == "image":
        yield Unsafe.IMAGE
    if token.type == "link_open" and not str(token.attrGet("href") or "").startswith(ADDRESS):
        yield Unsafe.LINK


def _item(lines: list[str], token: "Token") -> str:
    first, last = token.map or [0, 0]
    text = "\n".join(lines[first:last]).strip()
    marker = str(token.info or "") + token.markup
    return text.removeprefix(marker).strip()


def _of_the_library() -> "type[MarkdownIt]":
    """Loaded with the first text: a process that shows none does without it."""
    from markdown_it import MarkdownIt

    return MarkdownIt


@lru_cache(maxsize=1)
def _parser() -> "MarkdownIt":
    """What pages are made with: HTML is text, other addresses are no links, pictures are none."""
    parser = _of_the_library()("commonmark", {"html": False}).enable("table").disable("image")
    parser.validateLink = lambda url: url.startswith(ADDRESS)  # type: ignore[method-assign]
    parser.add_render_rule("link_open", _link)
    return parser


def _link(renderer: Any, tokens: "list[Token]", place: int, options: Any, env: Any) -> str:
    """Addresses outside tell the other side nothing."""
    tokens[place].attrSet("rel", "noreferrer")
    return str(renderer.renderToken(tokens, place, options, env))


@lru_cache(maxsize=1)
def _blocks() -> "MarkdownIt":
    """What looks no further than at blocks: headings and lists, with their words as they were written."""
    parser = _of_the_library()("commonmark", {"html": False}).enable("table")
    parser.core.ruler.disable("inline")
    return parser


@lru_cache(maxsize=1)
def _reader() -> "MarkdownIt":
    """What finds the unsafe: it sees HTML, links and pictures for what they are."""
    parser = _of_the_library()("commonmark", {"html": True}).enable("table")
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser
