"""People of both planes who have to do with courses, and a course that is brought in."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.conf import settings
from tests.common.learning.packs import pack
from tests.worlds import World

from pulang.common.accounts.models import Contact, User
from pulang.common.learning.actions import (
    DeliveryDetails,
    ImportReport,
    assign_trainer,
    import_course,
    plan_delivery,
    release_version,
    sign_version,
)
from pulang.common.learning.models import CourseVersion, Delivery, TrainerCertification, TrainerPart
from pulang.common.learning.rules.trainers import Level, last_day
from pulang.kernel import clock
from pulang.kernel.tlp import Label
from pulang.web.demo.building import contact

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
def changes() -> dict[str, str | None] | None:
    """What the pack of the tests has in other words."""
    return None


@pytest.fixture
def draft(world: World, cast: Cast, changes: dict[str, str | None] | None) -> CourseVersion:
    report = brought_in(world, cast.keeper, changes)
    assert report.version is not None, report.checked.problems
    return report.version


@pytest.fixture
def released(world: World, cast: Cast, draft: CourseVersion) -> CourseVersion:
    sign_version(by=world.viewer("rights"), version=draft)
    release_version(by=world.viewer(cast.keeper), version=draft)
    return draft


# Who plans a delivery, nominates for it, adds people, teaches it, and has a role beside it, on either plane.
HELD = {
    "forum": ("host", "corrections", "corrections", "trainer", "observer"),
    "service": ("training", "governor", "training", "officer", "colleague"),
}


def certified(by: User, teacher: Contact, delivery: Delivery, level: Level = Level.MASTER) -> TrainerCertification:
    """Somebody certified to teach what the delivery teaches, from today on."""
    return TrainerCertification.objects.create(
        contact=teacher,
        course=delivery.course_version.course,
        level=level.value,
        starts_on=clock.today(),
        until=last_day(level, clock.today()),
        given_at=clock.now(),
        given_by=by,
        waived="Certified before this register began.",
    )


@dataclass
class Held:
    """A delivery at the prison in two weeks, with two places, its trainer, and three officers without an account."""

    delivery: Delivery
    planner: str
    nominator: str
    adder: str
    trainer: str
    bystander: str
    officers: list[Contact]


@pytest.fixture
def held(world: World, released: CourseVersion) -> Held:
    planner, nominator, adder, trainer, bystander = HELD[settings.PULANG_PLANE]
    first = clock.today() + timedelta(days=14)
    details = DeliveryDetails(first, first + timedelta(days=1), 2, "en", venue_text="Room 1")
    delivery = plan_delivery(
        by=world.viewer(planner), version=released, cut="", organisation=world.places["mto"], details=details
    )
    teacher = world.people[trainer].contact
    assert teacher is not None
    certified(world.people[planner], teacher, delivery)
    assign_trainer(by=world.viewer(planner), delivery=delivery, contact=teacher, part=TrainerPart.LEAD)
    officers = [contact(world.places["mto"], f"Officer {number}") for number in (1, 2, 3)]
    return Held(delivery, planner, nominator, adder, trainer, bystander, officers)
