"""The public record: its words, and what one entry says, as plain values that an import compares and keeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Content = dict[str, Any]
SOURCE_LANGUAGE = "en"
TRANSLATIONS = ("fr", "ar", "id")
LANGUAGES = (SOURCE_LANGUAGE, *TRANSLATIONS)
ORIGINAL = "original"
STATUSES = ("machine-assisted", "reviewed", "practitioner-approved")
ENTRY_TEXTS = ("title", "summary", "when_text")


class Kind(StrEnum):
    """What an entry reports."""

    ENGAGEMENT = "engagement"
    WORKSHOP = "workshop"
    MEETING = "meeting"
    BODY_HISTORY = "body-history"


KIND_WORDS: dict[Kind, Promise] = {
    Kind.ENGAGEMENT: _("CVE-P engagement"),
    Kind.WORKSHOP: _("Workshop"),
    Kind.MEETING: _("Meeting"),
    Kind.BODY_HISTORY: _("History of the working groups"),
}


@dataclass(frozen=True)
class Source:
    """Where something was published. Without a complete ``address`` it is no link."""

    key: str
    title: str
    published: str
    address: str


@dataclass(frozen=True)
class Place:
    """A country by its code, or a city by its key, with its names by language."""

    key: str
    names: Mapping[str, str]


@dataclass(frozen=True)
class Claim:
    """One figure or statement with who claimed it. ``differs_from`` is a claim that gives another figure."""

    key: str
    figure: str
    statement: Mapping[str, str]
    claimed_by: str
    claimed_when: str
    sources: tuple[str, ...]
    differs_from: str


@dataclass(frozen=True)
class Entry:
    """One reported engagement, workshop or meeting. ``texts`` is by language: status and the three entry texts."""

    key: str
    kind: str
    country: str
    place: str
    when: str
    texts: Mapping[str, tuple[str, Mapping[str, str]]]
    claims: tuple[Claim, ...]
    provisions: tuple[str, ...]


@dataclass(frozen=True)
class Record:
    """Everything that one correct file says, by keys."""

    sources: Mapping[str, Source]
    countries: Mapping[str, Place]
    places: Mapping[str, Place]
    entries: tuple[Entry, ...]


def content_of(entry: Entry, record: Record) -> Content:
    """All that an entry says, with its sources and the names of its places: what an import compares and keeps."""
    return {
        "kind": entry.kind,
        "country": _place(record.countries, entry.country),
        "place": _place(record.places, entry.place),
        "when": entry.when,
        "texts": {language: {"status": status, **texts} for language, (status, texts) in entry.texts.items()},
        "claims": [_claim(claim, record) for claim in entry.claims],
        "provisions": sorted(entry.provisions),
    }


def _place(places: Mapping[str, Place], key: str) -> Content | None:
    return {"key": key, "names": dict(places[key].names)} if key else None


def _claim(claim: Claim, record: Record) -> Content:
    return {
        "key": claim.key,
        "figure": claim.figure,
        "statement": dict(claim.statement),
        "claimed_by": claim.claimed_by,
        "claimed_when": claim.claimed_when,
        "sources": [_source(record.sources[key]) for key in claim.sources],
        "differs_from": claim.differs_from,
    }


def _source(source: Source) -> Content:
    return {"key": source.key, "title": source.title, "published": source.published, "address": source.address}
