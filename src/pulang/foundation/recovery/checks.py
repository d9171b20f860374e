"""Start-up check: what has been acknowledged survives a power cut, on either engine."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

FIRST_SOUND_SQLITE = (3, 51, 3)
POSTGRESQL = ("fsync", "full_page_writes", "synchronous_commit")


@register("database")
def acknowledged_is_durable(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Run with ``check --database default``. In a demonstration it only warns."""
    kind = Warning if settings.PULANG_DEMONSTRATION else Error
    return [
        kind(what, hint=hint, id="pulang.recovery.E001")
        for alias in databases or ()
        for what, hint in _problems(connections[alias])
    ]


def _problems(connection: BaseDatabaseWrapper) -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name in POSTGRESQL:
                cursor.execute(f"SHOW {name}")
                if (value := cursor.fetchone()[0]) == "off":
                    yield (
                        f"PostgreSQL runs with {name} = {value}: what was acknowledged can be lost in a power cut.",
                        f"Set {name} = on in postgresql.conf and reload the server.",
                    )
            return
        cursor.execute("PRAGMA synchronous")
        if cursor.fetchone()[0] < 2:
            yield (
                "SQLite runs without synchronous=FULL: what was acknowledged can be lost.",
                "Take the own setting out.",
            )
        cursor.execute("PRAGMA journal_mode")
        if cursor.fetchone()[0] == "wal" and connection.Database.sqlite_version_info < FIRST_SOUND_SQLITE:  # type: ignore[attr-defined]
            yield (
                "This SQLite can damage a database in WAL mode (versions before 3.51.3).",
                "Run pulang migrate with the pysqlite3 of requirements/run.txt, or set journal_mode=TRUNCATE.",
            )
