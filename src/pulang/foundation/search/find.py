"""Finding objects by their words: only ever among those that the caller may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import IntegerField, QuerySet, Value
from django.db.models.expressions import RawSQL

from pulang.foundation.prepared import IDS, NUMBERS, WORD, Prepared, Statement
from pulang.foundation.search.asked import Asked, asked
from pulang.foundation.search.engines import engine
from pulang.foundation.search.excerpts import Mark, excerpt
from pulang.foundation.search.models import SearchRow

# A kind has many texts from here on, and so many times more than needed are looked at first.
MANY, LOOK_AHEAD = 1000, 2
# Groups of texts that are asked for in one query.
TOGETHER = 20


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


def found_by_each(kind: str, texts: Sequence[Sequence[str]], most: int) -> list[set[UUID]]:
    """For each group of texts the ids of objects of a kind that hold all words of one of them, at most so many.

    For whoever compares many names: a query for twenty groups.
    """
    found: list[set[UUID]] = [set() for _ in texts]
    for first in range(0, len(texts), TOGETHER):
        asking = [_tagged(kind, number, texts[number]) for number in range(first, min(first + TOGETHER, len(texts)))]
        rows = [each for each in asking if each is not None]
        for number, pk in rows[0].union(*rows[1:], all=True) if rows else ():
            if len(found[number]) < most:
                found[number].add(pk)
    return found


def _tagged(kind: str, number: int, texts: Sequence[str]) -> "QuerySet[SearchRow, Any] | None":
    wanted = [each for each in map(asked, texts) if each]
    if not wanted:
        return None
    words = engine().either.join(f"({engine().expression(each)})" for each in wanted)
    matching = RawSQL(engine().matching, [words])  # noqa: S611 (constant, bound words)
    rows = SearchRow.objects.filter(kind=kind, pk__in=matching).order_by()
    return rows.annotate(number=Value(number, output_field=IntegerField())).values_list("number", "object_id")


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
    places = _ranked(kind, wanted, object_ids, limit * len(settings.LANGUAGES))
    return [_hit(row, wanted) for row in _in_order(_once(places, language)[:limit])]


class _Place(NamedTuple):
    """Where a text stands: its row, whose it is, and in which language."""

    row: int
    object_id: UUID
    language: str


def _ranked(kind: str, wanted: Asked, object_ids: "QuerySet[Any, Any]", limit: int) -> list[_Place]:
    """The best texts among those of the objects, the best first.

    Where a kind has many, it is quicker to look who may see the best ones of all than to list everything that may be
    seen; if too few of them are left, everything is asked after all.
    """
    if _MANY.rows(kind=kind):
        best = _ask(engine().best, wanted, [], LOOK_AHEAD * limit)
        found = _seen(_places(kind, best), object_ids)
        if len(found) >= limit or len(best) < LOOK_AHEAD * limit:
            return found[:limit]
    return _ranked_among(SearchRow.objects.filter(kind=kind, object_id__in=object_ids), kind, wanted, limit)


def _seen(places: Sequence[_Place], object_ids: "QuerySet[Any, Any]") -> list[_Place]:
    """Those whose objects are among the ids that the queryset gives."""
    name = next(iter(object_ids.query.values_select), "pk")
    some = object_ids.filter(**{f"{name}__in": IDS("some")}).values_list(name)
    seen = {pk for (pk,) in Statement.of(some).rows({"some": {place.object_id for place in places}})}
    return [place for place in places if place.object_id in seen]


def _ranked_among(rows: QuerySet[SearchRow], kind: str, wanted: Asked, limit: int) -> list[_Place]:
    try:
        allowed, parameters = rows.values("pk").query.sql_with_params()
    except EmptyResultSet:
        return []
    return _places(kind, _ask(engine().ranked.format(rows=allowed), wanted, parameters, limit))


def _ask(sql: str, wanted: Asked, parameters: Sequence[Any], limit: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [engine().expression(wanted), *parameters, limit])
        return [pk for (pk,) in cursor.fetchall()]


def _places(kind: str, ids: Sequence[int]) -> list[_Place]:
    by_id = {row[0]: _Place(*row) for row in _PLACES.rows(kind=kind, rows=ids)}
    return [by_id[pk] for pk in ids if pk in by_id]


def _in_order(places: Sequence[_Place]) -> list[SearchRow]:
    by_id = {row.pk: row for row in _TEXTS.objects(rows=[place.row for place in places])}
    return [by_id[place.row] for place in places if place.row in by_id]


def _once(places: Iterable[_Place], language: str | None) -> list[_Place]:
    best: dict[UUID, _Place] = {}
    for place in places:
        if place.object_id not in best or (place.language == language != best[place.object_id].language):
            best[place.object_id] = place
    return list(best.values())


_MANY = Prepared(
    lambda kind: SearchRow.objects.filter(kind=kind).order_by().values_list("kind")[MANY : MANY + 1], kind=WORD
)
_PLACES = Prepared(
    lambda kind, rows: SearchRow.objects.filter(pk__in=rows, kind=kind).values_list("pk", "object_id", "language"),
    kind=WORD,
    rows=NUMBERS,
)
_TEXTS = Prepared(
    lambda rows: SearchRow.objects.filter(pk__in=rows).only("object_id", "language", "title", "passage", "sounds"),
    rows=NUMBERS,
)


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
