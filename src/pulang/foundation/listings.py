"""Long lists that many look at: plain values, SQL that is put together once for each viewer, remembered counts.

``pages.paginate`` is for every queryset; a ``Listing`` gives the same pages of one that is declared beforehand.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar, cast

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Field, Model, Q, QuerySet

from pulang.foundation.counts import Moment
from pulang.foundation.cursors import BadCursor
from pulang.foundation.keyset import Keys, Order, asked_place, demanded, values_at
from pulang.foundation.pages import Page, cut
from pulang.foundation.prepared import MOST_SHAPES, Given, Statement, looking_at_no_row, stood_for
from pulang.kernel.folding import sort_key

Item = TypeVar("Item", bound=tuple[Any, ...])
Values = tuple[Any, ...]


class _Shape(NamedTuple):
    """What of a beginning changes the SQL."""

    forward: bool
    beside: bool
    leading: bool = False


@dataclass(frozen=True)
class Start:
    """Where a page begins: at an edge of the list (no values), beside the row with these keys, or at a leading text."""

    order: Order
    forward: bool = True
    values: Values = ()
    leading: bool = False

    @property
    def shape(self) -> _Shape:
        return _Shape(self.forward, bool(self.values), self.leading)

    @property
    def is_first(self) -> bool:
        """Whether this is the beginning of the list."""
        return self.forward and not self.values


class _Found(NamedTuple):
    """A row and its keys."""

    item: Any
    keys: Values


class Listing(Generic[Item]):
    """A list of ``row``s, a ``NamedTuple`` whose fields are names of the model's fields or of ``beside``.

    ``rows`` gives the queryset for what is asked: a viewer and whatever else narrows the list, each of them hashable.
    It is called once for each, and for viewers with the same roles once with one that stands for them (``Prepared``),
    so it must always give the same query for the same; and all that the query reads must change through actions only,
    since counts are remembered until the next event (``counts``). Nobody gets a count that was made for somebody else.
    ``beside`` are values from other tables, joined for the rows of a page alone.
    """

    def __init__(
        self,
        model: type[Model],
        rows: Callable[..., QuerySet[Any]],
        orders: Sequence[Order],
        row: type[Item],
        beside: Mapping[str, Any],
    ) -> None:
        self.orders, self._beside = orders, beside
        self._model, self._rows, self._row = model, rows, row
        self._names: tuple[str, ...] = cast(Any, row)._fields
        self._made = lru_cache(maxsize=MOST_SHAPES)(self._make)
        self._counting = lru_cache(maxsize=MOST_SHAPES)(self._make_counting)

    def page(
        self,
        *asked: Hashable,
        order: str | None = None,
        cursor: str | None = None,
        size: int = 50,
        jump: str | None = None,
    ) -> Page[Item]:
        """Return one page, as ``paginate`` does. Four queries at most, two where the counts are known."""
        start, moment = self._start(order, cursor, jump), Moment.now()
        found = self._found(asked, start, size)
        count, before = _Counts(self, asked, start, moment).of(found, size)
        edges = [one.keys for one in (*found[:1], *found[-1:])]
        return cut([one.item for one in found], start.order, edges, count=count, before=before)

    def count(self, asked: Values, order: Order, before: Values = ()) -> int:
        """Count the rows, all or those before the row with these keys. One query."""
        standing, own = stood_for(asked)
        statement = self._counting(connection.vendor, standing, order, bool(before))
        return int(statement.rows({**own, **_named(before)})[0][0])

    def _start(self, slug: str | None, cursor: str | None, jump: str | None) -> Start:
        order, place = asked_place(self.orders, slug, cursor)
        if jump and (target := sort_key(jump)):
            return Start(order, values=(order.leading(target),), leading=True)
        if not place.values:
            return Start(order, place.forward)
        fields = self._fields(order)
        return Start(order, place.forward, _storable(values_at(place, fields), fields))

    def _found(self, asked: Values, start: Start, size: int) -> list[_Found]:
        standing, own = stood_for(asked)
        statement = self._made(connection.vendor, standing, start.order, start.shape, size)
        width = len(self._names)
        rows = [
            _Found(self._row(*row[:width]), demanded(row[width:], start.order))
            for row in statement.rows({**own, **_named(start.values)})
        ]
        return rows if start.forward else rows[::-1]

    def _make(self, vendor: str, asked: Values, order: Order, shape: _Shape, size: int) -> Statement:
        """The rows of a page by their keys alone, which an index gives; only to them everything else is joined."""
        keys = self._keys(asked, order)
        sorting = keys.sorting(shape.forward)
        found = keys.rows.filter(self._beginning(keys, shape)).order_by(*sorting).values("pk")[:size]
        whole = Keys(self._model._default_manager.filter(pk__in=found).annotate(**self._beside), order)
        return Statement.of(whole.rows.order_by(*sorting).values_list(*self._names, *keys.names)).opened()

    def _make_counting(self, vendor: str, asked: Values, order: Order, beside: bool) -> Statement:
        keys = self._keys(asked, order)
        rows = keys.rows.filter(self._beginning(keys, _Shape(forward=False, beside=beside)))
        return Statement.counting(rows.values_list("pk")).opened()

    def _keys(self, asked: Values, order: Order) -> Keys[Any]:
        with looking_at_no_row():
            return Keys(self._rows(*asked), order)

    def _beginning(self, keys: Keys[Any], shape: _Shape) -> Q:
        given = [Given(f"key_{place}", field) for place, field in enumerate(self._fields(keys.order))]
        if shape.leading:
            return keys.from_leading(given[0])
        return keys.beside(given, forward=shape.forward) if shape.beside else Q()

    def _fields(self, order: Order) -> list["Field[Any, Any]"]:
        return [_field(self._model, name) for name in order.names]


def _named(values: Sequence[Any]) -> dict[str, Any]:
    return {f"key_{place}": value for place, value in enumerate(values)}


def _field(model: type[Model], path: str) -> "Field[Any, Any]":
    """The field that a name of an order leads to."""
    name, _, rest = path.partition("__")
    found = model._meta.pk if name == "pk" else model._meta.get_field(name)
    return _field(cast(Any, found).related_model, rest) if rest else cast(Any, found)


def _storable(values: Values, fields: Sequence["Field[Any, Any]"]) -> Values:
    """The values, if the columns can hold them. Raises BadCursor."""
    try:
        for value, field in zip(values, fields, strict=True):
            field.run_validators(value)
    except ValidationError:
        raise BadCursor("this is no place in this list") from None
    return values


@dataclass(frozen=True)
class _Counts:
    """How many rows a list has and how many stand before a page, asked only where nobody knows since the last event."""

    listing: Listing[Any]
    asked: Values
    start: Start
    moment: Moment

    def of(self, found: Sequence[_Found], size: int) -> tuple[int, int]:
        """All rows, and those before the ones that were found. What the neighbouring pages will ask is noted."""
        if self.start.is_first and len(found) < size:
            return len(found), 0
        count = self.moment.answered(self._all, lambda: self.listing.count(self.asked, self.start.order))
        if not found:
            return count, count if self.start.forward else 0
        before = 0 if self.start.is_first else self._before(found)
        self.moment.note(self._place(found[-1].keys, forward=True), before + len(found))
        self.moment.note(self._place(found[0].keys, forward=False), before)
        return count, before

    def _before(self, found: Sequence[_Found]) -> int:
        """Those before the first row: known where this page, or the one that led here, was shown."""
        start, beyond = self.start, 0 if self.start.forward else len(found)
        place = ("leading", *start.values) if start.leading else start.values
        passed = self.moment.answered(
            self._place(place, start.forward),
            lambda: self.listing.count(self.asked, start.order, found[0].keys) + beyond,
        )
        return passed - beyond

    @property
    def _all(self) -> Hashable:
        return id(self.listing), self.asked

    def _place(self, keys: Values, forward: bool) -> Hashable:
        """Rows as far as this one and with it (forward), or those before it."""
        return id(self.listing), self.asked, self.start.order, forward, keys
