"""The embedded engine: a compact copy of the file as it stood at one moment, without the keys of subjects."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from pulang.foundation.diskfiles import whole_file
from pulang.foundation.events.models import SubjectKey
from pulang.foundation.recovery.parts import FRAME, Packer, Unpacked

PART = "database"


class Snapshot:
    """The installation at one moment. ``size`` is in bytes."""

    engine = "sqlite"

    def __init__(self, copy: Path) -> None:
        self._copy = copy
        self.size = copy.stat().st_size

    def facts(self) -> dict[str, Any]:
        """Migrations and the head of the chain."""
        with _opened(self._copy) as database:
            return {
                "migrations": database.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall(),
                "chain": chain_head(database.execute("SELECT position, digest FROM events_chainhead").fetchone()),
            }

    def write(self, packer: Packer) -> Iterator[int]:
        """Write the part; gives the bytes as they go."""
        with packer.part(PART) as part, self._copy.open("rb") as file:
            while data := file.read(FRAME):
                part.write(data)
                yield len(data)

    def rows(self) -> dict[str, int]:
        """Rows by table."""
        with _opened(self._copy) as database:
            return count(database.cursor())


def chain_head(row: tuple[int, bytes] | None) -> dict[str, Any]:
    """The head of the chain as the heading of a backup says it; of an empty chain, position 0."""
    return {"position": row[0], "digest": bytes(row[1]).hex()} if row else {"position": 0, "digest": ""}


@contextmanager
def snapshot(folder: Path) -> Iterator[Snapshot]:
    """Copy the database into ``folder`` in one read transaction, while others write, and take out the subjects' keys.

    Raises sqlite3.Error, and OSError for the disk.
    """
    copy = folder / "copy.sqlite3"
    name = connection.settings_dict["NAME"]
    with _opened(Path(str(name))) as database:
        database.execute("PRAGMA busy_timeout=20000")
        database.execute("VACUUM INTO ?", (str(copy),))
    with _opened(copy) as database:
        database.execute("PRAGMA journal_mode=DELETE")
        database.execute("PRAGMA secure_delete=ON")
        database.execute(f"DELETE FROM {SubjectKey._meta.db_table}")  # noqa: S608 - our own table
        database.commit()
    yield Snapshot(copy)


def load(part: Unpacked, target: Path) -> Iterator[int]:
    """Write the database file of a backup; gives the bytes as they go."""
    with whole_file(target) as file:
        for data in part.data:
            file.write(data)
            yield len(data)


def count(cursor: Any) -> dict[str, int]:
    """Rows of every table that a backup holds."""
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    names = [row[0] for row in cursor.fetchall() if row[0] != SubjectKey._meta.db_table]
    return {name: cursor.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    database = sqlite3.connect(f"file:{path}?mode=rw", uri=True)
    try:
        yield database
    finally:
        database.close()
