"""Carry a world from SQLite to PostgreSQL, row by row, so that both engines hold the same and it is made once.

python -m bench.carry --from .../pulang.sqlite3      (into the empty installation that the environment names)
"""

import argparse
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from pulang.web.cli.main import setup

Convert = Callable[[Any], Any]
MANY = 5_000


def main() -> None:
    """Prepare the installation and fill its tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--from", dest="source", required=True)
    asked = parser.parse_args()
    setup(os.environ["PULANG_PLANE"])
    from django.apps import apps
    from django.db import connection

    from pulang.web.prepare import prepare

    prepare()
    models = [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for model in models:
            _carry(asked.source, model, cursor)
        _count_on(models, cursor)
        cursor.execute("VACUUM ANALYZE")


def _carry(source: str, model: Any, cursor: Any) -> None:
    table = model._meta.db_table
    known = {name for _number, name, *_rest in _rows(source, f'PRAGMA table_info("{table}")')}
    fields = [field for field in model._meta.local_concrete_fields if field.column in known]
    if not fields:
        return  # younger than the world
    columns = ", ".join(f'"{field.column}"' for field in fields)
    converters = [_converter(field) for field in fields]
    cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}")')
    if cursor.fetchone()[0]:
        cursor.execute(f'DELETE FROM "{table}"')
    with cursor.cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
        for row in _rows(source, f'SELECT {columns} FROM "{table}"'):
            copy.write_row([convert(value) for convert, value in zip(converters, row, strict=True)])


def _rows(source: str, sql: str) -> Iterator[tuple[Any, ...]]:
    import sqlite3

    connection = sqlite3.connect(f"file:{source}?mode=ro", uri=True)
    try:
        cursor = connection.execute(sql)
        while rows := cursor.fetchmany(MANY):
            yield from rows
    finally:
        connection.close()


def _converter(field: Any) -> Convert:
    """From what SQLite gives to what PostgreSQL takes; nothing stays nothing."""
    kind = (field.target_field if field.is_relation else field).get_internal_type()
    known: dict[str, Convert] = {"BooleanField": bool, "BinaryField": bytes, "DateTimeField": _moment}
    convert = known.get(kind, _as_it_is)
    return lambda value: None if value is None else convert(value)


def _as_it_is(value: Any) -> Any:
    return value


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _count_on(models: list[Any], cursor: Any) -> None:
    """Let numbers that the database gives follow those that are there."""
    from django.core.management.color import no_style
    from django.db import connection

    for statement in connection.ops.sequence_reset_sql(no_style(), models):
        cursor.execute(statement)


if __name__ == "__main__":
    main()
