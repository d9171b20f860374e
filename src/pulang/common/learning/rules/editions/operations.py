"""What an edition may do to its master: operations, each at an address, in a language, made from a wording."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.common.learning.rules.course import TITLE, Section

Content = Mapping[str, Any]


class Kind(StrEnum):
    """What an operation does."""

    ADAPT = "adapt"
    REPLACE = "replace"
    INSERT = "insert"
    OMIT = "omit"
    RE_ORDER = "re-order"
    TRANSLATE = "translate"
    RE_EXAMPLE = "re-example"
    LAW_NOTE = "law-note"
    TERM = "term"


class What(StrEnum):
    """What is inserted."""

    SECTION = "section"
    BLOCK = "block"
    ACTIVITY = "activity"
    SESSION = "session"


# Operations that put a text in the place of another; each text takes one of them.
WRITING = frozenset({Kind.ADAPT, Kind.REPLACE, Kind.RE_EXAMPLE, Kind.TRANSLATE})
KIND_WORDS: dict[str, Promise] = {
    Kind.ADAPT: _("Adapt the wording"),
    Kind.REPLACE: _("Replace by our own"),
    Kind.INSERT: _("Add something"),
    Kind.OMIT: _("Leave out"),
    Kind.RE_ORDER: _("Put in another order"),
    Kind.TRANSLATE: _("Translate"),
    Kind.RE_EXAMPLE: _("Put a local example in its place"),
    Kind.LAW_NOTE: _("Add a note on local law"),
    Kind.TERM: _("Use our own word"),
}
KIND_HINTS: dict[str, Promise] = {
    Kind.ADAPT: _("The purpose stays, the words change. Translations stay and are shown as out of date."),
    Kind.REPLACE: _("A text, an activity or a whole session of your own. Translations of it go."),
    Kind.INSERT: _("A section that the master leaves out, a block, an activity, or a session."),
    Kind.OMIT: _("A module, a session, a block with its activity, an activity, or a section that may be left out."),
    Kind.RE_ORDER: _("The modules of the course, or the sessions of a module."),
    Kind.TRANSLATE: _("One text into one language."),
    Kind.RE_EXAMPLE: _("A case, a name or a place that people know, in the place of the master's."),
    Kind.LAW_NOTE: _("It stands below the text as a note, with its source."),
    Kind.TERM: _("A word of the glossary is replaced in every text, as a whole word."),
}
WHAT_WORDS: dict[str, Promise] = {
    What.SECTION: _("A section"),
    What.BLOCK: _("A block of a session"),
    What.ACTIVITY: _("An activity"),
    What.SESSION: _("A session"),
}


@dataclass(frozen=True)
class Operation:
    """One change. ``place`` is the course (empty), ``module``, ``module/session`` or ``module/session/activity``.

    ``name`` is a section, a block, the keys that lead to a text of an activity, or a term; empty where the whole
    thing is meant. ``made_from`` is the mark of the master's wording that the author saw.
    """

    id: str
    kind: str
    place: str = ""
    name: str = ""
    language: str = ""
    content: Content = field(default_factory=dict)
    made_from: str = ""

    @property
    def depth(self) -> int:
        """0 the course, 1 a module, 2 a session, 3 an activity."""
        return self.place.count("/") + 1 if self.place else 0

    @property
    def address(self) -> str:
        return address(self.place, self.name)

    @property
    def writes_text(self) -> bool:
        """Whether it puts a text in the place of another, and not a whole session or activity."""
        return self.kind in WRITING and bool(self.name)

    def section(self, before: Section | None) -> Section:
        """The text that it says; a heading that it leaves out is the one there was."""
        text, heading = str(self.content.get("text", "")).strip(), str(self.content.get("heading", "")).strip()
        if self.name == TITLE and self.depth < 3:
            return Section(heading or text)
        return Section(heading or (before.heading if before else ""), text)


def address(place: str, name: str = "") -> str:
    """``module/session#section``."""
    return f"{place}#{name}" if name else place


def parted(text: str) -> tuple[str, str]:
    """Place and name of an address."""
    place, _sign, name = text.partition("#")
    return place, name


# The note of a local law, in the language of the text below which it stands.
LAW, SOURCE = (
    {"en": "Local law", "fr": "Droit local", "ar": "القانون المحلي", "id": "Hukum setempat"},
    {"en": "Source", "fr": "Source", "ar": "المصدر", "id": "Sumber"},
)


def law_note(operation: Operation) -> str:
    """The note as it stands in the text: a quotation with its source."""
    language = operation.language
    lines = f"**{LAW[language]}.** {str(operation.content['text']).strip()}".split("\n")
    lines += ["", f"{SOURCE[language]}: {str(operation.content['source']).strip()}"]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def says(operation: Operation) -> str:
    """What an operation says, for people who compare it with what it was made from."""
    content = operation.content
    if operation.kind == Kind.OMIT:
        return ""
    if operation.kind == Kind.RE_ORDER:
        return "\n".join(content["order"])
    if operation.kind == Kind.TERM:
        return "\n".join(f"{language}: {word}" for language, word in sorted(content["words"].items()))
    if operation.kind == Kind.LAW_NOTE:
        return law_note(operation)
    names = ("title", "heading", "objectives", "materials", "participants", "prompt", "text")
    return "\n\n".join(str(content[name]) for name in names if content.get(name))
