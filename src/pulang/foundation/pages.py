"""Pages of a long list by key, not by offset: each costs the same, and none skips or repeats a row.

The fields of an order must never be NULL (ValueError) and the last one is the unique primary key.
Each declared order wants an index with the same fields. Both engines give the same pages, since
comparisons of whole rows are spelled out field by field.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any, Generic, TypeVar

from django.db.models import Count, F, Field, Model, Q, QuerySet
from django.utils.functional import Promise

from pulang.foundation import cursors
from pulang.foundation.cursors import BadCursor, Cursor
from pulang.kernel.folding import sort_key

__all__ = ["BadCursor", "Order", "Page", "paginate"]

Row = TypeVar("Row", bound=Model)

_KEY = "page_key_{}"
_LAST_CHARACTER = "\U0010ffff"


@dataclass(frozen=True)
class Order:
    """A way to sort a list: `fields` are names (`__` reaches over relations), `-` for descending."""

    slug: str
    label: str | Promise
    fields: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(field.removeprefix("-") for field in self.fields)

    @property
    def descending(self) -> tuple[bool, ...]:
        return tuple(field.startswith("-") for field in self.fields)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list. `count` is all rows, exactly; `first_index` counts from 1, 0 when empty."""

    items: list[Row]
    order: Order
    count: int
    first_index: int
    next_cursor: str | None
    previous_cursor: str | None

    @property
    def last_index(self) -> int:
        return self.first_index + len(self.items) - 1 if self.items else 0


def paginate(
    queryset: QuerySet[Row],
    *,
    orders: Sequence[Order],
    order: str | None = None,
    cursor: str | None = None,
    size: int = 50,
    jump: str | None = None,
) -> Page[Row]:
    """Return one page of `queryset` (model instances) in one of the declared `orders`, by 2 queries at most.

    `order` is the slug of one of them, the first by default; `cursor` is a page's `next_cursor` or
    `previous_cursor`. `jump` goes to the first row whose leading field, a folded sort key, is at or
    after the folded text, and wins over `cursor`. Raises BadCursor for an order or cursor that this
    list does not have.
    """
    place = cursors.decode(cursor) if cursor else None
    chosen = _chosen(orders, order or (place.order if place else orders[0].slug))
    if place and place.order != chosen.slug:
        raise BadCursor("this place belongs to another order")
    keys = _Keys(queryset, chosen)
    if jump and (target := sort_key(jump)):
        return keys.page(keys.from_leading(target), forward=True, size=size)
    place = place or Cursor(chosen.slug)
    return keys.page(keys.from_place(place), forward=place.forward, size=size)


def _chosen(orders: Sequence[Order], slug: str) -> Order:
    for order in orders:
        if order.slug == slug:
            return order
    raise BadCursor("this list has no such order")


class _Keys(Generic[Row]):
    """A queryset with the fields of one order under names of their own."""

    def __init__(self, queryset: QuerySet[Row], order: Order) -> None:
        if order.names[-1] not in ("pk", queryset.model._meta.pk.name):
            raise ValueError(f"the order {order.slug!r} must end with the primary key")
        self.order = order
        self.names = [_KEY.format(position) for position in range(len(order.fields))]
        expressions = {key: F(name) for key, name in zip(self.names, order.names, strict=True)}
        self.rows = queryset.order_by().annotate(**expressions)

    def page(self, start: Q, *, forward: bool, size: int) -> Page[Row]:
        items = list(self.rows.filter(start).order_by(*self._sorting(forward))[:size])
        if not forward:
            items.reverse()
        count, before = self._counted(items, start, forward=forward, size=size)
        return self._described(items, count, before)

    def from_place(self, place: Cursor) -> Q:
        """Return the condition of the rows on the asked side of `place`."""
        if not place.values:
            return Q()
        if len(place.values) != len(self.names):
            raise BadCursor("this place belongs to another order")
        values = [cursors.as_value(field, text) for field, text in zip(self._fields(), place.values, strict=True)]
        return self._beside(values, forward=place.forward)

    def from_leading(self, target: str) -> Q:
        """Return the condition of the rows from the first one that `target` leads to."""
        if self.order.descending[0]:
            return Q(**{f"{self.names[0]}__lte": target + _LAST_CHARACTER})
        return Q(**{f"{self.names[0]}__gte": target})

    def _sorting(self, forward: bool) -> list[str]:
        flags = zip(self.names, self.order.descending, strict=True)
        return [f"-{name}" if descending is forward else name for name, descending in flags]

    def _fields(self) -> list["Field[Any, Any]"]:
        return [self.rows.query.annotations[name].output_field for name in self.names]

    def _beside(self, values: Sequence[Any], *, forward: bool) -> Q:
        """Compare whole rows: equal in the first fields and beyond in the next one, for each of them."""
        beyond = ["lt" if descending is forward else "gt" for descending in self.order.descending]
        equal = [Q(**{name: value}) for name, value in zip(self.names, values, strict=True)]
        cases = [
            reduce(and_, equal[:position], Q(**{f"{name}__{beyond[position]}": values[position]}))
            for position, name in enumerate(self.names)
        ]
        return Q(**{f"{self.names[0]}__{beyond[0]}e": values[0]}) & reduce(or_, cases)

    def _values(self, row: Row) -> list[Any]:
        values = [getattr(row, name) for name in self.names]
        if None in values:
            raise ValueError(f"a field of the order {self.order.slug!r} is NULL in {row._meta.label} {row.pk}")
        return values

    def _counted(self, items: list[Row], start: Q, *, forward: bool, size: int) -> tuple[int, int]:
        """Return how many rows there are, and how many of them stand before this page."""
        if not start and forward:
            return len(items) if len(items) < size else self.rows.count(), 0
        if not items:
            count = self.rows.count()
            return count, count if forward else 0
        first = self._beside(self._values(items[0]), forward=False)
        counted = self.rows.aggregate(page_count=Count("*"), page_before=Count(self.names[-1], filter=first))
        return counted["page_count"], counted["page_before"]

    def _described(self, items: list[Row], count: int, before: int) -> Page[Row]:
        more_before, more_after = before > 0, before + len(items) < count
        return Page(
            items=items,
            order=self.order,
            count=count,
            first_index=before + 1 if items else 0,
            next_cursor=self._cursor(items[-1:], forward=True) if more_after else None,
            previous_cursor=self._cursor(items[:1], forward=False) if more_before else None,
        )

    def _cursor(self, edge: list[Row], *, forward: bool) -> str:
        values = [cursors.as_text(value) for row in edge for value in self._values(row)]
        return Cursor(self.order.slug, forward, tuple(values)).encode()
