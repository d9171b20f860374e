"""Database policy: sound, durable, and honest about which library it runs on."""

import pytest
from django.conf import settings
from django.db import connection

from pulang.web import database

pytestmark = pytest.mark.django_db


def pragma(name: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


def test_the_embedded_engine_forgets_what_is_deleted_and_syncs_what_is_kept() -> None:
    if connection.vendor != "sqlite":
        assert settings.DATABASES["default"]["CONN_HEALTH_CHECKS"]
        return
    assert pragma("secure_delete") == 1
    assert pragma("synchronous") == 2
    assert pragma("foreign_keys") == 1
    assert settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_write_ahead_logging_only_where_the_library_is_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    assert database.journal_mode() == "TRUNCATE"
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 51, 3))
    assert database.journal_mode() == "WAL"


def test_an_address_with_escaped_characters_is_understood() -> None:
    found = database.databases("postgresql://us%40er:p%2Fw@db.example:5433/name", settings.PULANG_FOLDER)["default"]
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "us@er", "p/w", "db.example", "5433", "name",
    )  # fmt: skip
