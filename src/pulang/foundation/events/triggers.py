"""Append-only by the database itself, on both engines.

SQLite drops triggers silently when it remakes a table, so :func:`missing` is asked at start-up and by a test after all
migrations.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "events_event"

_SQLITE = {
    "events_no_update": f"BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
    "events_no_delete": f"BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
    "events_no_overwrite": (
        f"BEFORE INSERT ON {TABLE} WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE position = NEW.position) "
        "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
    ),
}
_POSTGRESQL = {
    "events_no_update": f"BEFORE UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION events_refuse()",
    "events_no_delete": f"BEFORE DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION events_refuse()",
    "events_no_truncate": f"BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION events_refuse()",
}
_REFUSE = (
    "CREATE OR REPLACE FUNCTION events_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'events are append-only'; END $$"
)


def statements(vendor: str) -> list[str]:
    """SQL that makes the triggers on this engine."""
    wanted = _SQLITE if vendor == "sqlite" else _POSTGRESQL
    head = [] if vendor == "sqlite" else [_REFUSE]
    return head + [f"CREATE TRIGGER {name} {body}" for name, body in wanted.items()]


def undo_statements(vendor: str) -> list[str]:
    """SQL that removes them again (a reversed migration)."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER {name}" for name in _SQLITE]
    return [f"DROP TRIGGER {name} ON {TABLE}" for name in _POSTGRESQL] + ["DROP FUNCTION events_refuse()"]


def missing(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of the triggers that the database should have and has not."""
    wanted = set(_SQLITE if connection.vendor == "sqlite" else _POSTGRESQL)
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return wanted - {row[0] for row in cursor.fetchall()}
