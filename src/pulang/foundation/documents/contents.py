"""What a document holds, before anybody asks in which format: frozen blocks, gathered in pieces that carry markings.

A piece is the smallest thing that can be left out. What stands in the title must be true of every document of its
kind ("Engagement request"): it is never left out. What this one is about stands in ``about``, which is marked too.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from django.db.models import Model
from django.utils.functional import Promise

from pulang.kernel.tlp import Label, Marking

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote, and the language in which it was written (empty: a name, or unknown)."""

    text: str
    language: str = ""


Value = Text | Words | Label | int | Decimal | date | datetime | None


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a part of the document."""

    text: Value


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; ``quiet`` is a remark about what stands beside it."""

    text: Value
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with what is known for each."""

    rows: tuple[tuple[Text, Value], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``share`` is its width on paper in relation to the others."""

    label: Text
    numeric: bool = False
    share: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings. Neighbouring tables with the same columns become one, so that each row can be a piece."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: when, what kind of thing, what it is called, what it says, and remarks."""

    when: Value
    heading: Value
    title: Value
    text: Value = ""
    notes: tuple[Value, ...] = ()
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """What happened, in order. Neighbouring timelines become one."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A form to fill in by hand: label, what is known already, and how many lines to leave where nothing is."""

    rows: tuple[tuple[Text, Value, int], ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """Lines to sign on, each with who signs."""

    people: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Scannable:
    """A text for machines: a QR code on paper with what it is, the text itself in a spreadsheet."""

    text: str
    label: Text


Block = Heading | Paragraph | Facts | Table | Timeline | Form | Signature | Scannable


@dataclass(frozen=True)
class Piece:
    """Blocks that go together, with the markings of everything in them; an unmarked piece (None) goes nowhere."""

    blocks: tuple[Block, ...]
    markings: tuple[Marking | None, ...]


@dataclass(frozen=True)
class Contents:
    """A document as its app gathered it for one viewer in one language, before the gate.

    ``about`` names what it is about; where that may not be had, there is no document. ``subject`` is the row that the
    audit names (None: the viewer's own account), ``organisation_id`` the organisation that it concerns.
    """

    title: Text
    language: str
    pieces: tuple[Piece, ...]
    about: Piece | None = None
    subject: Model | None = None
    organisation_id: UUID | None = None


@dataclass(frozen=True)
class Stamp:
    """What stands on every page: how far it may travel, for whom it was made, and when."""

    label: Label
    made_for: str
    made_at: datetime


@dataclass(frozen=True)
class Document:
    """What is left after the gate, ready to be written."""

    title: str
    language: str
    blocks: tuple[Block, ...]
    stamp: Stamp


def joined(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks with neighbouring tables of the same columns, facts and timelines made one."""
    groups = (list(group) for _kind, group in groupby(blocks, key=_kind))
    return tuple(block for group in groups for block in _as_one(group))


def _kind(block: Block) -> object:
    """Equal for neighbours that become one."""
    if isinstance(block, Table):
        return block.columns
    return type(block) if isinstance(block, Facts | Timeline) else id(block)


def _as_one(group: list[Block]) -> list[Block]:
    first = group[0]
    match first:
        case Table():
            return [replace(first, rows=tuple(row for table in group for row in table.rows))]  # type: ignore[union-attr]
        case Facts():
            return [Facts(tuple(row for facts in group for row in facts.rows))]  # type: ignore[union-attr,misc]
        case Timeline():
            return [Timeline(tuple(entry for line in group for entry in line.entries))]  # type: ignore[union-attr]
    return group


def piece(*blocks: Block, marked: Iterable[Marking | None]) -> Piece:
    """A piece of these blocks, with the markings of everything in them."""
    return Piece(blocks, tuple(marked))
