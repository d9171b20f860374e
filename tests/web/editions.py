"""Editions in every state that a page speaks of, made through the real actions."""

from collections.abc import Callable

from django.conf import settings
from tests.common.learning.packs import COURSE, SESSION_TEXT, pack
from tests.worlds import World

from pulang.common.learning.actions import editions as actions
from pulang.common.learning.actions import import_course, release_version, sign_version
from pulang.common.learning.models import CourseVersion, Edition, EditionVersion
from pulang.common.learning.rules.editions.operations import Kind
from pulang.kernel.tlp import Label
from pulang.web.demo import building

WRITER, HOST, LEAD = {
    "forum": ("trainer", "corrections", "curriculum"), "service": ("academy", "governor", "training"),
}[settings.PULANG_PLANE]  # fmt: skip
FLAGGED = "A new beard is a sign of danger."
# How many steps each edition has gone.
STATES = {"drafting": 0, "conflicting": 0, "flagged": 1, "for-host": 1, "for-lead": 2, "approved": 3, "finished": 4}


def editions(world: World) -> None:
    """One edition in each state; asked again, one more draft."""
    writer_there(world)
    if Edition.objects.exists():
        edition_of(world, f"more-{Edition.objects.count()}")
        return
    _newer_master(world)
    for key, steps in STATES.items():
        row = edition_of(world, key)
        for step in steps_of(world)[:steps]:
            step(EditionVersion.objects.get(pk=row.pk))
    newer = CourseVersion.objects.get(number="1.0.1")
    row = EditionVersion.objects.get(edition__key="conflicting")
    actions.take_over(by=world.viewer(WRITER), version=row, base=newer)


def writer_there(world: World) -> None:
    """On the service plane a second training officer writes."""
    if "academy" not in world.people and settings.PULANG_PLANE == "service":
        place = world.places["kilima-academy"]
        world.people["academy"] = building.person("academy", "Academy", place, "training-officer")


def edition_of(world: World, key: str) -> EditionVersion:
    base = CourseVersion.objects.select_related("course").get(number="1.0.0")
    writer = world.viewer(WRITER)
    row = actions.make_edition(by=writer, base=base, organisation=world.places["kilima-corrections"], key=key)
    text = FLAGGED if key == "flagged" else "Read this aloud."
    content = {"heading": "For participants", "text": text}
    draft = actions.Draft(Kind.ADAPT, "Some do not read well.", "watching/rounds", "participants", "en", content)
    actions.add_operation(by=writer, version=row, draft=draft)
    return row


def steps_of(world: World) -> tuple[Callable[[EditionVersion], None], ...]:
    """From draft to released."""
    writer, host, lead = (world.viewer(who) for who in (WRITER, HOST, LEAD))
    return (
        lambda row: actions.submit_edition(by=writer, version=row),
        lambda row: actions.approve_for_host(by=host, version=row),
        lambda row: actions.approve_for_curriculum(by=lead, version=row),
        lambda row: actions.release_edition(by=lead, version=row),
    )


def _newer_master(world: World) -> None:
    """A release of the master that says something else where editions do."""
    changed = SESSION_TEXT.format(title="Rounds").replace("Read this.", "Read this twice.")
    files = pack({"course.yaml": COURSE.replace("1.0.0", "1.0.1"), "modules/watching/rounds/en.md": changed})
    row = import_course(by=world.viewer(_keeper()), files=files, label=Label.GREEN).version
    assert row is not None
    sign_version(by=world.viewer("rights"), version=row)
    release_version(by=world.viewer(_keeper()), version=row)


def _keeper() -> str:
    return {"forum": "curriculum", "service": "training"}[settings.PULANG_PLANE]
