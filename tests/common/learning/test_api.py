"""Courses as programs read them."""

import pytest
from tests.common.learning.conftest import Cast
from tests.web.programs import program
from tests.worlds import World

from pulang.common.learning.models import CourseVersion

pytestmark = pytest.mark.django_db
HOME = "/api/v1/courses"


def test_a_program_reads_a_course_from_the_list_to_a_session(world: World, cast: Cast, released: CourseVersion) -> None:
    client = program(world, cast.reader).client
    (found,) = client.get(HOME).json()["items"]
    assert (found["key"], found["version"], found["state"]) == ("night-duty", "1.0.0", "released")
    whole = client.get(f"{HOME}/night-duty/1.0.0").json()
    assert [module["key"] for module in whole["modules"]] == ["watching", "talking"]
    session = client.get(f"{HOME}/night-duty/1.0.0/watching/rounds").json()
    assert session["provisions"] == ["rome-memorandum/prison-officers"]
    assert session["participants"] == "Read this."
    assert "Ask who slept." not in str(session), "facilitators' notes are not for everybody"


def test_a_program_of_a_reader_finds_no_draft_and_a_stranger_s_finds_nothing(
    world: World, cast: Cast, draft: CourseVersion
) -> None:
    reader, stranger = program(world, cast.reader).client, program(world, "stranger").client
    assert reader.get(HOME).json()["items"] == []
    assert reader.get(f"{HOME}/night-duty/1.0.0").status_code == 404
    assert stranger.get(f"{HOME}/night-duty/1.0.0").status_code in (403, 404)
