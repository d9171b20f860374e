"""The production engine: every table copied in one repeatable-read, read-only transaction, through psycopg alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from pulang.foundation.events.models import SubjectKey
from pulang.foundation.recovery.parts import Packer, Unpacked
from pulang.foundation.recovery.problems import RecoveryError
from pulang.foundation.recovery.sqlite import chain_head

PREFIX = "table:"
LEFT_OUT = frozenset({SubjectKey._meta.db_table})
_TABLES = (
    "SELECT c.relname, pg_table_size(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') ORDER BY c.relname"
)
_COLUMNS = (
    "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = %s "
    "AND is_generated = 'NEVER' ORDER BY ordinal_position"
)
_SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema() ORDER BY 1"


class Snapshot:
    """The installation at one moment. ``size`` is in bytes, as the tables lie on the disk."""

    engine = "postgresql"

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        found = cursor.execute(_TABLES).fetchall()
        self._tables = [name for name, _size in found if name not in LEFT_OUT]
        self._rows: dict[str, int] = {}
        self.size = sum(size for name, size in found if name not in LEFT_OUT)

    def facts(self) -> dict[str, Any]:
        """Migrations, the head of the chain, and how far each sequence has counted."""
        ask = self._cursor.execute
        return {
            "migrations": ask("SELECT app, name FROM django_migrations ORDER BY id").fetchall(),
            "chain": chain_head(ask("SELECT position, digest FROM events_chainhead").fetchone()),
            "sequences": dict(ask(_SEQUENCES).fetchall()),
        }

    def write(self, packer: Packer) -> Iterator[int]:
        """Write one part for each table; gives the bytes as they go."""
        for name in self._tables:
            columns = [row[0] for row in self._cursor.execute(_COLUMNS, [name]).fetchall()]
            with packer.part(f"{PREFIX}{name}", columns=columns) as part:
                with self._cursor.copy(f"COPY {_quoted(name)} ({_list(columns)}) TO STDOUT") as copy:
                    for data in copy:
                        part.write(bytes(data))
                        yield len(data)
                part.rows = self._rows[name] = self._cursor.rowcount

    def rows(self) -> dict[str, int]:
        """Rows by table, as they were copied."""
        return self._rows


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Open the transaction that sees one moment, on a connection of its own."""
    import psycopg

    parameters = connection.get_connection_params()
    wanted = ("dbname", "user", "password", "host", "port", "options", "service")
    with psycopg.connect(**{name: parameters[name] for name in wanted if parameters.get(name)}) as own:
        own.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        own.read_only = True
        with own.cursor() as cursor:
            yield Snapshot(cursor)


def prepare(migrations: list[list[str]]) -> None:
    """Make the tables as they were when the backup was made."""
    executor = MigrationExecutor(connection)
    wanted = [(app, name) for app, name in migrations]
    parents = {parent.key for key in wanted for parent in executor.loader.graph.node_map[key].parents}
    executor.migrate([key for key in wanted if key not in parents])
    call_command("createcachetable", verbosity=0)


def load(part: Unpacked) -> Iterator[int]:
    """Put the rows of one table in the place of what making the tables left in it; gives the bytes as they go."""
    name = part.name.removeprefix(PREFIX)
    own: Any = connection.connection
    with own.cursor() as cursor:
        if name not in {row[0] for row in cursor.execute(_TABLES).fetchall()}:
            raise RecoveryError(f"The backup holds a table that this version of Pulang does not know: {name}.")
        cursor.execute(f"DELETE FROM {_quoted(name)}")  # noqa: S608 - a name from the catalogue
        with cursor.copy(f"COPY {_quoted(name)} ({_list(part.about['columns'])}) FROM STDIN") as copy:
            for data in part.data:
                copy.write(data)
                yield len(data)


def set_sequences(values: dict[str, int | None]) -> None:
    """Let every sequence count on from where it was."""
    with connection.cursor() as cursor:
        for name, value in values.items():
            if value is not None:
                cursor.execute("SELECT setval(%s::regclass, %s)", [_quoted(name), value])


def count(cursor: Any) -> dict[str, int]:
    """Rows of every table that a backup holds."""
    cursor.execute(_TABLES)
    names = [row[0] for row in cursor.fetchall() if row[0] not in LEFT_OUT]
    found = {}
    for name in names:
        cursor.execute(f"SELECT count(*) FROM {_quoted(name)}")  # noqa: S608 - a name from the catalogue
        found[name] = cursor.fetchone()[0]
    return found


def clear() -> None:
    """Drop every table and function of ours again: a restore that failed leaves the place as empty as it was."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_TABLES)
        for name, _size in cursor.fetchall():
            cursor.execute(f"DROP TABLE {_quoted(name)} CASCADE")
        cursor.execute("DROP FUNCTION IF EXISTS events_refuse()")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _list(names: list[str]) -> str:
    return ", ".join(map(_quoted, names))
