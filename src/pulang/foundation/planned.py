"""Statements that an engine reads and plans once for each connection, and then only runs.

The library writes every value into the text of a statement for PostgreSQL, so that each call is a new one to the
server, which plans joins of a dozen tables longer than it takes to run them; for SQLite it looks through the text
again each time. A ``Prepared`` query knows which of its values change: only those stand beside the text here.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from django.db import connection

Rows = list[tuple[Any, ...]]
# Plans that a connection to PostgreSQL keeps; what was asked for longest ago makes room.
MOST_PLANS = 400
# What was asked so often before is kept; not what is asked once.
KEPT_FROM = 1
_PLACES = re.compile("%[%s]")


@dataclass(frozen=True)
class Text:
    """A statement as the library takes it, and as the engine's driver does."""

    sql: str
    driven: str


def fixed(sql: str, parameters: Sequence[Any], changes: Callable[[Any], bool]) -> tuple[Text, tuple[Any, ...]]:
    """The statement, and those of its parameters that stand beside it.

    For PostgreSQL these are the ones that change; it plans knowing the others.
    """
    if connection.vendor != "postgresql":
        return Text(sql, _as_sqlite(sql)), tuple(parameters)
    rest, open_ones = iter(parameters), []

    def written(place: re.Match[str]) -> str:
        if place[0] == "%%":
            return "%%"
        parameter = next(rest)
        if changes(parameter):
            open_ones.append(parameter)
            return "%s"
        return str(connection.ops.compose_sql("%s", [parameter])).replace("%", "%%")  # type: ignore[attr-defined]

    text = _PLACES.sub(written, sql)
    return Text(text, text), tuple(open_ones)


def _as_sqlite(sql: str) -> str:
    """With marks of SQLite's driver.

    A mark alone makes SQLite plan the statement again with each value, to compare it with samples of the table where
    somebody had it take some (``ANALYZE``); behind a plus sign, which does nothing else, it does not.
    """
    return _PLACES.sub(lambda place: "+?" if place[0] == "%s" else "%", sql)


def run(here: Any, text: Text, parameters: Sequence[Any]) -> Rows:
    """Every row. Where queries are logged or watched, the library's own cursor asks, which tells of them."""
    if here.queries_logged or here.execute_wrappers:
        with here.cursor() as cursor:
            cursor.execute(text.sql, parameters)
            return list(cursor.fetchall())
    here.close_if_health_check_failed()
    here.ensure_connection()
    here.validate_no_broken_transaction()
    ask = _ask_postgresql if here.vendor == "postgresql" else _ask_sqlite
    with here.wrap_database_errors:
        return ask(here.connection, text.driven, parameters)


def _ask_sqlite(link: Any, sql: str, parameters: Sequence[Any]) -> Rows:
    found: Rows = link.execute(sql, parameters).fetchall()
    return found


def _ask_postgresql(link: Any, sql: str, parameters: Sequence[Any]) -> Rows:
    from psycopg import Cursor

    if link.prepared_max != MOST_PLANS:
        _introduce(link)
    with Cursor(link) as cursor:
        return cursor.execute(sql, parameters).fetchall()


def _introduce(link: Any) -> None:
    """What a new connection is told: to keep plans, and to read moments quicker than the library's own way."""
    from django.db.backends.postgresql.psycopg_any import BaseTzLoader
    from psycopg.postgres import types
    from psycopg.pq import Format

    class Moments(BaseTzLoader):  # type: ignore[misc]
        timezone = UTC

        def load(self, data: Any) -> datetime:
            try:
                return datetime.fromisoformat(str(data, "ascii"))
            except ValueError:  # a year of more than four digits, say
                return cast(datetime, super().load(data))

    link.prepare_threshold, link.prepared_max = KEPT_FROM, MOST_PLANS
    if link.adapters.get_loader(types["timestamptz"].oid, Format.TEXT).timezone == UTC:
        link.adapters.register_loader("timestamptz", Moments)
