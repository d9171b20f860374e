"""A served demonstration of the plane under test, and the programs of several of its people."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from tests.api_live.people import People
from tests.recovery.installations import Databases, Installation, free_port, server_under_test, serving

WITHOUT_END = "1000000"


class Generous(Installation):
    """An installation whose tokens may call as often as a test wants."""

    @property
    def environment(self) -> dict[str, str]:
        return {**super().environment, "PULANG_API_PER_MINUTE": WITHOUT_END}


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A demonstration that this run may change as it likes."""
    databases = Databases(server_under_test(), f"api_{settings.PULANG_PLANE}")
    folder: Path = tmp_path_factory.mktemp("api")
    made = Generous(settings.PULANG_PLANE, folder, free_port(), databases.make())
    done = made.call("demo")
    assert done.returncode == 0, done.stderr
    with serving(replace(made)):
        yield made
    databases.drop(made.database_url)


@pytest.fixture(scope="session")
def people(installation: Installation) -> People:
    """Tokens that write, by sign-in name."""
    return People(installation)
