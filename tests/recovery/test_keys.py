"""The installation's own keys: kept in one piece, changed while people work, dropped only when nothing uses them."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from tests.recovery.client import Client
from tests.recovery.installations import PULANG, ROOT, Installation, serving

from pulang.foundation.recovery import checks, rotation
from pulang.foundation.sealed.fields import SealedTextField
from pulang.kernel.crypto import UnknownKey
from pulang.web import secrets

NOT_UNDER_THE_RING = {
    "events.Event.values_sealed",
    "events.Event.digest",
    "events.ChainHead.digest",
    "learning.CourseVersion.pack",  # what members read anyway
} | {  # files that are made to be given away, with what stands beside them in clear
    "forum": {"reach.ReceivedRelease.file"},
    "service": {"releases.Release.file", "releases.Release.withdrawal"},
}[settings.PULANG_PLANE]


def stored(installation: Installation) -> secrets.Stored:
    return secrets.read(installation.plane_folder / secrets.FILE)


def uses(installation: Installation) -> dict[str, int]:
    """How many wrapped keys and sealed fields are under each key, read from the envelopes themselves."""
    found: dict[str, int] = {}
    for table, column in (("events_subjectkey", "wrapped"), ("accounts_contact", "email")):
        for (envelope,) in installation.rows(f"SELECT {column} FROM {table}"):  # noqa: S608 - constants
            key = bytes(envelope)[2 : 2 + bytes(envelope)[1]].decode()
            found[key] = found.get(key, 0) + 1
    return found


OPEN = """
from pulang.common.accounts.models import Contact
from pulang.foundation.events.append import opened, verify
from pulang.foundation.events.models import Event
print(sorted(row.email.open(row) + row.phone.open(row) for row in Contact.objects.all()))
print([opened(event) for event in Event.objects.order_by("position")], verify())
"""


def test_after_a_change_of_keys_everything_opens_and_nothing_is_under_the_old_one(installation: Installation) -> None:
    before = installation.python(OPEN)
    assert set(uses(installation)) == {"k1"}
    done = installation.call("keys", "rotate")
    assert done.returncode == 0, done.stderr
    assert set(uses(installation)) == {"k2"}
    assert stored(installation).ring.active == "k2"
    assert installation.python(OPEN) == before
    assert installation.call("audit", "verify").returncode == 0


def test_a_running_server_follows_the_change_and_needs_no_new_start(installation: Installation) -> None:
    with serving(installation):
        client = Client(installation.home)
        client.sign_in("grace")
        assert installation.call("keys", "rotate").returncode == 0
        form = "/directory/at/kilima-corrections/contacts/new/"
        assert client.get(form).status == 200
        sent = client.post(form, {"name": "Asha", "position": "Store", "email": "asha@example.org"})
        assert sent.status == 302, sent.text
        assert client.get(sent.path).status == 200
    assert set(uses(installation)) == {"k2"}


def test_a_killed_change_is_taken_up_again(installation: Installation) -> None:
    """Killed where it does most; the second run makes no third key."""
    installation.python(
        "from pulang.common.accounts.models import Contact\n"
        "c = Contact.objects.first()\n"
        "known = {'organisation': c.organisation, 'made_at': c.made_at, 'name': 'N'}\n"
        "Contact.objects.bulk_create(Contact(**known, email=f'{n}@example.org') for n in range(1500))"
    )
    before = installation.python(OPEN)
    running = subprocess.Popen(
        [PULANG, "--plane", installation.plane, "keys", "rotate"],
        env=installation.environment,
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while running.poll() is None and uses(installation).get("k2", 0) == 0:
        time.sleep(0.01)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    assert uses(installation).get("k1", 0) > 0, "it was not killed in time"
    again = installation.call("keys", "rotate")
    assert again.returncode == 0, again.stderr
    assert "going on with it" in again.stderr
    assert set(uses(installation)) == {"k2"}
    assert set(stored(installation).ring.keys) == {"k1", "k2"}
    assert installation.python(OPEN) == before


def test_a_key_is_dropped_only_when_it_rests_and_nothing_uses_it(installation: Installation) -> None:
    def refused(sentence: str) -> None:
        done = installation.call("keys", "drop", "k1")
        assert done.returncode == 1
        assert sentence in done.stderr

    refused("k1 is the active key")
    assert "no key k7; there are: k1" in installation.call("keys", "drop", "k7").stderr
    path = installation.plane_folder / secrets.FILE
    secrets.write(path, secrets.with_new_key(stored(installation), at="2026-01-01T00:00:00+00:00"))
    refused("k1 is still in use")
    assert installation.call("keys", "rotate").returncode == 0
    assert installation.call("keys", "drop", "k1").returncode == 0
    assert set(stored(installation).ring.keys) == {"k2"}
    assert installation.python(OPEN).strip()
    assert installation.call("keys", "rotate").returncode == 0
    assert "retired less than an hour ago" in installation.call("keys", "drop", "k2").stderr


def test_status_says_what_is_under_each_key(installation: Installation) -> None:
    done = installation.call("keys", "status")
    assert done.returncode == 0
    assert "active" in done.stdout + done.stderr
    assert "keys of subjects" in done.stdout + done.stderr


def test_everything_that_is_sealed_takes_part_in_a_change_of_keys() -> None:
    """A column of bytes that nobody registered would be lost with a dropped key."""
    columns = {
        f"{holder.model._meta.label}.{holder.field}"
        for holder in rotation.holders()
        if isinstance(holder, rotation.Column)
    }
    bytes_kept = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("pulang.")
        for field in model._meta.concrete_fields
        if isinstance(field, models.BinaryField | SealedTextField)
    }
    assert bytes_kept - columns == NOT_UNDER_THE_RING


def test_keys_are_one_file_for_its_owner_only_and_old_files_are_read(tmp_path: Path) -> None:
    secrets.load(tmp_path)
    path = tmp_path / secrets.FILE
    assert path.stat().st_mode & 0o777 == 0o600
    assert [found.name for found in tmp_path.iterdir()] == [secrets.FILE]
    old = {"secret": "s", "ring": {"k1": "11" * 32}, "active": "k1"}
    path.write_text(json.dumps(old))
    assert secrets.read(path).ring.keys == {"k1": b"\x11" * 32}


def test_a_write_that_fails_leaves_the_keys_of_before(tmp_path: Path) -> None:
    secrets.load(tmp_path)
    path = tmp_path / secrets.FILE
    before = path.read_bytes()

    class Unwritable(secrets.Stored):
        def content(self) -> bytes:
            raise OSError(28, "No space left on device")

    kept = secrets.read(path)
    with pytest.raises(OSError, match="No space"):
        secrets.write(path, Unwritable(kept.secret, kept.ring, {}))
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == [secrets.FILE]


def test_a_ring_follows_its_file(tmp_path: Path) -> None:
    _secret, ring = secrets.load(tmp_path)
    older = ring.seal(b"text", b"here")
    path = tmp_path / secrets.FILE
    secrets.write(path, secrets.with_new_key(secrets.read(path), at="2026-01-01T00:00:00+00:00"))
    newer = ring.seal(b"text", b"here")
    assert (ring.active, newer[2:4]) == ("k2", b"k2")
    assert ring.open(older, b"here") == ring.open(newer, b"here") == b"text"
    secrets.write(path, secrets.without_key(secrets.read(path), "k1"))
    with pytest.raises(UnknownKey):
        ring.open(older, b"here")
    with pytest.raises(ValueError, match="active key"):
        secrets.without_key(secrets.read(path), "k2")


CHECK = """
from django.core.checks import run_checks
from django.db import connection
if connection.vendor == "sqlite":
    connection.settings_dict["OPTIONS"]["init_command"] = "{pragma}"
