"""What all tests share: the plane they run on, a quiet static storage, and a small world made through real actions."""

import os
import tempfile
from collections.abc import Iterator
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
    """Leave out single tests of what only the other plane has."""
    from django.conf import settings

    away = [
        item for item in items if (mark := item.get_closest_marker("plane")) and mark.args != (settings.PULANG_PLANE,)
    ]
    config.hook.pytest_deselected(items=away)
    items[:] = [item for item in items if item not in away]


@pytest.fixture(scope="module")
def module_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator["World"]:
    """The world, built once for a module in a transaction that is rolled back at its end."""
    from tests.worlds import build

    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def world(module_world: "World", db: None) -> "World":
    """Two countries with their people, the framework documents, and (forum) a working group; each test has its own."""
    return deepcopy(module_world)
