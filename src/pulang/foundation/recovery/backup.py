"""Making a backup of the data while the installation runs, and proving it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from pulang.foundation.diskfiles import whole_file
from pulang.foundation.recovery import files, places, postgresql, restore, sqlite
from pulang.foundation.recovery.parts import Packer
from pulang.foundation.recovery.problems import RecoveryError
from pulang.kernel import clock
from pulang.kernel.paperkeys import PaperKey
from pulang.kernel.strongbox import Writer

PURPOSE = "backup"
Advance = Callable[[int], None]
Progress = Callable[[str, int], AbstractContextManager[Advance]]


@dataclass(frozen=True)
class Made:
    """What a backup holds. ``size`` is the file's, in bytes."""

    path: Path
    size: int
    rows: int
    events: int
    files: int


def make(path: Path, key: PaperKey, progress: Progress) -> Made:
    """Write a backup to ``path``, whole or not at all. Subjects' keys and the key ring are not in it.

    Raises ``RecoveryError`` (also where the file exists), OSError and the engine's errors.
    """
    if key.purpose != PURPOSE:
        raise RecoveryError("This key is for exports of keys. A backup of data has a key of its own (for: backup).")
    if path.exists():
        raise RecoveryError(f"{path} exists. A backup is never written over; choose another name.")
    with _snapshot() as taken:
        facts = taken.facts()
        stored = files.found(settings.PULANG_FOLDER)
        total = taken.size + sum(size for _path, size in stored)
        with (
            whole_file(path) as file,
            Writer(file, key.secret, PURPOSE) as box,
            progress("Backing up", total) as advance,
        ):
            packer = Packer(box, _heading(taken.engine, facts))
            for size in taken.write(packer):
                advance(size)
            kept = files.write(packer, settings.PULANG_FOLDER, stored, advance)
            rows = taken.rows()
            packer.finish(rows=rows, files=kept)
    return Made(path, path.stat().st_size, sum(rows.values()), facts["chain"]["position"], kept)


def prove(path: Path, key: PaperKey, progress: Progress) -> restore.Restored:
    """Bring a backup back in a throw-away place and check its rows and its chain. Raises as ``restore`` does."""
    with places.scratch(settings.PULANG_FOLDER) as folder, _throw_away(folder):
        return restore.data(path, key, folder, progress, then=lambda: None)[0]


@contextmanager
def _snapshot() -> Iterator[Any]:
    if connection.vendor == "postgresql":
        with postgresql.snapshot() as taken:
            yield taken
        return
    with places.scratch(settings.PULANG_FOLDER) as folder, sqlite.snapshot(folder) as copied:
        yield copied


def _throw_away(folder: Path) -> AbstractContextManager[None]:
    if connection.vendor == "postgresql":
        return places.postgresql_schema()
    return places.sqlite_file(folder / restore.DATABASE)


def _heading(engine: str, facts: dict[str, Any]) -> dict[str, Any]:
    return {
        "holds": "data",
        "plane": settings.PULANG_PLANE,
        "demonstration": settings.PULANG_DEMONSTRATION,
        "version": version("pulang"),
        "made_at": clock.now().isoformat(timespec="seconds"),
        "engine": engine,
        **facts,
    }
