"""The export of keys, kept apart from backups: key ring, signing key, wrapped keys of subjects, ledger of erasures."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from pulang.foundation.diskfiles import whole_file
from pulang.foundation.events import anchoring, erasing
from pulang.foundation.events.models import SubjectKey
from pulang.foundation.recovery.parts import Packer, Unpacker
from pulang.foundation.recovery.problems import RecoveryError
from pulang.kernel import clock
from pulang.kernel.paperkeys import PaperKey
from pulang.kernel.strongbox import Reader, StrongboxError, Writer

PURPOSE = "escrow"
RING, SIGNING = "keys.json", "anchor.key"
SUBJECTS, ERASURES = "subjects", "erasures"
BATCH = 500


@dataclass(frozen=True)
class Exported:
    """How many keys of subjects and lines of the ledger went into an export."""

    subjects: int
    erasures: int


@dataclass(frozen=True)
class Secrets:
    """The small secrets of an export, as the files that they were; empty where there was none."""

    plane: str
    made_at: str
    ring: bytes
    signing: bytes


def export(path: Path, key: PaperKey) -> Exported:
    """Write an export, whole or not at all. Raises ``RecoveryError``, OSError and the engine's errors."""
    if key.purpose != PURPOSE:
        raise RecoveryError("This key is for backups of data. An export of keys has a key of its own (for: escrow).")
    if path.exists():
        raise RecoveryError(f"{path} exists. An export is never written over; choose another name.")
    anchoring.fingerprint()  # makes the signing key where nothing was signed yet, so that it is in the export
    heading = {"holds": "keys", "plane": settings.PULANG_PLANE, "made_at": clock.now().isoformat(timespec="seconds")}
    with whole_file(path) as file, Writer(file, key.secret, PURPOSE) as box:
        packer = Packer(box, heading)
        for name in (RING, SIGNING):
            with packer.part(name) as part:
                part.write(_content(settings.PULANG_FOLDER / name))
        subjects = _write_lines(packer, SUBJECTS, _subject_lines())
        erasures = _write_lines(packer, ERASURES, (line.text() for line in erasing.lines()))
        packer.finish()
    return Exported(subjects, erasures)


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _subject_lines() -> Iterator[str]:
    for row in SubjectKey.objects.order_by("pk").iterator(chunk_size=2000):
        yield json.dumps([str(row.subject_id), bytes(row.wrapped).hex(), row.made_at.isoformat()])


def _write_lines(packer: Packer, name: str, lines: Iterator[str]) -> int:
    with packer.part(name) as part:
        for line in lines:
            part.write(f"{line}\n".encode())
            part.rows += 1
    return part.rows


def secrets_in(path: Path, key: PaperKey) -> Secrets:
    """The small secrets of an export, after the whole of it was found sound. Raises ``RecoveryError``."""
    found = {RING: b"", SIGNING: b""}
    unpacker = None
    try:
        with path.open("rb") as file:
            unpacker = Unpacker(Reader(file, key.secret, PURPOSE))
            for part in unpacker.parts():
                if part.name in found:
                    found[part.name] = b"".join(part.data)
    except StrongboxError as error:
        raise RecoveryError(f"The export of keys cannot be used. {error}") from None
    heading = unpacker.heading
    if heading.get("holds") != "keys":
        raise RecoveryError("This file holds no export of keys.")
    return Secrets(heading["plane"], heading["made_at"], found[RING], found[SIGNING])


def load(path: Path, key: PaperKey) -> tuple[int, list[erasing.Line]]:
    """Write the keys of subjects, inside the restore's transaction; their number, and the ledger beside them."""
    subjects, ledger = 0, []
    with path.open("rb") as file:
        for part in Unpacker(Reader(file, key.secret, PURPOSE)).parts():
            if part.name == SUBJECTS:
                subjects = _load_subjects(_lines(part.data))
            elif part.name == ERASURES:
                ledger = [erasing.parse(line, number) for number, line in enumerate(_lines(part.data), 1)]
    return subjects, ledger


def _load_subjects(lines: Iterator[str]) -> int:
    number, batch = 0, []
    for line in lines:
        subject, wrapped, made_at = json.loads(line)
        row = SubjectKey(
            subject_id=UUID(subject), wrapped=bytes.fromhex(wrapped), made_at=datetime.fromisoformat(made_at)
        )
        batch.append(row)
        if len(batch) == BATCH:
            SubjectKey.objects.bulk_create(batch)
            number, batch = number + len(batch), []
    SubjectKey.objects.bulk_create(batch)
    return number + len(batch)


def _lines(data: Iterator[bytes]) -> Iterator[str]:
    rest = b""
    for piece in data:
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            yield line.decode()
