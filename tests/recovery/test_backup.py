"""Backup and restore through the command line, on the engine under test: what comes back, and what is refused."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.recovery.client import Client
from tests.recovery.conftest import Make
from tests.recovery.installations import PULANG, Installation, free_port, limited, peak_of, serving

from pulang.kernel import paperkeys
from pulang.kernel.strongbox import Reader
from pulang.web import secrets as files_of_keys

CHUNK = 4 + (1 << 18) + 16
HEADING = 9 + 1 + 16 + 8 + 32
Done = subprocess.CompletedProcess[str]


class Safe:
    """The keys of backups, and calls of commands with them."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.backup, self.export = folder / "data.backup", folder / "keys.export"
        self.environment = {}
        for purpose in ("backup", "escrow"):
            key = folder / f"{purpose}.key"
            self.environment[f"PULANG_{purpose.upper()}_KEY"] = str(key)

    def make_keys(self, at: Installation) -> None:
        for purpose in ("backup", "escrow"):
            assert at.call("keys", "make", str(self.folder / f"{purpose}.key"), "--for", purpose).returncode == 0

    def call(self, at: Installation, *words: str | Path, **more: str) -> Done:
        return at.call(*map(str, words), **{**self.environment, **more})

    def keep(self, at: Installation) -> None:
        """Backup and export of keys."""
        for words in (("backup", self.backup), ("keys", "export", self.export)):
            done = self.call(at, *words)
            assert done.returncode == 0, done.stderr

    def restore(self, to: Installation, *more: str | Path) -> Done:
        return self.call(to, "restore", self.backup, "--keys", self.export, *more)


@pytest.fixture
def safe(tmp_path: Path, untouched: Installation) -> Safe:
    made = Safe(tmp_path / "safe")
    made.make_keys(untouched)
    return made


def refused(done: Done, sentence: str) -> None:
    """One clear sentence, exit code 1, and no trace of Python."""
    assert done.returncode == 1, done.stderr
    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def is_empty(place: Installation) -> bool:
    """Whether nothing of a restore is left there."""
    if place.database_url and place.rows("SELECT 1 FROM pg_tables WHERE schemaname = current_schema()"):
        return False
    return not any(place.plane_folder.glob("*")) and not any(place.plane_folder.glob(".*"))


def test_everything_comes_back_in_an_empty_place(installation: Installation, safe: Safe, empty_place: Make) -> None:
    stored = installation.plane_folder / "files" / "ab" / "cdef"
    stored.parent.mkdir(parents=True)
    stored.write_bytes(bytes(range(256)) * 5000)
    anchor = installation.call("audit", "anchor").stdout
    safe.keep(installation)
    place = empty_place()
    done = safe.restore(place)
    assert done.returncode == 0, done.stderr
    assert "the chain holds" in done.stderr
    assert (place.plane_folder / "files" / "ab" / "cdef").read_bytes() == stored.read_bytes()
    for table in ("accounts_contact", "events_event", "events_subjectkey", "search_searchrow", "django_migrations"):
        count = f"SELECT count(*) FROM {table}"  # noqa: S608 - constants
        assert place.rows(count) == installation.rows(count) != [(0,)]
    assert place.call("audit", "verify", "--anchor", "-", text=anchor).returncode == 0
    assert place.call("migrate").returncode == 0
    values = "from pulang.foundation.events.append import opened\nfrom pulang.foundation.events.models import Event\n"
    assert place.python(values + "print(opened(Event.objects.get(pk=1)))").strip() not in {"", "None"}


def test_what_came_back_works_and_everybody_signs_in_again(
    installation: Installation, safe: Safe, empty_place: Make
) -> None:
    with serving(installation):
        before = Client(installation.home)
        before.sign_in("grace")
        safe.keep(installation)
    place = empty_place()
    assert safe.restore(place).returncode == 0
    assert place.call("migrate").returncode == 0
    with serving(place):
        after = Client(place.home, cookies=dict(before.cookies))
        assert after.get("/").path == "/account/login/"
        after.sign_in("grace")
        assert after.get("/directory/").status == 200
        assert after.post("/account/language/", {"language": "fr"}).status == 302
    assert place.call("audit", "verify").returncode == 0


