"""Bringing a backup back: into an empty place only, proved before it counts."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from pulang.foundation.events import append, triggers
from pulang.foundation.events.models import ChainHead
from pulang.foundation.recovery import files, postgresql, sqlite
from pulang.foundation.recovery.parts import Unpacked, Unpacker
from pulang.foundation.recovery.problems import RecoveryError
from pulang.kernel.paperkeys import PaperKey
from pulang.kernel.strongbox import Reader, StrongboxError

DATABASE = "pulang.sqlite3"
PURPOSE = "backup"
_SESSIONS = ("django_session", "usersessions_usersession")
T = TypeVar("T")
Advance = Callable[[int], None]
Progress = Callable[[str, int], AbstractContextManager[Advance]]


@dataclass(frozen=True)
class Restored:
    """What came back, after rows and chain were found right."""

    made_at: str
    version: str
    rows: int
    events: int
    files: int


def data(path: Path, key: PaperKey, folder: Path, progress: Progress, then: Callable[[], T]) -> tuple[Restored, T]:
    """Load a backup into the database that the connection leads to, and its files below ``folder``; then check all.

    ``then`` runs after the checks, on PostgreSQL in the same transaction, so that a restore counts wholly or not at
    all. Raises ``RecoveryError`` where the file is not sound, belongs elsewhere, or does not hold what it says.
    """
    with path.open("rb") as file:
        unpacker = opened(file, key)
        _demand_ours(unpacker.heading)
        if connection.vendor == "postgresql":
            postgresql.prepare(unpacker.heading["migrations"])
        else:
            _load(unpacker, folder, progress, path)
        with transaction.atomic():
            if connection.vendor == "postgresql":
                _load(unpacker, folder, progress, path)
            return _checked(unpacker, progress), then()


def opened(file: BinaryIO, key: PaperKey) -> Unpacker:
    """The backup in an open file. Raises ``RecoveryError`` for a wrong key or another kind of file."""
    try:
        return Unpacker(Reader(file, key.secret, PURPOSE))
    except StrongboxError as error:
        raise RecoveryError(str(error)) from None


def _demand_ours(heading: dict[str, Any]) -> None:
    plane, engine = settings.PULANG_PLANE, connection.vendor
    if heading.get("holds") != "data":
        raise RecoveryError("This file holds no backup of data.")
    if heading["plane"] != plane:
        raise RecoveryError(f"This is a backup of the {heading['plane']} plane; it cannot become a {plane} plane.")
    if heading["engine"] != engine:
        raise RecoveryError(f"This is a backup from {heading['engine']}; it comes back on {heading['engine']} only.")
    if heading["demonstration"] != settings.PULANG_DEMONSTRATION:
        was = "a demonstration" if heading["demonstration"] else "a real installation"
        raise RecoveryError(f"This is a backup of {was}. PULANG_DEMONSTRATION must say the same.")
    _demand_known(heading["migrations"])


def _demand_known(migrations: list[list[str]]) -> None:
    """Nothing is brought back by a version that is older than the one that made the backup."""
    known = MigrationLoader(None).graph.nodes
    unknown = next((f"{app}.{name}" for app, name in migrations if (app, name) not in known), "")
    if unknown:
        raise RecoveryError(
            f"The backup was made by a newer version of Pulang (it knows {unknown}). Install that first."
        )


def _load(unpacker: Unpacker, folder: Path, progress: Progress, path: Path) -> None:
    """Database and files, as they come."""
    loaded = 0
    try:
        with progress("Bringing back", path.stat().st_size) as advance:
            for part in unpacker.parts():
                if part.name.startswith(files.PREFIX):
                    files.load(part, folder, advance)
                    loaded += 1
                else:
                    for size in _loaded(part, folder):
                        advance(size)
    except StrongboxError as error:
        raise RecoveryError(str(error)) from None
    if connection.vendor == "postgresql":
        postgresql.set_sequences(unpacker.heading["sequences"])
    if loaded != unpacker.manifest["files"]:
        raise RecoveryError(f"{unpacker.manifest['files']} files were backed up, and {loaded} came back.")


def _loaded(part: Unpacked, folder: Path) -> Iterator[int]:
    if connection.vendor == "postgresql" and part.name.startswith(postgresql.PREFIX):
        return postgresql.load(part)
    if connection.vendor == "sqlite" and part.name == sqlite.PART:
        return sqlite.load(part, folder / DATABASE)
    raise RecoveryError(f"The backup holds a part that this version of Pulang does not know: {part.name}.")


def _checked(unpacker: Unpacker, progress: Progress) -> Restored:
    """Rows, triggers, the chain and its head are as the backup says."""
    engine: Any = postgresql if connection.vendor == "postgresql" else sqlite
    heading, manifest = unpacker.heading, unpacker.manifest
    with connection.cursor() as cursor:
        _compare(manifest["rows"], engine.count(cursor))
        if connection.vendor == "sqlite":
            _demand_whole(cursor.execute("PRAGMA integrity_check").fetchall())
    if missing := triggers.missing(connection):
        raise RecoveryError(f"The audit would not be protected: triggers are missing ({', '.join(sorted(missing))}).")
    events = _checked_chain(heading["chain"], progress)
    rows = sum(manifest["rows"].values())
    return Restored(heading["made_at"], heading["version"], rows, events, manifest["files"])


def _checked_chain(wanted: dict[str, Any], progress: Progress) -> int:
    try:
        with progress("Checking the chain", wanted["position"]) as advance:
            events = append.verify(advance)
    except append.Broken as broken:
        raise RecoveryError(f"The audit is broken at event {broken.position}: {broken.what}.") from None
    head = ChainHead.objects.filter(pk=1).first()
    if (events, bytes(head.digest).hex() if head else "") != (wanted["position"], wanted["digest"]):
        raise RecoveryError("The audit does not end where the backup says that it ends.")
    return events


def _compare(wanted: dict[str, int], found: dict[str, int]) -> None:
    for name in sorted(wanted.keys() | found.keys()):
        if wanted.get(name, 0) != found.get(name, 0):
            raise RecoveryError(
                f"{wanted.get(name, 0)} rows of {name} were backed up, and {found.get(name, 0)} came back."
            )


def _demand_whole(answer: Iterable[tuple[str]]) -> None:
    problems = [row[0] for row in answer if row[0] != "ok"]
    if problems:
        raise RecoveryError(f"The database that came back is damaged: {problems[0]}.")


def end_sessions() -> None:
    """Nobody is signed in after a restore: sessions that were ended since would live again."""
    with connection.cursor() as cursor:
        present = connection.introspection.table_names(cursor)
        for name in _SESSIONS:
            if name in present:
                cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - constants
