"""Database policy: which engine, how durable, and an SQLite without the WAL-reset bug (docs/adr)."""

import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

FIRST_SOUND_SQLITE = (3, 51, 3)
LONGEST_WAIT = 20  # seconds for a lock, on either engine; then the page of a fault says so
# Seconds for which a thread keeps its connection: opening one costs more than a simple page does, also on a file,
# whose pages and statements it knows by then.
KEPT_OPEN = 60
# Statements that a connection to SQLite keeps compiled: those of people with other roles differ, so the 128 that the
# driver keeps by itself are not enough for many people at once.
STATEMENTS_KEPT = 1000
# How PostgreSQL plans. The database lies in memory or on a disk that need not turn: a row by its index costs little
# more than the next one. Compiling a plan to machine code takes longer than any query here runs. Of a statement that is
# kept (``foundation/planned.py``) only ids, days and places in a list change: one plan serves them all.
PLANNING = "-c random_page_cost=1.1 -c jit=off -c plan_cache_mode=force_generic_plan"


def prefer_bundled_sqlite() -> None:
    """Put the newer bundled SQLite in the place of the system's, before Django imports it; elsewhere do nothing."""
    try:
        import pysqlite3
    except ImportError:
        return
    sys.modules["sqlite3"] = pysqlite3


def journal_mode() -> str:
    """WAL where the library is sound, else the slower mode that the bug does not touch."""
    import sqlite3

    return "WAL" if sqlite3.sqlite_version_info >= FIRST_SOUND_SQLITE else "TRUNCATE"


def databases(url: str, folder: Path) -> dict[str, dict[str, Any]]:
    """Django's ``DATABASES`` for an address, or for the embedded file when there is none."""
    return {"default": _postgresql(url) if url else _sqlite(folder / "pulang.sqlite3")}


def _sqlite(path: Path) -> dict[str, Any]:
    path.parent.mkdir(parents=True, exist_ok=True)
    pragmas = (
        f"PRAGMA journal_mode={journal_mode()}; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
        "PRAGMA recursive_triggers=ON;"
    )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": KEPT_OPEN,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": LONGEST_WAIT,
            "init_command": pragmas,
            "cached_statements": STATEMENTS_KEPT,
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": KEPT_OPEN,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": f"-c lock_timeout={LONGEST_WAIT}s {PLANNING}"},
    }