for problem in run_checks(tags=["database"], databases=["default"]):
    print(problem.id, problem.msg)
"""


def test_settings_that_could_lose_what_was_acknowledged_are_named(installation: Installation) -> None:
    """The throw-away cluster of the tests runs without syncing, so there the check has something to say."""
    found = installation.python(CHECK.format(pragma="PRAGMA synchronous=NORMAL"))
    if not installation.database_url:
        assert "pulang.recovery.E001 SQLite runs without synchronous=FULL" in found
        return
    settings = dict(installation.rows("SELECT name, setting FROM pg_settings"))
    off = [name for name in checks.POSTGRESQL if settings[name] == "off"]
    assert [line.split()[4] for line in found.splitlines() if "pulang.recovery" in line] == off


def test_what_was_acknowledged_is_on_the_disk(installation: Installation) -> None:
    """The settings of a running process, asked of the database itself."""
    if installation.database_url:
        return
    asked = installation.python(
        "from django.db import connection\n"
        "with connection.cursor() as c:\n"
        "    for name in ('journal_mode', 'synchronous', 'secure_delete', 'recursive_triggers'):\n"
        "        c.execute(f'PRAGMA {name}'); print(c.fetchone()[0])"
    )
    assert asked.split() == ["wal", "2", "1", "1"]


ERASE = """
from pathlib import Path
from uuid import uuid4
from django.conf import settings
from django.db import connection
from pulang.foundation.events import keys
log = Path(f"{settings.DATABASES['default']['NAME']}-wal")
subject = uuid4()
keys.seal(subject, b"a name", context=b"")
print(log.stat().st_size > 0, end=" ")
keys.destroy(subject)
print(log.stat().st_size)
"""


def test_what_was_erased_does_not_stay_in_the_log_of_an_open_connection(installation: Installation) -> None:
    if not installation.database_url:
        assert installation.python(ERASE).split() == ["True", "0"]
