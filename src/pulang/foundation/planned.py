"""Statements that an engine reads and plans once for each connection, and then only runs.

The library writes every value into the text of a statement for PostgreSQL, so that each call is a new one to the
server, which plans joins of a dozen tables longer than it takes to run them; for SQLite it looks through the text
again each time. A ``Prepared`` query knows which of its values change: only those stand beside the text here.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections

# Plans that a connection to PostgreSQL keeps; what was asked for longest ago makes room.
MOST_PLANS = 400
# What was asked so often before is kept; not what is asked once.
KEPT_FROM = 1
_PLACES = re.compile("%[%s]")
Changes = Callable[[Any], bool]


def fixed(sql: str, parameters: Sequence[Any], changes: Changes) -> tuple[str, tuple[Any, ...]]:
    """The statement with the parameters that never change in its text, so that PostgreSQL plans knowing them.

    SQLite's plans do not depend on them: there they stay where they are.
    """
    if connection.vendor != "postgresql":
        return sql, tuple(parameters)
    rest, open_ones = iter(parameters), []

    def written(place: re.Match[str]) -> str:
        if place[0] == "%%":
            return "%%"
        parameter = next(rest)
        if changes(parameter):
            open_ones.append(parameter)
            return "%s"
        return str(connection.ops.compose_sql("%s", [parameter])).replace("%", "%%")  # type: ignore[attr-defined]

    return _PLACES.sub(written, sql), tuple(open_ones)


def as_sqlite(sql: str) -> str:
    """The statement with the marks that SQLite's driver takes.

    A mark alone makes SQLite plan the statement again with each value, to compare it with samples of the table, where
    somebody has had it take some (``ANALYZE``); behind a plus sign, which does nothing else, it does not.
    """
    return _PLACES.sub(lambda place: "+?" if place[0] == "%s" else "%", sql)


def run(sql: str, for_sqlite: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Every row. Where queries are logged or watched, the library's own cursor asks, which tells of them."""
    here: Any = connections[DEFAULT_DB_ALIAS]
    if here.queries_logged or here.execute_wrappers:
        with here.cursor() as cursor:
            cursor.execute(sql, parameters)
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found
    here.close_if_health_check_failed()
    here.ensure_connection()
    here.validate_no_broken_transaction()
    with here.wrap_database_errors:
        if here.vendor != "postgresql":
            return here.connection.execute(for_sqlite, parameters).fetchall()  # type: ignore[no-any-return]
        return _kept(here.connection, sql, parameters)


def _kept(link: Any, sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    from psycopg import Cursor

    link.prepare_threshold, link.prepared_max = KEPT_FROM, MOST_PLANS
    with Cursor(link) as cursor:
        return cursor.execute(sql, parameters).fetchall()
