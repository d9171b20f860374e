"""The words that a file of framework documents may use, and what they mean to a reader."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SEARCH_DOCUMENT = "framework-document"
SEARCH_PROVISION = "provision"
SOURCE_LANGUAGE = "en"
TRANSLATIONS = ("fr", "ar", "id")
LANGUAGES = (SOURCE_LANGUAGE, *TRANSLATIONS)
DOCUMENT_LANGUAGES = (*LANGUAGES, "de", "es", "nl", "pt", "ru", "tr", "zh-hans")


class Area(StrEnum):
    """The four priority areas. Which provision belongs to which is our own mapping."""

    CAPACITY = "capacity"
    SECURITY = "security"
    PROGRAMMES = "programmes"
    RELEASE = "release"


class Numbering(StrEnum):
    """Whether a provision's number was checked against the official text."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"


class RelationKind(StrEnum):
    """How one document's text stands to a provision of another."""

    ELABORATES = "elaborates"
    GIVES_LEGAL_BASIS = "gives-legal-basis"


class TextStatus(StrEnum):
    """How far a text can be trusted; the words of foundation.texts."""

    ORIGINAL = "original"
    MACHINE_ASSISTED = "machine-assisted"
    REVIEWED = "reviewed"
    PRACTITIONER_APPROVED = "practitioner-approved"


TRANSLATION_STATUSES = tuple(status for status in TextStatus if status is not TextStatus.ORIGINAL)

AREA_LABELS: dict[str, Promise] = {
    Area.CAPACITY: _("Capacity building"),
    Area.SECURITY: _("Prison security"),
    Area.PROGRAMMES: _("Programmes"),
    Area.RELEASE: _("Release and aftercare"),
}

RELATION_LABELS: dict[str, Promise] = {
    RelationKind.ELABORATES: _("says more about"),
    RelationKind.GIVES_LEGAL_BASIS: _("gives a legal basis to"),
}

RELATION_LABELS_BACK: dict[str, Promise] = {
    RelationKind.ELABORATES: _("more is said in"),
    RelationKind.GIVES_LEGAL_BASIS: _("has a legal basis in"),
}

DIFFERENCE_LABELS: dict[str, Promise] = {
    "areas": _("Priority areas"),
    "expected_practices": _("Number of good practices"),
    "issuer": _("Issuer"),
    "label": _("Label before numbers"),
    "languages": _("Languages of the document"),
    "number": _("Number"),
    "numbering": _("Numbering"),
    "official_page": _("Official page"),
    "relation": _("Relation"),
    "section": _("Section"),
    "short_title": _("Short title"),
    "status": _("Status of the translation"),
    "summary": _("Summary"),
    "title": _("Title"),
    "year": _("Year"),
}

WORD_LABELS: dict[str, Promise] = {
    TextStatus.ORIGINAL: _("original"),
    TextStatus.MACHINE_ASSISTED: _("machine-assisted, not reviewed yet"),
    TextStatus.REVIEWED: _("reviewed by a linguist"),
    TextStatus.PRACTITIONER_APPROVED: _("approved by practitioners"),
    Numbering.CONFIRMED: _("confirmed"),
    Numbering.UNCONFIRMED: _("unconfirmed"),
}


def chip(label: str, number: int | None) -> str:
    """The short name of a provision: "Rome 20"; the label alone where it has no number."""
    return label if number is None else f"{label} {number}"
