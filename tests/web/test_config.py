"""Settings: typed, from the environment or one file, and a wrong one is named with what is allowed."""

from pathlib import Path

import pytest

from pulang.web import config, secrets


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("DATA", "DATABASE_URL", "DEMONSTRATION", "HOSTS", "HTTPS", "IDLE_MINUTES", "PLANE", "CONFIG"):
        monkeypatch.delenv(f"PULANG_{name}", raising=False)
    monkeypatch.chdir(tmp_path)


def test_everything_has_a_sound_default() -> None:
    found = config.load()
    assert (found.plane, found.demonstration, found.database_url, found.hosts) == ("forum", False, "", "localhost")


def test_one_file_sets_what_the_environment_does_not(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "my.env").write_text("PULANG_HOSTS=a.example\nPULANG_IDLE_MINUTES=15\n")
    monkeypatch.setenv("PULANG_CONFIG", "my.env")
    monkeypatch.setenv("PULANG_IDLE_MINUTES", "30")
    found = config.load()
    assert (found.hosts, found.idle_minutes) == ("a.example", 30)


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("PLANE", "moon", "forum or service"),
        ("DATABASE_URL", "mysql://x", "empty for the embedded SQLite, or postgresql://user:password@host:port/name"),
        ("DEMONSTRATION", "perhaps", "true or false"),
        ("IDLE_MINUTES", "9999", "0 for the plane's own, or 1 to 720"),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_allowed(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, allowed: str
) -> None:
    monkeypatch.setenv(f"PULANG_{name}", value)
    with pytest.raises(config.WrongSettings, match=f"PULANG_{name} is '{value}'; allowed: ") as wrong:
        config.load()
    assert allowed in str(wrong.value)


def test_several_wrong_settings_are_all_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULANG_HTTPS", "x")
    monkeypatch.setenv("PULANG_IDLE_MINUTES", "x")
    with pytest.raises(config.WrongSettings) as wrong:
        config.load()
    assert len(str(wrong.value).splitlines()) == 2


def test_keys_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    first = secrets.load(tmp_path / "forum")
    again = secrets.load(tmp_path / "forum")
    assert first[0] == again[0]
    assert again[1].open(first[1].seal(b"text", b"row"), b"row") == b"text"
    assert (tmp_path / "forum" / secrets.FILE).stat().st_mode & 0o077 == 0
