"""CommonMark as blocks of a document: headings, paragraphs, lists and tables, each in its own language."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pulang.foundation.documents.contents import Block, Column, Heading, Paragraph, Table, Words
from pulang.foundation.texts.markdown import parsed

if TYPE_CHECKING:
    from markdown_it.token import Token

BULLET = "•"


def prose(text: str, language: str) -> tuple[Block, ...]:
    """The text as blocks. Emphasis is left out, since a document sets its words plainly; nothing else is."""
    return tuple(_Reading(parsed(text), language).blocks())


class _Reading:
    """Tokens of a text while they become blocks."""

    def __init__(self, tokens: "Sequence[Token]", language: str) -> None:
        self._tokens, self._language = tokens, language

    def blocks(self) -> Iterator[Block]:
        """Blocks in the order of the text."""
        lists: list[int | None] = []
        marker, place = "", 0
        while place < len(self._tokens):
            token = self._tokens[place]
            if token.type in ("bullet_list_open", "ordered_list_open"):
                lists.append(int(token.attrGet("start") or 1) if token.type == "ordered_list_open" else None)
            elif token.type in ("bullet_list_close", "ordered_list_close"):
                lists.pop()
            elif token.type == "list_item_open":
                marker = BULLET if lists[-1] is None else f"{lists[-1]}."
                lists[-1] = None if lists[-1] is None else lists[-1] + 1
            elif token.type == "table_open":
                end = self._end(place, "table_close")
                yield self._table(self._tokens[place:end])
                place = end
            elif token.type == "inline":
                yield self._words(self._tokens[place - 1], token, marker, len(lists))
                marker = ""
            elif token.type in ("fence", "code_block"):
                yield Paragraph(Words(token.content.rstrip(), self._language))
            place += 1

    def _words(self, opened: "Token", token: "Token", marker: str, depth: int) -> Block:
        said = plain(token)
        if opened.type == "heading_open":
            return Heading(Words(said, self._language))
        indent = "\u2003" * max(depth - 1, 0)
        return Paragraph(Words(f"{indent}{marker} {said}" if marker else said, self._language))

    def _table(self, tokens: "Sequence[Token]") -> Table:
        rows: list[list[str]] = []
        for token in tokens:
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(plain(token))
        columns = tuple(Column(said) for said in rows[0])
        return Table(columns, tuple(tuple(Words(said, self._language) for said in row) for row in rows[1:]))

    def _end(self, place: int, kind: str) -> int:
        return next(number for number in range(place, len(self._tokens)) if self._tokens[number].type == kind)


def plain(token: "Token") -> str:
    """The words of a piece of text without their emphasis; a link keeps its address behind its words."""
    said, address = "", ""
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            said += child.content
        elif child.type in ("softbreak", "hardbreak"):
            said += " " if child.type == "softbreak" else "\n"
        elif child.type == "link_open":
            address = str(child.attrGet("href") or "")
        elif child.type == "link_close" and address:
            said, address = f"{said} ({address})", ""
    return said
