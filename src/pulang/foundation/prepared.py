"""Queries that are asked again and again: their SQL is worked out once, which costs more than running it."""

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from typing import Any, NoReturn, cast
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    DateTimeField,
    Expression,
    Field,
    Model,
    QuerySet,
    UUIDField,
)
from django.db.models.query import RelatedPopulator, get_related_populators

from pulang.foundation import planned
from pulang.foundation.policy.standing import STANDING, TRACES, stand_in
from pulang.foundation.policy.viewer import Viewer

Rows = QuerySet[Any, Any]
Kind = Callable[[str], "Given"]
Converter = Callable[[Any, Any, Any], Any]
# How many shapes of one query are kept: with lists, what so many viewers looked at last.
MOST_SHAPES = 200


@dataclass(frozen=True)
class Slot:
    """The place of a value among the parameters of a statement."""

    name: str
    adapt: Callable[[Any, Any], Any]


class Given(Expression):
    """Stands in a query for a value that each call brings along, by name."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [Slot(self.name, self._adapted)]

    def _adapted(self, value: Any, here: Any) -> Any:
        return self.output_field.get_db_prep_value(value, here)


class Several(Given):
    """Stands for any number of values behind ``__in``: they go as one parameter, so the SQL stays the same."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "(SELECT value FROM json_each(%s))", [Slot(self.name, self._as_json)]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        kind = self.output_field.db_type(connection)
        return f"(SELECT unnest(%s::{kind}[]))", [Slot(self.name, self._as_list)]

    def _as_list(self, values: Any, here: Any) -> list[Any]:
        adapt = self.output_field.get_db_prep_value
        return [adapt(value, here) for value in values]

    def _as_json(self, values: Any, here: Any) -> str:
        return json.dumps(self._as_list(values, here))


ID: Kind = partial(Given, field=UUIDField())
IDS: Kind = partial(Several, field=UUIDField())
DAY: Kind = partial(Given, field=DateField())
NUMBERS: Kind = partial(Several, field=BigIntegerField())
MOMENT: Kind = partial(Given, field=DateTimeField())
WORD: Kind = partial(Given, field=CharField())
WORDS: Kind = partial(Several, field=CharField())


@dataclass(frozen=True)
class Making:
    """How rows become objects of a model, with those that were asked for along with them (``select_related``)."""

    model: type[Model]
    names: tuple[str, ...]
    start: int
    related: tuple[RelatedPopulator, ...]
    annotations: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, compiler: Any) -> "Making | None":
        """What the library found out while it put the query together; ``None`` for a query of plain values."""
        found = compiler.klass_info
        if found is None:
            return None
        start, end = found["select_fields"][0], found["select_fields"][-1] + 1
        names = tuple(column.target.attname for column, _sql, _alias in compiler.select[start:end])
        related = get_related_populators(found, compiler.select, connection.alias)  # type: ignore[call-arg]
        return cls(found["model"], names, start, tuple(related), tuple((compiler.annotation_col_map or {}).items()))

    def make(self, row: Sequence[Any]) -> Any:
        """The object of one row."""
        made = self.model.from_db(connection.alias, self.names, row[self.start : self.start + len(self.names)])
        for other in self.related:
            other.populate(row, made)
        for name, place in self.annotations:
            setattr(made, name, row[place])
        return made


