"""`pulang check --deploy` finds in a real installation what it is meant to find."""

import os
import sqlite3
from pathlib import Path

import psycopg
import pytest
from tests.recovery.conftest import Make
from tests.recovery.installations import Installation

# The throw-away server of the tests is fast and unsafe, and its role may do everything.
OF_TEST_SERVER = {"fsync off", "full_page_writes off", "synchronous_commit off", "is a superuser"}


@pytest.fixture
def sound(empty_place: Make, tmp_path: Path) -> tuple[Installation, dict[str, str]]:
    """A real installation as the documents say, with its settings."""
    made = empty_place()
    key = tmp_path / "safe" / "backup.key"
    key.parent.mkdir()
    settings = {
        "PULANG_DEMONSTRATION": "false",
        "PULANG_HOSTS": "pulang.example",
        "PULANG_HTTPS": "true",
        "PULANG_TRUSTED_PROXIES": "127.0.0.1",
        "PULANG_BACKUP_KEY": str(key),
    }
    for command in (
        ["migrate"],
        ["keys", "make", str(key), "--for", "backup"],
        ["backup", str(tmp_path / "first.backup")],
        ["run-due"],
    ):
        done = made.call(*command, **settings)
        assert done.returncode == 0, done.stderr
    return made, settings


def refusals(installation: Installation, **settings: str) -> list[str]:
    done = installation.call("check", "--deploy", **settings)
    found = [line.partition("refused: ")[2] for line in done.stdout.splitlines() if "refused: " in line]
    assert done.returncode == (1 if found else 0), done.stdout + done.stderr
    return found


def beyond_the_test_server(found: list[str]) -> list[str]:
    return [line for line in found if not any(words in line for words in OF_TEST_SERVER)]


def test_a_sound_installation_passes(sound: tuple[Installation, dict[str, str]]) -> None:
    made, settings = sound
    found = refusals(made, **settings)
    assert beyond_the_test_server(found) == []
    assert len(found) == (len(OF_TEST_SERVER) if made.database_url else 0)


def test_what_was_changed_on_it_is_found(sound: tuple[Installation, dict[str, str]]) -> None:
    made, settings = sound
    os.chmod(made.plane_folder / "keys.json", 0o644)
    for folder in made.plane_folder.resolve().parents:
        if folder.stat().st_uid == os.geteuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o011)
    made.plane_folder.chmod(0o755)
    (made.plane_folder / "old.keys").write_bytes(b"")
    drop_a_trigger(made)
    changed = {**settings, "PULANG_HOSTS": "*", "PULANG_TRUSTED_PROXIES": "", "PULANG_LOGS": "plain"}
    found = beyond_the_test_server(refusals(made, **changed))
    wanted = ("keys.json", "old.keys", "events_no_delete missing", "Any host name", "No proxy", "Plain log lines")
    assert [words for words in wanted if not any(words in line for line in found)] == []


def drop_a_trigger(made: Installation) -> None:
    if made.database_url:
        with psycopg.connect(made.database_url, autocommit=True) as connection:
            connection.execute("DROP TRIGGER events_no_delete ON events_event")
        return
    connection = sqlite3.connect(made.database)
    connection.execute("DROP TRIGGER events_no_delete")
    connection.commit()
    connection.close()


def test_a_demonstration_is_refused(installation: Installation) -> None:
    found = refusals(installation)
    assert "This is a demonstration: everybody knows its passwords." in found[0]
    assert any("HTTPS is off" in line for line in found)


def test_a_place_without_any_backup_is_refused(empty_place: Make) -> None:
    made = empty_place()
    assert made.call("migrate", PULANG_DEMONSTRATION="false").returncode == 0
    assert any("No backup was ever made" in line for line in refusals(made, PULANG_DEMONSTRATION="false"))


def test_a_place_that_is_not_prepared_is_told_to_migrate(empty_place: Make) -> None:
    assert any("Run pulang migrate." in line for line in refusals(empty_place(), PULANG_DEMONSTRATION="false"))
