"""What all tests share: the plane they run on, a quiet static storage, and a small world made through real actions."""

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("PULANG_DATA", tempfile.mkdtemp(prefix="pulang-test-"))
os.environ.setdefault("PULANG_DEMONSTRATION", "true")

import pytest

if TYPE_CHECKING:
    from tests.worlds import World

HERE = Path(__file__).parent


def pytest_configure(config: pytest.Config) -> None:
    """Plain static files: the manifest exists only where `pulang serve` runs."""
    from django.conf import settings

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


@pytest.fixture
def world(db: None) -> "World":
    """Two countries with their people, the framework documents, and (forum) a working group."""
    from tests.worlds import build

    return build()
