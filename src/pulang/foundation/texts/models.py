"""Text that exists in several languages: which one to show, how far to trust it, and whether it is out of date."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class TranslationStatus(models.TextChoices):
    """How a text came about, the least trusted translation first."""

    ORIGINAL = "original", _("original")
    MACHINE_ASSISTED = "machine-assisted", _("machine-assisted, not reviewed yet")
    REVIEWED = "reviewed", _("reviewed by a linguist")
    PRACTITIONER_APPROVED = "practitioner-approved", _("approved by practitioners")


class Translation(models.Model):
    """One text in one language; a subclass adds its own text fields and the row that they belong to.

    `source_hash` is `hash_of` the original's texts that it was made from; an original that is a row
    of its own keeps the hash of its own texts there. A subclass wants a unique constraint on the
    owning row and `language`, and `known_status`.
    """

    language = models.CharField(max_length=12)
    status = models.CharField(max_length=24, choices=TranslationStatus.choices)
    source_hash = models.CharField(max_length=64)

    class Meta:
        abstract = True


Text = TypeVar("Text", bound=Translation)
Owner = TypeVar("Owner", bound=models.Model)
Shown = TypeVar("Shown", bound=models.Model, covariant=True)


@dataclass(frozen=True)
class Picked(Generic[Shown]):
    """The row whose texts a reader gets: `picked.translation.title`, in `picked.language`.

    `fell_back`: not in the language that was asked for. `stale`: the original changed after this
    translation was made, or is not there to compare with.
    """

    translation: Shown
    language: str
    status: TranslationStatus
    fell_back: bool
    stale: bool


def hash_of(*parts: str) -> str:
    """Return 64 hexadecimal digits for these texts, in this order and with these borders between them."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()


def known_status(name: str) -> models.CheckConstraint:
    """Return the constraint that a translation's status is one of `TranslationStatus`."""
    return models.CheckConstraint(condition=models.Q(status__in=TranslationStatus.values), name=name)


def pick(translations: Iterable[Text], language: str, original_language: str) -> Picked[Text]:
    """Return the text in `language`, else the original, else the first of the others by language code.

    For texts whose original is one of the rows. Raises LookupError where there is no text at all.
    """
    by_language = {text.language: text for text in translations}
    if not by_language:
        raise LookupError("there is no text in any language")
    order = [language, original_language, *sorted(by_language)]
    chosen = next(by_language[code] for code in order if code in by_language)
    original = by_language.get(original_language)
    return _picked(chosen, language, original.source_hash if original else None)


def pick_beside(
    original: Owner, translations: Iterable[Text], language: str, names: Sequence[str]
) -> Picked[Owner | Text]:
    """Return the texts in `language`, else `original` itself.

    For a row that carries its own `language` and texts, the fields `names`, with translations of
    the same field names in a table beside it.
    """
    spoken: Any = original
    for text in translations:
        if text.language == language != spoken.language:
            return _picked(text, language, hash_of(*(str(getattr(original, name)) for name in names)))
    return Picked(
        original,
        spoken.language,
        TranslationStatus.ORIGINAL,
        fell_back=spoken.language != language,
        stale=False,
    )


def _picked(text: Text, wanted: str, source_hash: str | None) -> Picked[Text]:
    status = TranslationStatus(text.status)
    return Picked(
        text,
        text.language,
        status,
        fell_back=text.language != wanted,
        stale=status is not TranslationStatus.ORIGINAL and text.source_hash != source_hash,
    )