def test_a_backup_is_consistent_while_people_write(installation: Installation, safe: Safe) -> None:
    with serving(installation):
        client = Client(installation.home)
        client.sign_in("grace")
        running = subprocess.Popen(
            [*_command(installation), "backup", str(safe.backup), "--verify"],
            env={**installation.environment, **safe.environment},
            stderr=subprocess.PIPE,
            text=True,
        )
        while running.poll() is None:
            client.get("/")
            client.post("/account/language/", {"language": "fr"})
        assert running.returncode == 0, running.stderr and running.stderr.read()


def _command(installation: Installation) -> list[str]:
    return [PULANG, "--plane", installation.plane]


def test_verify_leaves_nothing_behind_and_proves_a_file_that_is_there(installation: Installation, safe: Safe) -> None:
    assert safe.call(installation, "backup", safe.backup).returncode == 0
    before = sorted(installation.plane_folder.iterdir())
    done = safe.call(installation, "backup", safe.backup, "--verify")
    assert done.returncode == 0, done.stderr
    assert "proved" in done.stderr
    assert sorted(installation.plane_folder.iterdir()) == before
    if installation.database_url:
        assert not installation.rows("SELECT 1 FROM pg_namespace WHERE nspname LIKE 'pulang_proof%'")


def test_neither_subjects_keys_nor_the_ring_are_in_a_backup(installation: Installation, safe: Safe) -> None:
    """The box is opened with its key, as somebody would who found both."""
    assert safe.call(installation, "backup", safe.backup).returncode == 0
    key = paperkeys.parse((safe.folder / "backup.key").read_text())
    with safe.backup.open("rb") as file:
        plain = Reader(file, key.secret, "backup").read(1 << 30)
    secrets = [bytes(row[0]) for row in installation.rows("SELECT wrapped FROM events_subjectkey")]
    assert len(secrets) > 10
    for secret in secrets:
        assert secret not in plain
        assert secret.hex().encode() not in plain
    ring = (installation.plane_folder / "keys.json").read_text()
    for secret in files_of_keys.parse(ring.encode()).ring.keys.values():
        assert secret not in plain
        assert secret.hex().encode() not in plain


def test_the_file_says_nothing_without_its_key(installation: Installation, safe: Safe) -> None:
    safe.keep(installation)
    for path in (safe.backup, safe.export):
        content = path.read_bytes()
        assert b"kilima" not in content.lower()
        assert b"SQLite" not in content
        assert path.stat().st_mode & 0o077 == 0


def test_what_was_erased_stays_erased_when_an_older_backup_comes_back(
    installation: Installation, safe: Safe, empty_place: Make
) -> None:
    assert safe.call(installation, "backup", safe.backup).returncode == 0
    older = safe.folder / "older.export"
    assert safe.call(installation, "keys", "export", older).returncode == 0
    erase = "from pulang.foundation.events import keys\nfrom pulang.foundation.events.models import Event\n"
    subject = installation.python(
        erase + "e = Event.objects.get(pk=1); keys.destroy(e.subject_id); print(e.subject_id)"
    )
    assert safe.call(installation, "keys", "export", safe.export).returncode == 0

    ledger = installation.plane_folder / "erasures.txt"
    assert subject.strip() in ledger.read_text()
    opened = "from pulang.foundation.events.append import opened\nprint(opened(Event.objects.get(pk=1)))"
    for words in ((), ("--erasures", ledger)):
        place = empty_place()
        export = older if words else safe.export
        done = safe.call(place, "restore", safe.backup, "--keys", export, *words)
        assert done.returncode == 0, done.stderr
        assert place.python(erase + opened).strip() == "None"
        assert place.call("audit", "verify").returncode == 0
        assert place.rows("SELECT count(*) FROM events_erasedsubject") == [(1,)]
        assert subject.strip() in (place.plane_folder / "erasures.txt").read_text()


