"""What the components are given: small frozen values that a view builds and a template shows.

The templates read attributes only, so any object with the same names serves as well. A marking is a
label of ``kernel.tlp`` or its text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from django.utils.functional import Promise

from pulang.kernel.urgency import StateKind

__all__ = [
    "Answer",
    "Cells",
    "Column",
    "Entry",
    "EntryShape",
    "Link",
    "Ordered",
    "Paged",
    "Passage",
    "Piece",
    "Stage",
    "StageState",
    "State",
    "StateKind",
    "Task",
    "Text",
]
Text = str | Promise
Cells = tuple[object, ...]
StageState = Literal["done", "now", "late", "ahead"]
EntryShape = Literal["", "open", "record"]


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go to; ``current`` marks the page that is shown."""

    label: Text
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """A computed state in words, and the kind that gives it shape and tint."""

    label: Text
    kind: StateKind = "neutral"


@dataclass(frozen=True, slots=True)
class Task:
    """One line of a task list. ``why`` says why it is there and what happens next.

    ``due`` is put into words; ``when`` is shown instead where there is no date ("since 12 Nov").
    """

    title: Text
    url: str
    why: Text = ""
    due: date | None = None
    when: Text = ""
    state: State | None = None
    provisions: tuple[Text, ...] = ()
    marking: object = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a timeline: ``meta`` stands above the title ("12 Mar · Kilima asked for help").

    ``shape`` is "open" for what still goes on and "record" for public record that nobody here checked.
    """

    meta: Text
    title: Text
    url: str = ""
    text: Text = ""
    state: State | None = None
    provisions: tuple[Text, ...] = ()
    marking: object = ""
    shape: EntryShape = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One row of a summary list; an empty value is shown as not given."""

    label: Text
    value: Text = ""
    change_url: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """One station on a way that everybody can see to its end."""

    label: Text
    state: StageState = "ahead"
    when: Text = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, and how its cells stand ("num" at their end, "nowrap" in one line)."""

    label: Text
    kind: Literal["", "num", "nowrap"] = ""


class Paged(Protocol):
    """What the pager reads of a page; ``foundation.pages.Page`` has it."""

    @property
    def count(self) -> int: ...
    @property
    def first_index(self) -> int: ...
    @property
    def last_index(self) -> int: ...
    @property
    def next_cursor(self) -> str | None: ...
    @property
    def previous_cursor(self) -> str | None: ...


class Ordered(Protocol):
    """What a list of orders is read for; ``foundation.pages.Order`` has it."""

    @property
    def slug(self) -> str: ...
    @property
    def label(self) -> Text: ...


class Piece(Protocol):
    """A part of a passage; ``foundation.search.find.Piece`` has it."""

    @property
    def text(self) -> str: ...
    @property
    def is_match(self) -> bool: ...


class Passage(Protocol):
    """What a passage is read for; ``foundation.search.find.Hit`` has it."""

    @property
    def pieces(self) -> Sequence[Piece]: ...
    @property
    def cut_before(self) -> bool: ...
    @property
    def cut_after(self) -> bool: ...
