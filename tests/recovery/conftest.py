"""Installations of the plane under test, on the engine under test, each with a demonstration world of its own."""

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from tests.recovery.installations import Installation

Make = Callable[[], Installation]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Databases:
    """Databases on the server under test; on the embedded engine there are none to make."""

    def __init__(self) -> None:
        url = os.environ.get("PULANG_DATABASE_URL", "")
        self.server = url.rpartition("/")[0]
        self.prefix = f"recovery_{settings.PULANG_PLANE}_{os.getpid()}"
        self._number = 0

    def make(self, template: str = "template0") -> str:
        """A new database; its address."""
        if not self.server:
            return ""
        self._number += 1
        name = f"{self.prefix}_{self._number}"
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{template.rpartition("/")[2]}"')
        return f"{self.server}/{name}"

    def run(self, sql: str) -> None:
        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as connection:
            connection.execute(sql)


@pytest.fixture(scope="session")
def databases() -> Databases:
    return Databases()


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Installation:
    """A demonstration that no test changes; tests get copies."""
    folder = tmp_path_factory.mktemp("untouched")
    made = Installation(settings.PULANG_PLANE, folder, free_port(), databases.make())
    done = made.call("demo")
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture
def empty_place(tmp_path: Path, databases: Databases) -> Make:
    """Makes places without anything in them."""
    number = iter(range(100))
    return lambda: Installation(
        settings.PULANG_PLANE, tmp_path / f"place-{next(number)}", free_port(), databases.make()
    )


@pytest.fixture
def installation(untouched: Installation, tmp_path: Path, databases: Databases) -> Installation:
    """A copy of the demonstration for one test."""
    folder = tmp_path / "installation"
    shutil.copytree(untouched.folder, folder)
    url = databases.make(untouched.database_url) if untouched.database_url else ""
    return Installation(untouched.plane, folder, free_port(), url)
