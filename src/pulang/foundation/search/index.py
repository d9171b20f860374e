"""Writing what can be found. Actions call these in the transaction in which they write the object."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from pulang.foundation.search.asked import bounded
from pulang.foundation.search.engines import engine
from pulang.foundation.search.models import SearchRow
from pulang.kernel.folding import skeletons, tokens

LONGEST_TEXT = 200_000


@dataclass(frozen=True)
class Findable:
    """The texts of one object in one language; with `names`, Arabic and Latin spellings find each other."""

    object_id: UUID
    language: str
    title: str
    passage: str = ""
    names: bool = False


def put(kind: str, object_id: UUID, language: str, title: str, passage: str = "", *, names: bool = False) -> None:
    """Make an object findable by its texts in one language, in place of what was there.

    Of a longer text, the first 200,000 folded characters can be found. Never give a text that is kept under seal.
    """
    put_many(kind, [Findable(object_id, language, title, passage, names)])


@transaction.atomic
def put_many(kind: str, texts: Sequence[Findable]) -> None:
    """Make many objects of one kind findable, as `put` does; no object and language may come twice."""
    rows = SearchRow.objects.bulk_create(
        [_row(kind, text) for text in texts],
        update_conflicts=True,
        unique_fields=["kind", "object_id", "language"],
        update_fields=["title", "passage", "heading", "folded", "sounds"],
    )
    engine().wrote(rows)


@transaction.atomic
def drop(kind: str, object_id: UUID, language: str | None = None) -> None:
    """Make an object unfindable, in one language or in all of them."""
    rows = SearchRow.objects.filter(kind=kind, object_id=object_id)
    if language is not None:
        rows = rows.filter(language=language)
    engine().dropped(rows.values_list("pk", flat=True))
    rows.delete()


def _row(kind: str, text: Findable) -> SearchRow:
    sounds = [*skeletons(text.title), *skeletons(text.passage)] if text.names else []
    return SearchRow(
        kind=kind,
        object_id=text.object_id,
        language=text.language,
        title=text.title,
        passage=text.passage,
        heading=_stored(tokens(text.title)),
        folded=_stored(tokens(text.passage)),
        sounds=_stored(sounds),
    )


def _stored(words: list[str]) -> str:
    return " ".join(bounded(words))[:LONGEST_TEXT]
