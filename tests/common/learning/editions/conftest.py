"""People who tailor, approve and read editions, and an edition of the small course, on the plane of the tests."""

from dataclasses import dataclass

import pytest
from django.conf import settings
from tests.common.learning.editions.making import ROUNDS
from tests.worlds import World

from pulang.common.learning.actions.editions import (
    Draft,
    add_operation,
    approve_for_curriculum,
    approve_for_host,
    make_edition,
    release_edition,
    submit_edition,
)
from pulang.common.learning.models import CourseVersion, EditionOperation, EditionVersion
from pulang.common.learning.rules.editions.operations import Kind
from pulang.web.demo import building


@dataclass(frozen=True)
class Workers:
    """Who writes an edition, who approves it for the host and for the curriculum, and who is of another country."""

    writer: str
    host: str
    lead: str
    outsider: str


FORUM = Workers("trainer", "corrections", "curriculum", "outside-corrections")
SERVICE = Workers("academy", "governor", "training", "stranger")


@pytest.fixture
def workers(world: World) -> Workers:
    if settings.PULANG_PLANE == "forum":
        return FORUM
    academy = building.person("academy", "Academy", world.places["kilima-academy"], "training-officer")
    world.people["academy"] = academy
    return SERVICE


def adapting(text: str = "Read this aloud.", **changes: object) -> Draft:
    """What participants of the first session read, in other words."""
    content = {"heading": "For participants", "text": text}
    given = {"place": ROUNDS, "name": "participants", "language": "en", "content": content, **changes}
    return Draft(kind=Kind.ADAPT, reason="Some do not read well.", **given)  # type: ignore[arg-type]


@pytest.fixture
def edition(world: World, workers: Workers, released: CourseVersion) -> EditionVersion:
    """A draft for the service, without any change."""
    return make_edition(
        by=world.viewer(workers.writer), base=released, organisation=world.places["kilima-corrections"], key="kilima"
    )


@pytest.fixture
def adapted(world: World, workers: Workers, edition: EditionVersion) -> EditionOperation:
    """Its first change."""
    return add_operation(by=world.viewer(workers.writer), version=edition, draft=adapting())


def now(row: EditionVersion) -> EditionVersion:
    """The version as it stands now."""
    return EditionVersion.objects.select_related("edition__organisation", "base__course", "marking").get(pk=row.pk)


def released_edition(world: World, workers: Workers, row: EditionVersion) -> EditionVersion:
    """The version through all steps."""
    submit_edition(by=world.viewer(workers.writer), version=now(row))
    approve_for_host(by=world.viewer(workers.host), version=now(row))
    approve_for_curriculum(by=world.viewer(workers.lead), version=now(row))
    release_edition(by=world.viewer(workers.lead), version=now(row))
    return now(row)
