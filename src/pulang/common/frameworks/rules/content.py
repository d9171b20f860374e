"""What a checked file says, as plain values: what an import compares, writes and keeps in the history."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pulang.common.frameworks.rules.vocabulary import LANGUAGES, SOURCE_LANGUAGE, TextStatus

Content = dict[str, Any]


@dataclass(frozen=True)
class Wording:
    """One item's texts in one language; ``fields`` maps title, summary, short_title, label or issuer to its text."""

    language: str
    status: str
    fields: Mapping[str, str]


@dataclass(frozen=True)
class SectionContent:
    """One section of a document, by its code in the document (A, IV)."""

    code: str
    wordings: tuple[Wording, ...]


@dataclass(frozen=True)
class ProvisionContent:
    """One numbered good practice. ``key`` never changes; ``number`` is a label and may be unknown."""

    key: str
    section: str | None
    number: int | None
    numbering: str
    areas: tuple[str, ...]
    wordings: tuple[Wording, ...]


@dataclass(frozen=True)
class DocumentContent:
    """One framework document with its sections and provisions, in the order of the file."""

    key: str
    year: int
    official_page: str
    languages: tuple[str, ...]
    expected_practices: int | None
    wordings: tuple[Wording, ...]
    sections: tuple[SectionContent, ...]
    provisions: tuple[ProvisionContent, ...]


@dataclass(frozen=True)
class RelationContent:
    """From a document or one of its provisions to a provision of another document; full keys."""

    source: str
    target: str
    kind: str


@dataclass(frozen=True)
class Catalogue:
    """Everything that one correct file says."""

    documents: tuple[DocumentContent, ...]
    relations: tuple[RelationContent, ...]


def document_content(document: DocumentContent, relations: Iterable[RelationContent]) -> Content:
    """What the history keeps of a document: itself, its sections, and the relations that it has as a whole."""
    return {
        "year": document.year,
        "official_page": document.official_page,
        "languages": list(document.languages),
        "expected_practices": document.expected_practices,
        "texts": _texts(document.wordings),
        "sections": {section.code: _texts(section.wordings) for section in document.sections},
        "relations": _from(document.key, relations),
    }


def provision_content(
    document: DocumentContent, provision: ProvisionContent, relations: Iterable[RelationContent]
) -> Content:
    """What the history keeps of a provision, with the relations that begin at it."""
    return {
        "section": provision.section,
        "number": provision.number,
        "numbering": provision.numbering,
        "areas": sorted(provision.areas),
        "texts": _texts(provision.wordings),
        "relations": _from(f"{document.key}/{provision.key}", relations),
    }


def carried_over(earlier: Content | None, incoming: Content) -> Content:
    """The incoming content together with what it leaves alone: languages and sections that it does not mention.

    A translation that is given again word for word stays a translation of what it was made from, so it shows
    as out of date when its English has moved.
    """
    if earlier is None:
        return incoming
    kept = dict(incoming, texts=_kept_texts(earlier["texts"], incoming["texts"]))
    if "sections" in incoming:
        kept["sections"] = {
            code: _kept_texts(earlier["sections"].get(code, {}), incoming["sections"].get(code, {}))
            for code in [
                *incoming["sections"],
                *(c for c in earlier["sections"] if c not in incoming["sections"]),
            ]
        }
    return kept


def in_order(content: Content, codes: Sequence[str] = ()) -> Content:
    """The same content with languages in their order, and sections in that of ``codes``."""
    ordered = dict(content, texts=_by_language(content["texts"]))
    if "sections" in content:
        ordered["sections"] = {code: _by_language(content["sections"][code]) for code in codes}
    return ordered


def source_hash(fields: Mapping[str, str]) -> str:
    """A fingerprint of the source wording, to see whether a translation was made from it."""
    plain = json.dumps(dict(fields), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def _by_language(texts: Content) -> Content:
    return {language: texts[language] for language in LANGUAGES if language in texts}


def _texts(wordings: Iterable[Wording]) -> Content:
    by_language = {wording.language: wording for wording in wordings}
    made_from = source_hash(by_language[SOURCE_LANGUAGE].fields)
    return {
        language: {"status": str(wording.status), "fields": dict(wording.fields), "source_hash": made_from}
        for language, wording in by_language.items()
    }


def _kept_texts(earlier: Content, incoming: Content) -> Content:
    kept = dict(earlier)
    for language, text in incoming.items():
        kept[language] = earlier[language] if _same_translation(earlier.get(language), text) else text
    return kept


def _same_translation(earlier: Content | None, text: Content) -> bool:
    return (
        earlier is not None
        and text["status"] != TextStatus.ORIGINAL
        and (earlier["status"], earlier["fields"]) == (text["status"], text["fields"])
    )


def _from(source: str, relations: Iterable[RelationContent]) -> list[Content]:
    return sorted(
        ({"to": relation.target, "kind": relation.kind} for relation in relations if relation.source == source),
        key=lambda relation: (relation["to"], relation["kind"]),
    )
