"""The machine on which figures are taken, and whether it is quiet enough for them."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

BUSY = 0.5


def described() -> dict[str, Any]:
    """Processor, memory, versions and load, for the table and for every JSON line."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "processor": _processor(),
        "processors": os.cpu_count(),
        "memory GB": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "system": f"{platform.system()} {platform.release().partition('-')[0]}",
        "Python": platform.python_version(),
        "Django": version("Django"),
        "granian": version("granian"),
        "SQLite": _sqlite(),
        "PostgreSQL": _postgresql(),
        "commit": _commit(),
        "load before": round(load(), 2),
    }


def load() -> float:
    """Processes that wanted a processor during the last minute, on average."""
    return os.getloadavg()[0]


def too_busy() -> str:
    """Why figures taken now would say little; empty when the machine is quiet."""
    if load() <= BUSY:
        return ""
    return f"The load is {load():.2f}: others are at work on this machine, so times are longer than they need be."


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _sqlite() -> str:
    from pulang.web.database import prefer_bundled_sqlite

    prefer_bundled_sqlite()
    import sqlite3

    return str(sqlite3.sqlite_version)


def _postgresql() -> str:
    found = sorted(Path("/usr/lib/postgresql").glob("*"), key=lambda path: int(path.name))
    return found[-1].name if found else "none"


def _commit() -> str:
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent,
    )
    return done.stdout.strip()
