"""Queries that are asked again and again: their SQL is worked out once, which costs more than running it."""

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.models import DateField, Expression, Field, QuerySet, UUIDField

Rows = QuerySet[Any, tuple[Any, ...]]
Kind = Callable[[str], "Given"]
Converter = Callable[[Any, Any, Any], Any]
# How many shapes of one query are kept: with lists, what so many viewers looked at last.
MOST_SHAPES = 200


@dataclass(frozen=True)
class Slot:
    """The place of a value among the parameters of a statement."""

    name: str
    adapt: Callable[[Any], Any]


class Given(Expression):
    """Stands in a query for a value that each call brings along, by name."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [Slot(self.name, self._adapted)]

    def _adapted(self, value: Any) -> Any:
        return self.output_field.get_db_prep_value(value, connection)


class Several(Given):
    """Stands for any number of values behind ``__in``: they go as one parameter, so the SQL stays the same."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "(SELECT value FROM json_each(%s))", [Slot(self.name, self._as_json)]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        kind = self.output_field.db_type(connection)
        return f"(SELECT unnest(%s::{kind}[]))", [Slot(self.name, self._as_list)]

    def _as_list(self, values: Any) -> list[Any]:
        return [self._adapted(value) for value in values]

    def _as_json(self, values: Any) -> str:
        return json.dumps(self._as_list(values))


ID: Kind = partial(Given, field=UUIDField())
IDS: Kind = partial(Several, field=UUIDField())
DAY: Kind = partial(Given, field=DateField())


@dataclass(frozen=True, eq=False)
class Statement:
    """SQL of one engine and its parameters, a ``Slot`` where a call brings a value; empty where nothing is found."""

    sql: str
    parameters: tuple[Any, ...]
    converters: tuple[tuple[int, tuple[Sequence[Converter], Any]], ...] = ()

    @classmethod
    def of(cls, queryset: Rows) -> "Statement":
        """What the queryset of ``values_list`` would ask the engine that is connected."""
        compiler = queryset.query.get_compiler(connection=connection)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            return cls("", ())
        converters = compiler.get_converters([expression for expression, _sql, _alias in compiler.select])
        return cls(sql, tuple(parameters), tuple(converters.items()))

    @classmethod
    def counting(cls, queryset: Rows) -> "Statement":
        """How many rows the queryset would give, as the one value of one row."""
        rows = cls.of(queryset)
        return cls(f"SELECT COUNT(*) FROM ({rows.sql}) counted" if rows.sql else "SELECT 0", rows.parameters)  # noqa: S608 (our own SQL)

    @property
    def names(self) -> frozenset[str]:
        """The values that a call must bring."""
        return frozenset(parameter.name for parameter in self.parameters if isinstance(parameter, Slot))

    def rows(self, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """What it gives for these values. One query."""
        if not self.sql:
            return []
        parameters = [
            parameter.adapt(values[parameter.name]) if isinstance(parameter, Slot) else parameter
            for parameter in self.parameters
        ]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, parameters)
            found = cursor.fetchall()
        return self._converted(found) if found and self.converters else found

    def _converted(self, rows: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
        """Values as the model's fields give them, a column at a time."""
        columns, here = list(zip(*rows, strict=True)), connections[connection.alias]
        for place, (converters, expression) in self.converters:
            for convert in converters:
                columns[place] = tuple([convert(value, expression, here) for value in columns[place]])
        return list(zip(*columns, strict=True))


class Prepared:
    """A queryset of ``values_list`` with values of its own by name, each an ``ID``, ``IDS`` or ``DAY``.

    ``build`` gets stand-ins for them by name and is called once for each engine. What decides about the query itself
    (a viewer, with whose roles the rule of access changes) goes before them as its *shape*; ``build`` is then called
    once for each. It must make of a shape always the same query, so it may look at nothing else that changes: no
    clock, no setting, no row.
    """

    def __init__(self, build: Callable[..., Rows], **kinds: Kind) -> None:
        self._build = build
        self._given = {name: kind(name) for name, kind in kinds.items()}
        self._made = lru_cache(maxsize=MOST_SHAPES)(self._make)

    def rows(self, *shape: Hashable, **values: Any) -> list[tuple[Any, ...]]:
        """What the query gives for these values. One query."""
        return self._made(connection.vendor, *shape).rows(values)

    def _make(self, vendor: str, *shape: Hashable) -> Statement:
        made = Statement.of(self._build(*shape, **self._given))
        if left_out := self._given.keys() - made.names if made.sql else ():
            raise ValueError(f"the query does not ask for {', '.join(sorted(left_out))}")
        return made
