"""The ledger of erasures: what was erased stays erased, also when an older backup is restored.

The lines stand in the database and in a file beside it (``erasures.txt`` in the plane's folder), and each export of
keys takes them along. They name ids and days, never what was erased.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from pulang.foundation.diskfiles import whole_file
from pulang.foundation.events.models import ErasedSubject, SubjectKey
from pulang.kernel import clock

FILE = "erasures.txt"
_TITLE = "PULANG ERASURES 1"
_ways: dict[str, Callable[[UUID], None]] = {}


class BadLedger(Exception):
    """This text is no ledger of erasures; the message names the line."""


@dataclass(frozen=True, order=True)
class Line:
    """One erasure. ``what`` is the way that an app registered, or empty."""

    at: datetime
    subject_id: UUID
    what: str = ""

    def text(self) -> str:
        """As it is written into a file."""
        return f"{self.subject_id} {self.at.isoformat()} {self.what}".rstrip()


def register(what: str, remove: Callable[[UUID], None]) -> None:
    """Say how an app removes what belongs to an erased subject when an older state has been restored.

    ``remove`` must do nothing where nothing is left. Registering again replaces.
    """
    _ways[what] = remove


def note(subject_id: UUID, what: str = "") -> None:
    """Write a line, in the transaction that erases; the file follows when it is committed, and the log is emptied."""
    ErasedSubject.objects.get_or_create(subject_id=subject_id, defaults={"erased_at": clock.now(), "what": what})
    transaction.on_commit(write_file, robust=True)
    transaction.on_commit(empty_log, robust=True)


def empty_log() -> None:
    """Leave nothing of what was erased in the log that SQLite writes ahead, which stays while somebody is connected.

    Waits for whoever reads just now, as every write does.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def lines() -> Iterator[Line]:
    """The whole ledger, the earliest first."""
    for row in ErasedSubject.objects.order_by("erased_at", "subject_id").iterator(chunk_size=2000):
        yield Line(row.erased_at, row.subject_id, row.what)


def write_file(path: Path | None = None) -> None:
    """Bring the file in step with the database, at one stroke."""
    with whole_file(path or settings.PULANG_FOLDER / FILE) as file:
        file.write(f"{_TITLE} {settings.PULANG_PLANE}\n".encode())
        for line in lines():
            file.write(f"{line.text()}\n".encode())


def read(text: str, plane: str) -> list[Line]:
    """The lines of such a file. Raises ``BadLedger``."""
    first, _, rest = text.partition("\n")
    if first.strip() != f"{_TITLE} {plane}":
        raise BadLedger(f"This is no ledger of erasures of the {plane} plane: it does not begin like one.")
    return [parse(line, number) for number, line in enumerate(rest.splitlines(), 2) if line.strip()]


def parse(line: str, number: int) -> Line:
    """One line. Raises ``BadLedger``."""
    words = line.split(maxsplit=2)
    try:
        return Line(datetime.fromisoformat(words[1]), UUID(words[0]), words[2] if len(words) > 2 else "")
    except (ValueError, IndexError):
        raise BadLedger(f"Line {number} of the ledger of erasures cannot be read.") from None


def apply(ledger: Iterable[Line]) -> int:
    """Take these lines into the ledger and erase again what they name; how many keys were still there.

    What the restored state knew as erased already is not removed again: somebody may have come back since.
    Call it inside the transaction that restores.
    """
    destroyed = 0
    for line in ledger:
        known = {"erased_at": line.at, "what": line.what}
        _row, is_news = ErasedSubject.objects.get_or_create(subject_id=line.subject_id, defaults=known)
        destroyed += SubjectKey.objects.filter(subject_id=line.subject_id).delete()[0]
        if is_news and line.what in _ways:
            _ways[line.what](line.subject_id)
    return destroyed