def test_keys_that_are_older_than_their_subjects_are_told(
    installation: Installation, safe: Safe, empty_place: Make
) -> None:
    assert safe.call(installation, "keys", "export", safe.export).returncode == 0
    made = installation.call("organisation", "add", "new-land", "--kind", "country", "--name", "New land")
    assert made.returncode == 0, made.stderr
    assert safe.call(installation, "backup", safe.backup).returncode == 0
    done = safe.restore(empty_place())
    assert done.returncode == 0, done.stderr
    assert "of 1 subjects there is no key" in done.stderr


def test_a_restore_goes_into_an_empty_place_only(installation: Installation, safe: Safe, empty_place: Make) -> None:
    safe.keep(installation)
    refused(safe.restore(installation), "A restore goes into an empty place only.")
    with_files = empty_place()
    (with_files.plane_folder / "files").mkdir(parents=True)
    (with_files.plane_folder / "files" / "one").write_text("kept")
    refused(safe.restore(with_files), "holds files. A restore goes into an empty place only.")
    prepared = empty_place()
    assert prepared.call("migrate").returncode == 0
    refused(safe.restore(prepared), "A restore goes into an empty place only.")


def test_other_keys_in_the_folder_are_never_written_over(
    installation: Installation, safe: Safe, empty_place: Make
) -> None:
    safe.keep(installation)
    place = empty_place()
    place.plane_folder.mkdir(parents=True)
    ring = '{"secret": "s", "ring": {"k1": "' + "0" * 64 + '"}, "active": "k1"}'
    (place.plane_folder / "keys.json").write_text(ring)
    refused(safe.restore(place), "holds other keys than the export")
    assert (place.plane_folder / "keys.json").read_text() == ring


def test_the_other_plane_and_the_other_kind_are_refused(
    installation: Installation, safe: Safe, empty_place: Make
) -> None:
    safe.keep(installation)
    place = empty_place()
    other = {"forum": "service", "service": "forum"}[place.plane]
    done = safe.call(
        Installation(other, place.folder, place.port, place.database_url),
        "restore", safe.backup, "--keys", safe.export,
    )  # fmt: skip
    refused(done, f"This is an export of keys of the {place.plane} plane.")
    real = safe.call(empty_place(), "restore", safe.backup, "--keys", safe.export, PULANG_DEMONSTRATION="false")
    refused(real, "This is a backup of a demonstration.")


def test_nothing_is_written_over(installation: Installation, safe: Safe) -> None:
    safe.keep(installation)
    before = safe.backup.read_bytes(), safe.export.read_bytes()
    refused(safe.call(installation, "backup", safe.backup), "A backup is never written over")
    refused(safe.call(installation, "keys", "export", safe.export), "An export is never written over")
    refused(
        safe.call(installation, "keys", "make", safe.folder / "backup.key", "--for", "backup"), "never written over"
    )
    assert (safe.backup.read_bytes(), safe.export.read_bytes()) == before


def test_each_key_opens_its_own_kind_only(installation: Installation, safe: Safe) -> None:
    wrong = str(safe.folder / "escrow.key")
    refused(safe.call(installation, "backup", safe.backup, "--key", wrong), "This key is for exports of keys.")
    assert not safe.backup.exists()


def _cut(content: bytes) -> bytes:
    return content[: HEADING + CHUNK]


def _cut_in_the_middle(content: bytes) -> bytes:
    return content[:-7]


def _changed(content: bytes) -> bytes:
    at = HEADING + CHUNK // 2
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def _reordered(content: bytes) -> bytes:
    first, second = HEADING + CHUNK, HEADING + 2 * CHUNK
    return content[:HEADING] + content[first:second] + content[HEADING:first] + content[second:]


def _lengthened(content: bytes) -> bytes:
    return content + content[HEADING : HEADING + CHUNK]


def _something_else(content: bytes) -> bytes:
    return b"PK" + content


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (_cut, "cut short: it ends after part 1"),
        (_cut_in_the_middle, "cut short: it ends in the middle of a part"),
        (_changed, "Part 1 of the file was changed"),
        (_reordered, "Part 1 of the file was changed, or stands where it does not belong"),
        (_lengthened, "Something was put behind the end of the file"),
        (_something_else, "This is no file of this kind"),
    ],
)
def test_a_spoilt_backup_is_refused_and_brings_nothing_back(
    untouched: Installation,
    safe: Safe,
    empty_place: Make,
    big: Path,
    spoil: Callable[[bytes], bytes],
    sentence: str,
) -> None:
    assert safe.call(untouched, "keys", "export", safe.export).returncode == 0
    key = big.with_name("backup.key")
    spoilt = safe.folder / "spoilt.backup"
    spoilt.write_bytes(spoil(big.read_bytes()))
    place = empty_place()
    done = safe.call(place, "restore", spoilt, "--keys", safe.export, "--key", key)
    refused(done, sentence)
    assert is_empty(place)


