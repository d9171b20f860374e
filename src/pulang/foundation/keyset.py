"""Sorted rows by their keys: the declared orders of a list, and the conditions that find what stands beside a row.

The fields of an order must never be NULL (ValueError) and the last one is the unique primary key.
Each declared order wants an index with the same fields. Both engines give the same rows, since
comparisons of whole rows are spelled out field by field.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_
from typing import Any, Generic, TypeVar

from django.db.models import F, Field, Model, Q, QuerySet
from django.utils.functional import Promise

from pulang.foundation import cursors
from pulang.foundation.cursors import BadCursor, Cursor

Row = TypeVar("Row", bound=Model)

_KEY = "page_key_{}"
_LAST_CHARACTER = "\U0010ffff"


@dataclass(frozen=True)
class Order:
    """A way to sort a list: `fields` are names (`__` reaches over relations), `-` for descending."""

    slug: str
    label: str | Promise = field(compare=False)
    fields: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name.removeprefix("-") for name in self.fields)

    @property
    def descending(self) -> tuple[bool, ...]:
        return tuple(name.startswith("-") for name in self.fields)

    def leading(self, target: str) -> str:
        """From which text on a folded one is found: in a descending order, from the last that begins with it."""
        return target + _LAST_CHARACTER if self.descending[0] else target


def asked_place(orders: Sequence[Order], slug: str | None, cursor: str | None) -> tuple[Order, Cursor]:
    """The order that an address asks for, the first by default, and the place in it. Raises BadCursor."""
    place = cursors.decode(cursor) if cursor else None
    chosen = _chosen(orders, slug or (place.order if place else orders[0].slug))
    if place and place.order != chosen.slug:
        raise BadCursor("this place belongs to another order")
    return chosen, place or Cursor(chosen.slug)


def _chosen(orders: Sequence[Order], slug: str) -> Order:
    for order in orders:
        if order.slug == slug:
            return order
    raise BadCursor("this list has no such order")


def values_at(place: Cursor, fields: Sequence["Field[Any, Any]"]) -> tuple[Any, ...]:
    """The values of the row at a place. Raises BadCursor."""
    if len(place.values) != len(fields):
        raise BadCursor("this place belongs to another order")
    return tuple(cursors.as_value(field, text) for field, text in zip(fields, place.values, strict=True))


class Keys(Generic[Row]):
    """A queryset with the fields of one order under names of their own."""

    def __init__(self, queryset: QuerySet[Row], order: Order) -> None:
        if order.names[-1] not in ("pk", queryset.model._meta.pk.name):
            raise ValueError(f"the order {order.slug!r} must end with the primary key")
        self.order = order
        self.names = [_KEY.format(position) for position in range(len(order.fields))]
        expressions = {key: F(name) for key, name in zip(self.names, order.names, strict=True)}
        self.rows = queryset.order_by().annotate(**expressions)

    @property
    def fields(self) -> list["Field[Any, Any]"]:
        return [self.rows.query.annotations[name].output_field for name in self.names]

    def sorting(self, forward: bool) -> list[str]:
        """The order as `order_by` takes it, or its reverse."""
        flags = zip(self.names, self.order.descending, strict=True)
        return [f"-{name}" if descending is forward else name for name, descending in flags]

    def from_leading(self, target: Any) -> Q:
        """Return the condition of the rows from the first one that `order.leading` text leads to."""
        return Q(**{f"{self.names[0]}__{'lte' if self.order.descending[0] else 'gte'}": target})

    def beside(self, values: Sequence[Any], *, forward: bool) -> Q:
        """Compare whole rows: equal in the first fields and beyond in the next one, for each of them."""
        beyond = ["lt" if descending is forward else "gt" for descending in self.order.descending]
        equal = [Q(**{name: value}) for name, value in zip(self.names, values, strict=True)]
        cases = [
            reduce(and_, equal[:position], Q(**{f"{name}__{beyond[position]}": values[position]}))
            for position, name in enumerate(self.names)
        ]
        return Q(**{f"{self.names[0]}__{beyond[0]}e": values[0]}) & reduce(or_, cases)

    def values_of(self, row: Row) -> tuple[Any, ...]:
        return demanded([getattr(row, name) for name in self.names], self.order)


def demanded(values: Sequence[Any], order: Order) -> tuple[Any, ...]:
    """The values of a row's order. Raises ValueError where one of them is missing: it has no place then."""
    if None in values:
        raise ValueError(f"a field of the order {order.slug!r} is NULL")
    return tuple(values)
