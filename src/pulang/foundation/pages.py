"""Pages of a long list by key, not by offset: each costs the same, and none skips or repeats a row (``keyset``)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Count, Model, Q, QuerySet

from pulang.foundation import cursors
from pulang.foundation.cursors import BadCursor, Cursor
from pulang.foundation.keyset import Keys, Order, asked_place, values_at
from pulang.kernel.folding import sort_key

__all__ = ["BadCursor", "Order", "Page", "cut", "paginate"]

Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")


@dataclass(frozen=True)
class Page(Generic[Item]):
    """Some rows of a list. `count` is all rows, exactly; `first_index` counts from 1, 0 when empty."""

    items: list[Item]
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
    chosen, place = asked_place(orders, order, cursor)
    keys = Keys(queryset, chosen)
    if jump and (target := sort_key(jump)):
        return _page(keys, keys.from_leading(chosen.leading(target)), forward=True, size=size)
    start = keys.beside(values_at(place, keys.fields), forward=place.forward) if place.values else Q()
    return _page(keys, start, forward=place.forward, size=size)


def cut(items: list[Item], order: Order, edges: Sequence[Sequence[Any]], *, count: int, before: int) -> Page[Item]:
    """Return the page of these rows, `before` of which stand so many of all; `edges` are the keys of first and last."""
    more_before, more_after = before > 0, before + len(items) < count
    return Page(
        items=items,
        order=order,
        count=count,
        first_index=before + 1 if items else 0,
        next_cursor=_cursor(order, edges[-1:], forward=True) if more_after else None,
        previous_cursor=_cursor(order, edges[:1], forward=False) if more_before else None,
    )


def _cursor(order: Order, edge: Sequence[Sequence[Any]], *, forward: bool) -> str:
    values = [cursors.as_text(value) for keys in edge for value in keys]
    return Cursor(order.slug, forward, tuple(values)).encode()


def _page(keys: Keys[Row], start: Q, *, forward: bool, size: int) -> Page[Row]:
    items = list(keys.rows.filter(start).order_by(*keys.sorting(forward))[:size])
    if not forward:
        items.reverse()
    edges = [keys.values_of(row) for row in (*items[:1], *items[-1:])]
    count, before = _counted(keys, items, start, forward=forward, size=size)
    return cut(items, keys.order, edges, count=count, before=before)


def _counted(keys: Keys[Row], items: list[Row], start: Q, *, forward: bool, size: int) -> tuple[int, int]:
    """Return how many rows there are, and how many of them stand before this page."""
    if not start and forward:
        return len(items) if len(items) < size else keys.rows.count(), 0
    if not items:
        count = keys.rows.count()
        return count, count if forward else 0
    first = keys.beside(keys.values_of(items[0]), forward=False)
    counted = keys.rows.aggregate(page_count=Count("*"), page_before=Count(keys.names[-1], filter=first))
    return counted["page_count"], counted["page_before"]
