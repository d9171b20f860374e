"""Writing what can be found. Actions call these in the transaction in which they write the object."""

from uuid import UUID

from django.db import transaction

from pulang.foundation.search.asked import bounded
from pulang.foundation.search.engines import engine
from pulang.foundation.search.models import SearchRow
from pulang.kernel.folding import skeletons, tokens

LONGEST_TEXT = 200_000


@transaction.atomic
def put(kind: str, object_id: UUID, language: str, title: str, passage: str = "", *, names: bool = False) -> None:
    """Make an object findable by its texts in one language, in place of what was there.

    With `names`, Arabic and Latin spellings of a name find each other. Of a longer text, the first
    200,000 folded characters can be found. Never give a text that is kept under seal.
    """
    sounds = [*skeletons(title), *skeletons(passage)] if names else []
    row, _ = SearchRow.objects.update_or_create(
        kind=kind,
        object_id=object_id,
        language=language,
        defaults={
            "title": title,
            "passage": passage,
            "heading": _stored(tokens(title)),
            "folded": _stored(tokens(passage)),
            "sounds": _stored(sounds),
        },
    )
    engine().wrote(row)


@transaction.atomic
def drop(kind: str, object_id: UUID, language: str | None = None) -> None:
    """Make an object unfindable, in one language or in all of them."""
    rows = SearchRow.objects.filter(kind=kind, object_id=object_id)
    if language is not None:
        rows = rows.filter(language=language)
    engine().dropped(rows.values_list("pk", flat=True))
    rows.delete()


def _stored(words: list[str]) -> str:
    return " ".join(bounded(words))[:LONGEST_TEXT]
