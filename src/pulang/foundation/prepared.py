"""Queries of every request, whose SQL is worked out once: putting it together costs more than running it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import DateField, Field, QuerySet, UUIDField

Rows = QuerySet[Any, tuple[Any, ...]]
Kind = tuple["Field[Any, Any]", Sequence[Any]]
Converter = Callable[[Any, Any, Any], Any]
# Values that stand for those of a call while the SQL is made; nothing in a database has them.
ID: Kind = (UUIDField(), [UUID(int=(0xFFFF << 112) + number) for number in range(8)])
DAY: Kind = (DateField(), [date(9998, 1, number) for number in range(1, 9)])


@dataclass(frozen=True)
class _Statement:
    """SQL of one engine; ``slots`` are names of values, or None where ``constants`` stand."""

    sql: str
    slots: tuple[str | None, ...]
    constants: tuple[Any, ...]
    converters: tuple[tuple[int, tuple[Sequence[Converter], Any]], ...]


class Prepared:
    """A queryset of ``values_list`` with values of its own by name, each an ``ID`` or a ``DAY``.

    ``build`` gets them by name and is called once for each engine, so it must give the same query whatever they are.
    """

    def __init__(self, build: Callable[..., Rows], **kinds: Kind) -> None:
        self._build, self._kinds = build, kinds
        self._statements: dict[str, _Statement] = {}

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """What the query gives for these values. One query."""
        statement = self._statements.get(connection.vendor) or self._make()
        adapted = {name: self._adapted(name, value) for name, value in values.items()}
        parameters = [
            constant if slot is None else adapted[slot]
            for slot, constant in zip(statement.slots, statement.constants, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, parameters)
            found = cursor.fetchall()
        return [_converted(row, statement) for row in found]

    def _adapted(self, name: str, value: Any) -> Any:
        return self._kinds[name][0].get_db_prep_value(value, connection)

    def _make(self) -> _Statement:
        standing = {name: values[place] for place, (name, (_field, values)) in enumerate(self._kinds.items())}
        compiler = self._build(**standing).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        slots = self._slots(standing, parameters)
        converters = compiler.get_converters([expression for expression, _sql, _alias in compiler.select])
        made = _Statement(sql, slots, tuple(parameters), tuple(converters.items()))
        self._statements[connection.vendor] = made
        return made

    def _slots(self, standing: Mapping[str, Any], parameters: Sequence[Any]) -> tuple[str | None, ...]:
        names = {self._adapted(name, value): name for name, value in standing.items()}
        slots = tuple(names.get(parameter) for parameter in parameters)
        if set(standing) - set(slots):
            raise ValueError(f"the query does not ask for {', '.join(sorted(set(standing) - set(slots)))}")
        return slots


def _converted(row: Sequence[Any], statement: _Statement) -> tuple[Any, ...]:
    """Values as the model's fields give them."""
    values = list(row)
    for place, (converters, expression) in statement.converters:
        for convert in converters:
            values[place] = convert(values[place], expression, connection)
    return tuple(values)
