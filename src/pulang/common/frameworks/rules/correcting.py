"""A document or provision as a form of plain values, and back."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from pulang.common.frameworks.rules.content import Content
from pulang.common.frameworks.rules.filing import DOCUMENT_TEXTS, PROVISION_TEXTS
from pulang.common.frameworks.rules.vocabulary import LANGUAGES, SOURCE_LANGUAGE, TextStatus

DOCUMENT_FACTS = ("year", "official_page", "expected_practices")
PROVISION_FACTS = ("number", "numbering", "section", "areas")


@dataclass(frozen=True)
class TextField:
    """One text of a form: its name there, what it is, in which language, and of which section (or of none)."""

    name: str
    what: str
    language: str
    section: str = ""

    @property
    def is_source(self) -> bool:
        return self.language == SOURCE_LANGUAGE


def text_fields(content: Content) -> Iterator[TextField]:
    """Every text that can be corrected, language by language; ``status`` says how far a translation is trusted."""
    for language in LANGUAGES:
        names = DOCUMENT_TEXTS if "sections" in content else PROVISION_TEXTS
        for what in names if language == SOURCE_LANGUAGE else ("status", *names):
            yield TextField(f"{language}-{what}", what, language)
        for code in content.get("sections", {}):
            yield TextField(f"{language}-section-{code}", "title", language, code)


def values_of(content: Content) -> dict[str, Any]:
    """The content as the values with which its form begins."""
    facts = DOCUMENT_FACTS if "sections" in content else PROVISION_FACTS
    return {name: content[name] for name in facts} | {
        field.name: _text(content, field) for field in text_fields(content)
    }


def corrected(content: Content, values: Mapping[str, Any]) -> Content:
    """The content with the form's values in it. A language without any text is left out; others stay as typed."""
    new = deepcopy(content)
    new |= {name: value for name, value in values.items() if name in content}
    for field in text_fields(content):
        place = new["sections"][field.section] if field.section else new["texts"]
        text = place.setdefault(field.language, {"status": _status(field), "fields": {}, "source_hash": ""})
        value = str(values.get(field.name) or "")
        if field.what == "status":
            text["status"] = value or text["status"]
        elif value:
            text["fields"][field.what] = value
        else:
            text["fields"].pop(field.what, None)
    for texts in (new["texts"], *new.get("sections", {}).values()):
        for language in [each for each, text in texts.items() if not text["fields"]]:
            del texts[language]
    return new


def _status(field: TextField) -> str:
    return str(TextStatus.ORIGINAL if field.is_source else TextStatus.MACHINE_ASSISTED)


def _text(content: Content, field: TextField) -> str:
    texts = content["sections"][field.section] if field.section else content["texts"]
    text = texts.get(field.language)
    if text is None:
        return ""
    return str(text["status"]) if field.what == "status" else str(text["fields"].get(field.what, ""))
