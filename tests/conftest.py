"""What all tests share: the plane they run on, a quiet static storage, and a small world made through real actions."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("PULANG_DATA", tempfile.mkdtemp(prefix="pulang-test-"))
os.environ.setdefault("PULANG_DEMONSTRATION", "true")

import hypothesis
import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

if TYPE_CHECKING:
    from tests.worlds import World

HERE = Path(__file__).parent
# All of it runs on SQLite; what is repeated on PostgreSQL takes fewer examples, and a third of the people each time.
REPEATED = bool(os.environ.get("PULANG_REPEATED"))
# Time is measured in bench/: a busy machine fails nothing.
hypothesis.settings.register_profile("once", deadline=None)
hypothesis.settings.register_profile("repeated", deadline=None, max_examples=25)


def pytest_configure(config: pytest.Config) -> None:
    """A demonstration with its languages, however the tests are started; plain static files, none was collected."""
    from django.conf import settings

    from pulang.web import catalogues

    catalogues.compile_all()
    hypothesis.settings.load_profile("repeated" if REPEATED else "once")

    settings.PULANG_DEMONSTRATION = True
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.ALLOWED_HOSTS = ["*"]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out the tests of apps that this plane does not install."""
    from django.conf import settings

    plane = settings.PULANG_PLANE
    parts = collection_path.relative_to(HERE).parts if collection_path.is_relative_to(HERE) else ()
    other = {"forum": "service", "service": "forum"}[plane]
    if other in parts:
        return True
    is_app = len(parts) >= 2 and parts[0] in {"common", "forum", "service"} and (HERE / parts[0] / parts[1]).is_dir()
    if is_app and f"pulang.{parts[0]}.{parts[1]}" not in settings.INSTALLED_APPS:
        return True
    return None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out single tests of what only the other plane has; those that ask for more of a world run later."""
    from django.conf import settings

    away = [
        item for item in items if (mark := item.get_closest_marker("plane")) and mark.args != (settings.PULANG_PLANE,)
    ]
    if REPEATED:
        away += [item for item in items if not _asks_a_database(item)]
    config.hook.pytest_deselected(items=away)
    gone = {*away}
    items[:] = sorted((item for item in items if item not in gone), key=_needs)


def _asks_a_database(item: pytest.Item) -> bool:
    """Whether another engine could change what comes of a test."""
    names = {*getattr(item, "fixturenames", ())}
    marked = any(item.get_closest_marker(mark) for mark in ("django_db", "engine"))
    return marked or bool(names & {"db", "django_db_setup"})


def _needs(item: pytest.Item) -> int:
    """How much of a world a test asks for."""
    names = getattr(item, "fixturenames", ())
    return ("world_of_all" in names) + ("full_world_of_all" in names)


@pytest.fixture(scope="session")
def world_of_all(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> "World":
    """The world, made once for all tests that ask for one: those that ask for none have run before."""
    from tests.worlds import build

    with django_db_blocker.unblock():
        return build()


@pytest.fixture(scope="session")
def full_world_of_all(world_of_all: "World", django_db_blocker: DjangoDbBlocker) -> "World":
    """The world with something of everything, made once: those that ask for the bare world have run before."""
    from tests.web.populate import populate

    full = deepcopy(world_of_all)
    with django_db_blocker.unblock():
        populate(full)
    return full


@pytest.fixture(scope="module")
def module_world(world_of_all: "World", django_db_blocker: DjangoDbBlocker) -> Iterator["World"]:
    """The world of a module: what the module adds for all its tests goes with it."""
    with django_db_blocker.unblock(), undone():
        yield deepcopy(world_of_all)


@pytest.fixture(scope="module")
def module_full_world(full_world_of_all: "World", django_db_blocker: DjangoDbBlocker) -> Iterator["World"]:
    """The world with something of everything, for a module."""
    with django_db_blocker.unblock(), undone():
        yield deepcopy(full_world_of_all)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written meanwhile is written off."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def world(module_world: "World", db: None) -> "World":
    """Two countries with their people, the framework documents, and (forum) a working group; each test has its own."""
    return deepcopy(module_world)


@pytest.fixture
def full_world(module_full_world: "World", db: None) -> "World":
    """The world with something of everything that the plane knows; each test has its own."""
    return deepcopy(module_full_world)
