"""What one version of a document or provision says differently from the one before it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise

from pulang.common.frameworks.rules.content import Content
from pulang.common.frameworks.rules.vocabulary import DIFFERENCE_LABELS, WORD_LABELS

TEXTS = ("title", "short_title", "label", "issuer", "summary")


@dataclass(frozen=True)
class Difference:
    """One thing that changed. ``language`` is empty where it is no text; ``section`` names a section's own text."""

    what: str
    before: str
    after: str
    language: str = ""
    section: str = ""

    @property
    def label(self) -> Promise:
        return DIFFERENCE_LABELS[self.what]


def differences(earlier: Content, later: Content) -> tuple[Difference, ...]:
    """Everything that reads differently, in the order of the content; empty for equal contents."""
    return (
        *_plain(earlier, later),
        *_texts(earlier["texts"], later["texts"], section=""),
        *_sections(earlier.get("sections", {}), later.get("sections", {})),
        *_relations(earlier["relations"], later["relations"]),
    )


def _plain(earlier: Content, later: Content) -> Iterator[Difference]:
    for name in later:
        if name not in ("texts", "sections", "relations") and earlier.get(name) != later[name]:
            yield Difference(name, _said(earlier.get(name)), _said(later[name]))


def _texts(earlier: Content, later: Content, *, section: str) -> Iterator[Difference]:
    for language, text in later.items():
        before = earlier.get(language, {"status": "", "fields": {}})
        for name in TEXTS:
            old, new = before["fields"].get(name, ""), text["fields"].get(name, "")
            if old != new:
                yield Difference(name, old, new, language, section)
        if before["status"] != text["status"]:
            yield Difference("status", _said(before["status"]), _said(text["status"]), section=section)


def _sections(earlier: Content, later: Content) -> Iterator[Difference]:
    for code, texts in later.items():
        yield from _texts(earlier.get(code, {}), texts, section=code)


def _relations(earlier: list[Content], later: list[Content]) -> Iterator[Difference]:
    for relation in earlier:
        if relation not in later:
            yield Difference("relation", relation["to"], "")
    for relation in later:
        if relation not in earlier:
            yield Difference("relation", "", relation["to"])


def _said(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return "" if value is None else str(WORD_LABELS.get(str(value), value))
