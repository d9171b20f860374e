"""A course as plain values: what a pack says once it is right, what a version keeps, and what an edition works on."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

Content = dict[str, Any]
TITLE = "title"
T = TypeVar("T")


@dataclass(frozen=True)
class Section:
    """One named part of a text: its heading, and CommonMark below it."""

    heading: str
    body: str = ""

    @property
    def mark(self) -> str:
        """Eight digits that change with the wording."""
        return mark_of(f"{self.heading}\n{self.body}")


@dataclass(frozen=True)
class Wording:
    """The texts of one thing in one language. The source has no ``status``; ``made_from`` has marks of its sections."""

    language: str
    status: str
    sections: Mapping[str, Section]
    made_from: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ActivityWording:
    """The texts of an activity in one more language, each by the keys that lead to it."""

    language: str
    status: str
    texts: Mapping[str, str]
    made_from: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Activity:
    """Something that participants do. ``content`` is what its file says, in the source language."""

    key: str
    kind: str
    content: Content
    wordings: tuple[ActivityWording, ...] = ()


@dataclass(frozen=True)
class Block:
    """A timed part of a session. ``shortest`` is how short it may become when the session runs late."""

    key: str
    minutes: int
    shortest: int
    method: str
    activity: str = ""
    groups: int | None = None


@dataclass(frozen=True)
class CourseSession:
    """What is taught at one time. ``key`` is unique within its module."""

    key: str
    minutes: int
    tiers: tuple[str, ...]
    provisions: tuple[str, ...]
    blocks: tuple[Block, ...]
    activities: tuple[Activity, ...]
    wordings: tuple[Wording, ...]

    def activity(self, key: str) -> Activity | None:
        """The activity of this key."""
        return next((activity for activity in self.activities if activity.key == key), None)


@dataclass(frozen=True)
class Module:
    """A part of the course with sessions in their order."""

    key: str
    sessions: tuple[CourseSession, ...]
    wordings: tuple[Wording, ...]

    @property
    def minutes(self) -> int:
        return sum(session.minutes for session in self.sessions)


@dataclass(frozen=True)
class Cut:
    """A shorter form of the course: which sessions it has, as ``module/session``."""

    key: str
    sessions: tuple[str, ...]


@dataclass(frozen=True)
class Shifts:
    """The course divided over shifts; the parts ``make_up`` are held twice."""

    key: str
    parts: tuple[Cut, ...]
    make_up: tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """A word that a country may replace by its own, in each language that has it."""

    key: str
    words: Mapping[str, str]


@dataclass(frozen=True)
class Course:
    """A whole course of one version."""

    key: str
    version: str
    licence: str
    source: str
    languages: tuple[str, ...]
    tiers: tuple[str, ...]
    modules: tuple[Module, ...]
    cuts: tuple[Cut, ...]
    shifts: tuple[Shifts, ...]
    terms: tuple[Term, ...]
    wordings: tuple[Wording, ...]

    @property
    def minutes(self) -> int:
        return sum(module.minutes for module in self.modules)

    def sessions(self) -> Iterator[tuple[str, CourseSession]]:
        """Every session with its address ``module/session``, in the order of teaching."""
        for module in self.modules:
            for session in module.sessions:
                yield f"{module.key}/{session.key}", session


def as_data(thing: Any) -> Content:
    """Plain data of any of these values."""
    return asdict(thing)


def from_data(kind: type[T], data: Content) -> T:
    """The course, module or session again that :func:`as_data` was given."""
    found: T = _adapters()[kind].validate_python(data)
    return found


@cache
def _adapters() -> Mapping[type, TypeAdapter[Any]]:
    """Made with the first course that is read."""
    return {kind: TypeAdapter(kind) for kind in (Course, Module, CourseSession)}


def mark_of(text: str) -> str:
    """The first eight digits of the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]
