"""Installations of the plane under test, on the engine under test, each with a demonstration world of its own."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from tests.recovery.installations import Databases, Installation, free_port, server_under_test

Make = Callable[[], Installation]


@pytest.fixture(scope="session")
def databases() -> Databases:
    return Databases(server_under_test(), f"recovery_{settings.PULANG_PLANE}")


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
