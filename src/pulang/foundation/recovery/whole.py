"""Bringing an installation back as a whole: data, keys of subjects, and once more what had been erased."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef

from pulang.foundation.diskfiles import sync_folder
from pulang.foundation.events import erasing
from pulang.foundation.events.models import ErasedSubject, Event, SubjectKey
from pulang.foundation.installation.models import Installation
from pulang.foundation.recovery import escrow, files, places, postgresql, restore
from pulang.foundation.recovery.problems import RecoveryError
from pulang.kernel.paperkeys import PaperKey

Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]


@dataclass(frozen=True)
class Sources:
    """Everything that a restore reads. ``ledgers`` are further ledgers of erasures, as files."""

    backup: Path
    key: PaperKey
    export: Path
    export_key: PaperKey
    ledgers: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What came back. ``erased`` keys were destroyed again; ``unreadable`` subjects lost theirs otherwise."""

    data: restore.Restored
    subjects: int
    erased: int
    unreadable: int


def demand_empty() -> None:
    """Raise ``RecoveryError`` where there is anything that a restore could write over."""
    folder: Path = settings.PULANG_FOLDER
    if any((folder / files.FOLDER).glob("*")):
        raise RecoveryError(f"{folder / files.FOLDER} holds files. A restore goes into an empty place only.")
    if connection.vendor == "sqlite":
        if Path(str(connection.settings_dict["NAME"])).exists():
            raise RecoveryError(f"{folder} holds a database. A restore goes into an empty place only.")
        return
    present = set(connection.introspection.table_names())
    ours = Installation._meta.db_table in present and not Installation.objects.exists()
    if present and not ours:
        raise RecoveryError("The database is not empty. A restore goes into an empty place only.")


def bring_back(sources: Sources, progress: Progress) -> Outcome:
    """Restore into the empty place that the settings name. On any error the place is as empty as before."""
    demand_empty()
    with places.scratch(settings.PULANG_FOLDER) as folder:
        with _database(folder):
            outcome = _fill(sources, folder, progress)
        _put_in_place(folder)
    erasing.write_file()
    return outcome


@contextmanager
def _database(folder: Path) -> Iterator[None]:
    """SQLite is filled in a throw-away place and moved when it is right; PostgreSQL is emptied when it is not."""
    if connection.vendor == "sqlite":
        with places.sqlite_file(folder / restore.DATABASE):
            yield
        return
    try:
        postgresql.clear()
        yield
    except BaseException:
        postgresql.clear()
        raise


def _fill(sources: Sources, folder: Path, progress: Progress) -> Outcome:
    def keys_and_erasures() -> tuple[int, int, int]:
        subjects, ledger = escrow.load(sources.export, sources.export_key)
        restore.end_sessions()
        erased = erasing.apply([*erasing.lines(), *ledger, *_further(sources.ledgers)])
        return subjects - erased, erased, _unreadable()

    data, counts = restore.data(sources.backup, sources.key, folder, progress, then=keys_and_erasures)
    return Outcome(data, *counts)


def _further(paths: tuple[Path, ...]) -> Iterator[erasing.Line]:
    for path in paths:
        try:
            yield from erasing.read(path.read_text(encoding="utf-8"), settings.PULANG_PLANE)
        except (erasing.BadLedger, UnicodeDecodeError) as error:
            raise RecoveryError(f"{path}: {error}") from None


def _unreadable() -> int:
    """Subjects of whom events hold sealed values, whose key is not there, and who were not erased."""
    same = OuterRef("subject_id")
    spoken_of = Event.objects.filter(values_sealed__isnull=False, subject_id__isnull=False)
    without = spoken_of.exclude(Exists(SubjectKey.objects.filter(pk=same)))
    return without.exclude(Exists(ErasedSubject.objects.filter(pk=same))).values("subject_id").distinct().count()


def _put_in_place(folder: Path) -> None:
    """The last step is one rename: until then a killed restore has brought nothing back."""
    home: Path = settings.PULANG_FOLDER
    if (folder / files.FOLDER).exists():
        if (home / files.FOLDER).exists():
            (home / files.FOLDER).rmdir()
        (folder / files.FOLDER).rename(home / files.FOLDER)
    if connection.vendor == "sqlite":
        (folder / restore.DATABASE).rename(str(connection.settings_dict["NAME"]))
    sync_folder(home)
