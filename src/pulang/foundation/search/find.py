"""Finding objects by their words: only ever among those that the caller may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from pulang.foundation.search.asked import Asked, asked
from pulang.foundation.search.engines import engine
from pulang.foundation.search.excerpts import Mark, excerpt
from pulang.foundation.search.models import SearchRow


@dataclass(frozen=True)
class Piece:
    """A part of a passage; a template puts it into `<mark>` where it `is_match`."""

    text: str
    is_match: bool


@dataclass(frozen=True)
class Hit:
    """An object that was found, with the part of its original text that answers.

    `marks` are places in `passage`, start and end; `cut_before` and `cut_after` ask for an ellipsis.
    """

    object_id: UUID
    language: str
    title: str
    passage: str
    marks: tuple[Mark, ...]
    cut_before: bool
    cut_after: bool

    @property
    def pieces(self) -> list[Piece]:
        """The passage as a template prints it, part by part."""
        pieces, last = [], 0
        for start, end in self.marks:
            pieces += [Piece(self.passage[last:start], False), Piece(self.passage[start:end], True)]
            last = end
        return [piece for piece in [*pieces, Piece(self.passage[last:], False)] if piece.text]


def matches(kind: str, text: str, language: str | None = None) -> "QuerySet[SearchRow, Any]":
    """Return the ids of the objects of `kind` that hold all words of `text`: `filter(pk__in=matches(...))`.

    Text without a word matches nothing.
    """
    rows = SearchRow.objects.filter(kind=kind)
    if language is not None:
        rows = rows.filter(language=language)
    if not (wanted := asked(text)):
        return rows.none().values("object_id")
    matching = RawSQL(engine().matching, [engine().expression(wanted)])  # noqa: S611 (constant, bound words)
    return rows.filter(pk__in=matching).values("object_id")


def hits(
    kind: str, text: str, object_ids: "QuerySet[Any, Any]", limit: int = 20, *, language: str | None = None
) -> list[Hit]:
    """Return the best hits among `object_ids`, a queryset that the policy has narrowed to one viewer.

    Titles weigh more than passages, written words more than sounds. An object comes once: in
    `language` where it answers in it, otherwise in the language that answers best.
    """
    wanted = asked(text)
    if not wanted or limit < 1:
        return []
    rows = SearchRow.objects.filter(kind=kind, object_id__in=object_ids)
    found = _in_order(_ranked(rows, wanted, limit * len(settings.LANGUAGES)))
    return [_hit(row, wanted) for row in _once(found, language)[:limit]]


def _ranked(rows: QuerySet[SearchRow], wanted: Asked, limit: int) -> list[int]:
    try:
        allowed, parameters = rows.values("pk").query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(engine().ranked.format(rows=allowed), [engine().expression(wanted), *parameters, limit])
        return [pk for (pk,) in cursor.fetchall()]


def _in_order(ids: list[int]) -> list[SearchRow]:
    by_id = SearchRow.objects.in_bulk(ids)
    return [by_id[pk] for pk in ids if pk in by_id]


def _once(rows: Iterable[SearchRow], language: str | None) -> list[SearchRow]:
    best: dict[UUID, SearchRow] = {}
    for row in rows:
        if row.object_id not in best or (row.language == language != best[row.object_id].language):
            best[row.object_id] = row
    return list(best.values())


def _hit(row: SearchRow, wanted: Asked) -> Hit:
    part = excerpt(row.passage, wanted, names=bool(row.sounds))
    return Hit(
        object_id=row.object_id,
        language=row.language,
        title=row.title,
        passage=part.text,
        marks=part.marks,
        cut_before=part.cut_before,
        cut_after=part.cut_after,
    )
