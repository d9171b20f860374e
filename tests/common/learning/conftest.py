"""People of both planes who have to do with courses, and a course that is brought in."""

from dataclasses import dataclass

import pytest
from django.conf import settings
from tests.common.learning.packs import pack
from tests.worlds import World

from pulang.common.learning.actions import ImportReport, import_course, release_version, sign_version
from pulang.common.learning.models import CourseVersion
from pulang.kernel.tlp import Label

KEEPER = {"forum": "curriculum", "service": "training"}
READER = {"forum": "policy", "service": "officer"}
TEACHER = {"forum": "trainer", "service": "training"}


@dataclass(frozen=True)
class Cast:
    """Who keeps courses, who merely reads them, and who teaches, on the plane of the tests."""

    keeper: str
    reader: str
    teacher: str


@pytest.fixture
def cast() -> Cast:
    plane = settings.PULANG_PLANE
    return Cast(KEEPER[plane], READER[plane], TEACHER[plane])


def brought_in(world: World, keeper: str, changes: dict[str, str | None] | None = None) -> ImportReport:
    """A pack as it was brought in by whoever keeps the courses."""
    return import_course(by=world.viewer(keeper), files=pack(changes), label=Label.GREEN)


@pytest.fixture
def draft(world: World, cast: Cast) -> CourseVersion:
    report = brought_in(world, cast.keeper)
    assert report.version is not None, report.checked.problems
    return report.version


@pytest.fixture
def released(world: World, cast: Cast, draft: CourseVersion) -> CourseVersion:
    sign_version(by=world.viewer("rights"), version=draft)
    release_version(by=world.viewer(cast.keeper), version=draft)
    return draft