@dataclass(frozen=True, eq=False)
class Statement:
    """SQL of one engine and its parameters, a ``Slot`` where a call brings a value; empty where nothing is found."""

    sql: str
    parameters: tuple[Any, ...]
    converters: tuple[tuple[int, tuple[Sequence[Converter], Any]], ...] = ()
    making: Making | None = None

    @classmethod
    def of(cls, queryset: Rows) -> "Statement":
        """What the queryset would ask the engine that is connected."""
        compiler = queryset.query.get_compiler(connection=connection)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            return cls("", ())
        found = compiler.get_converters([expression for expression, _sql, _alias in compiler.select])
        converters = tuple((place, ([_quick(one) for one in ways], what)) for place, (ways, what) in found.items())
        return cls(sql, tuple(parameters), converters, Making.of(compiler))

    @classmethod
    def counting(cls, queryset: Rows) -> "Statement":
        """How many rows the queryset would give, as the one value of one row."""
        rows = cls.of(queryset)
        return cls(f"SELECT COUNT(*) FROM ({rows.sql}) counted" if rows.sql else "SELECT 0", rows.parameters)  # noqa: S608 (our own SQL)

    def opened(self) -> "Statement":
        """The same with a ``Slot`` in the place of each id of a viewer that only stands for another.

        Raises ``ValueError`` where such an id went into the query in another form, where nothing could replace it.
        """
        slots = {_adapted_id(value, connection): Slot(name, _adapted_id) for value, name in STANDING.items()}
        parameters = tuple(_slot(parameter, slots) for parameter in self.parameters)
        said = " ".join(str(part) for part in (self.sql, *parameters) if not isinstance(part, Slot))
        if any(trace in said for trace in TRACES):
            raise ValueError("a rule of access made something else of an id of its viewer")
        return replace(self, parameters=parameters)

    @property
    def names(self) -> frozenset[str]:
        """The values that a call must bring."""
        return frozenset(parameter.name for parameter in self.parameters if isinstance(parameter, Slot))

    def rows(self, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """What it gives for these values. One query."""
        if not self.sql:
            return []
        sql, places = self._asked
        here = connections[DEFAULT_DB_ALIAS]
        parameters = [place.adapt(values[place.name], here) if isinstance(place, Slot) else place for place in places]
        found = planned.run(here, sql, parameters)
        return self._converted(found, here) if found and self.converters else found

    @cached_property
    def _asked(self) -> tuple[planned.Text, tuple[Any, ...]]:
        """The text that the engine keeps, and what goes beside it."""
        return planned.fixed(self.sql, self.parameters, lambda parameter: isinstance(parameter, Slot))

    def _converted(self, rows: Sequence[Sequence[Any]], here: Any) -> list[tuple[Any, ...]]:
        """Values as the model's fields give them, a column at a time."""
        columns = list(zip(*rows, strict=True))
        for place, (converters, expression) in self.converters:
            for convert in converters:
                columns[place] = tuple([convert(value, expression, here) for value in columns[place]])
        return list(zip(*columns, strict=True))


def _quick(convert: Converter) -> Converter:
    """The same, but ids that SQLite gives as text are remembered: the same ones come again and again."""
    return _known_id if getattr(convert, "__name__", "") == "convert_uuidfield_value" else convert


def _known_id(value: Any, expression: object, connection: object) -> UUID | None:
    return None if value is None else _id(value)


_id = lru_cache(maxsize=4096)(UUID)
_AN_ID: "Field[Any, Any]" = UUIDField()


def _adapted_id(value: Any, here: Any) -> Any:
    return _AN_ID.get_db_prep_value(value, here)


def _slot(parameter: Any, slots: Mapping[Any, Slot]) -> Any:
    return slots.get(parameter, parameter) if isinstance(parameter, Hashable) else parameter


class Prepared:
    """A queryset with values of its own by name, each of a kind such as ``ID``, ``IDS``, ``DAY`` or ``WORD``.

    ``build`` gets stand-ins for them by name and is called once for each engine. What decides about the query itself
    goes before them as its *shape*; ``build`` is then called once for each. It must make of a shape always the same
    query, so it may look at nothing else that changes: no clock, no setting, no row (a query that it asks is refused).

    A viewer is a shape of which only the roles count, and which of its organisations are the same: ``build`` gets one
    with stand-ins for the ids, and each call brings its own. So people with the same roles share the SQL of a rule of
    access, which is put together by the rule itself and nowhere else.
    """

    def __init__(self, build: Callable[..., Rows], **kinds: Kind) -> None:
        self._build = build
        self._given = {name: kind(name) for name, kind in kinds.items()}
        self._made = lru_cache(maxsize=MOST_SHAPES)(self._make)

    def rows(self, *shape: Hashable, **values: Any) -> list[tuple[Any, ...]]:
        """What the query gives for these values, as plain values. One query."""
        statement, own = self._statement(shape)
        return statement.rows({**own, **values})

    def objects(self, *shape: Hashable, **values: Any) -> list[Any]:
        """The same as objects of the model. One query."""
        statement, own = self._statement(shape)
        rows = statement.rows({**own, **values})
        return [cast(Making, statement.making).make(row) for row in rows]

    def _statement(self, shape: Sequence[Hashable]) -> tuple[Statement, dict[str, UUID]]:
        """What to ask, and the values that the viewer among the shape brings."""
        standing, own = stood_for(shape)
        return self._made(connection.vendor, *standing), own

    def _make(self, vendor: str, *shape: Hashable) -> Statement:
        with looking_at_no_row():
            built = self._build(*shape, **self._given)
            made = Statement.of(built).opened()
        if made.making and built._prefetch_related_lookups:  # type: ignore[attr-defined]
            raise ValueError("what belongs to the objects is read beside them, by another prepared query")
        if left_out := self._given.keys() - made.names if made.sql else ():
            raise ValueError(f"the query does not ask for {', '.join(sorted(left_out))}")
        return made


def stood_for(shape: Sequence[Hashable]) -> tuple[tuple[Hashable, ...], dict[str, UUID]]:
    """The shape with a stand-in for the viewer among it, if there is one, and the viewer's own ids."""
    viewers = [part for part in shape if isinstance(part, Viewer)]
    if not viewers:
        return tuple(shape), {}
    (viewer,) = viewers
    standing, own = stand_in(viewer)
    return tuple([standing if part is viewer else part for part in shape]), own


def looking_at_no_row() -> AbstractContextManager[None]:
    """While a prepared query is put together: one that it asks is refused."""
    return connection.execute_wrapper(_refuse)


def _refuse(execute: object, sql: str, *rest: object) -> NoReturn:
    raise RuntimeError(f"a prepared query looks at no row while it is put together: {sql[:200]}")