@pytest.fixture(scope="session")
def big(untouched: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound backup of three chunks and more, with its key beside it."""
    folder = tmp_path_factory.mktemp("big")
    copy = Installation(untouched.plane, folder / "data", free_port(), untouched.database_url)
    shutil.copytree(untouched.folder, copy.folder)
    stored = copy.plane_folder / "files"
    stored.mkdir(exist_ok=True)
    (stored / "large").write_bytes(b"x" * 1_000_000)
    key = folder / "backup.key"
    assert copy.call("keys", "make", str(key), "--for", "backup").returncode == 0
    made = copy.call("backup", str(folder / "big.backup"), "--key", str(key))
    assert made.returncode == 0, made.stderr
    return folder / "big.backup"


def test_the_wrong_key_is_named(installation: Installation, safe: Safe, empty_place: Make) -> None:
    safe.keep(installation)
    other = safe.folder / "other.key"
    assert safe.call(installation, "keys", "make", other, "--for", "backup").returncode == 0
    place = empty_place()
    done = safe.call(place, "restore", safe.backup, "--keys", safe.export, "--key", other)
    refused(done, "The key is the wrong one: the file was made with ")
    assert is_empty(place)
    refused(safe.call(installation, "backup", safe.backup, "--verify", "--key", other), "The key is the wrong one")


def test_a_mistyped_key_is_told_by_its_line(installation: Installation, safe: Safe) -> None:
    key = safe.folder / "backup.key"
    typed = key.read_text().splitlines()
    typed[5] = typed[5][:3] + ("2" if typed[5][3] != "2" else "3") + typed[5][4:]
    key.write_text("\n".join(typed))
    refused(safe.call(installation, "backup", safe.backup), "Line 2 of the key was mistyped")


def test_a_backup_of_a_broken_chain_is_not_proved(installation: Installation, safe: Safe) -> None:
    spoil = """
from django.db import connection
from pulang.foundation.events.triggers import statements, undo_statements
with connection.cursor() as cursor:
    for statement in undo_statements(connection.vendor):
        if "FUNCTION" not in statement:
            cursor.execute(statement)
    cursor.execute("UPDATE events_event SET verb = 'x' WHERE position = 3")
    for statement in statements(connection.vendor):
        if "FUNCTION events_refuse() RETURNS" not in statement:
            cursor.execute(statement)
"""
    installation.python(spoil)
    done = safe.call(installation, "backup", safe.backup, "--verify")
    assert done.returncode == 1
    assert "The audit is broken at event 3" in done.stderr


def test_a_full_disk_leaves_no_half_backup(installation: Installation, safe: Safe) -> None:
    done = limited(
        [*_command(installation), "backup", str(safe.backup)],
        {**installation.environment, **safe.environment},
        most_bytes=100_000,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "Nothing was kept" in done.stderr
    assert not list(safe.folder.glob("*.backup*"))
    assert not list(safe.folder.glob(".*partial"))
    assert not list(installation.plane_folder.glob(".recovery-*"))


def test_memory_stays_flat_however_large_the_files_are(installation: Installation, safe: Safe) -> None:
    """Twenty times as many bytes cost less than twice the chunk buffers."""
    stored = installation.plane_folder / "files" / "large"
    stored.parent.mkdir()
    peaks = []
    for number, size in enumerate((5_000_000, 100_000_000)):
        with stored.open("wb") as file:
            file.truncate(size)
        command = [*_command(installation), "backup", str(safe.folder / f"{number}.backup")]
        peaks.append(peak_of(command, {**installation.environment, **safe.environment}))
    assert peaks[1] - peaks[0] < 20_000_000
