"""Action plans by program: the same rules as on the pages, one version at a time, and nothing beyond the label."""

from typing import Any

import pytest
from django.conf import settings
from tests.web.operations import OUTCOME, PLAN
from tests.web.programs import Program, program
from tests.worlds import World

from pulang.common.followup.models import ActionPlan
from pulang.common.marking.models import AudienceOrganisation, AudiencePerson, Marking
from pulang.foundation.events.models import Event
from pulang.kernel.tlp import Label

WRITER = {"forum": "corrections", "service": "officer"}[settings.PULANG_PLANE]
OUTSIDERS = {"forum": ["outsider", "stranger", "admin"], "service": ["other-governor", "stranger", "admin"]}
BODY = {**PLAN, "host": "mto"}


@pytest.fixture
def writer(world: World) -> Program:
    return program(world, WRITER)


@pytest.fixture
def made(writer: Program) -> Any:
    return writer.post("plans", BODY)


def test_a_plan_is_recorded_and_read(writer: Program, made: Any) -> None:
    assert (made.status_code, made["Location"]) == (201, made.json()["address"])
    plan = writer.get(made["Location"])
    assert (plan.json()["title"], plan.json()["host"]["id"]) == ("Sent", "mto")
    assert [one["id"] for one in plan.json()["provisions"]] == PLAN["provisions"]
    assert plan["ETag"] == made["ETag"]
    assert writer.get("plans").json()["items"][0]["id"] == made.json()["id"]
    assert Event.objects.filter(verb="plan.recorded").exists()


def test_every_answer_states_label_and_audience(world: World, writer: Program, made: Any) -> None:
    plan = writer.get(made["Location"])
    audience = {f"organisation:{world.places[key].pk}" for key in ("mto", "kilima")}
    assert plan.json()["marking"]["label"] == plan["Pulang-Label"] == "TLP:AMBER+STRICT"
    assert set(plan.json()["marking"]["audience"]) == audience
    assert writer.get("plans").json()["label"] == "TLP:AMBER+STRICT"


@pytest.mark.parametrize("who", OUTSIDERS[settings.PULANG_PLANE])
def test_an_outsider_is_told_what_somebody_is_told_who_asks_for_nothing_at_all(
    world: World, made: Any, who: str
) -> None:
    outsider = program(world, who)
    there, nowhere = outsider.get(made["Location"]), outsider.get(f"plans/{world.people[who].pk}")
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert {**there.json(), "instance": ""} == {**nowhere.json(), "instance": ""}
    assert outsider.put(made["Location"], PLAN, made["ETag"]).status_code == 404
    listed = outsider.get("plans")
    assert listed.status_code == 404 or listed.json()["count"] == 0


def test_what_is_above_the_ceiling_does_not_leave(writer: Program, made: Any) -> None:
    Marking.objects.update(label=Label.RED.value)
    for audience in (AudienceOrganisation, AudiencePerson):
        audience.objects.all().delete()
    assert writer.get(made["Location"]).status_code == 404
    assert writer.get("plans").json()["items"] == []


def test_the_etag_is_what_the_form_of_the_page_carries(world: World, made: Any) -> None:
    page = world.client(WRITER).get(f"/plans/{made.json()['id']}/change/")
    assert f'"{page.context["form"].initial["seen"]}"' == made["ETag"]


def test_whoever_comes_second_overwrites_nothing(writer: Program, made: Any) -> None:
    where, first = made["Location"], {**PLAN, "title": "First"}
    changed = writer.put(where, first, made["ETag"])
    assert changed.status_code == 200
    late = writer.put(where, {**PLAN, "title": "Second"}, made["ETag"])
    assert (late.status_code, late["ETag"]) == (412, changed["ETag"])
    assert ActionPlan.objects.get().title == "First"
    assert writer.put(where, {**PLAN, "title": "Second"}, late["ETag"]).status_code == 200


def test_a_version_that_came_compressed_counts_as_well(writer: Program, made: Any) -> None:
    packed = writer.get(made["Location"], **{"Accept-Encoding": "gzip"})
    assert packed["ETag"] == f"W/{made['ETag']}"
    assert writer.put(made["Location"], PLAN, packed["ETag"]).status_code == 200


@pytest.mark.parametrize("versions", [{}, {"If-Match": "*"}, {"If-None-Match": "*"}])
def test_a_change_says_which_version_it_means(writer: Program, made: Any, versions: dict[str, str]) -> None:
    assert writer.send("PUT", made["Location"], PLAN, **versions).status_code == 428


def test_a_result_is_new_once_and_then_has_versions(writer: Program, made: Any) -> None:
    where = f"{made['Location']}/outcome"
    assert writer.get(where).status_code == 404
    assert writer.put(where, OUTCOME, '"0"').status_code == 412
    first = writer.put(where, OUTCOME)
    assert (first.status_code, first["ETag"]) == (200, writer.get(where)["ETag"])
    assert writer.put(where, OUTCOME).status_code == 412
    assert writer.put(where, {**OUTCOME, "lesson": "Another"}, first["ETag"]).status_code == 200
    assert writer.get(where).json()["lesson"] == "Another"


@pytest.mark.parametrize(
    ("field", "value", "pointer"),
    [
        ("title", "", "/title"),
        ("title", "x" * 201, "/title"),
        ("title", "with\x00nothing", "/title"),
        ("first_step_on", 0, "/first_step_on"),
        ("first_step_on", "27.03.2027", "/first_step_on"),
        ("language", "xx", "/language"),
        ("provisions", [], "/provisions"),
        ("provisions", ["rome-memorandum/family", "rome-memorandum/none"], "/provisions/1"),
        ("host", "wadi", "/host"),
        ("owner", "00000000-0000-0000-0000-000000000000", "/owner"),
    ],
)
def test_what_the_form_would_not_take_is_not_taken(writer: Program, field: str, value: object, pointer: str) -> None:
    answer = writer.post("plans", {**BODY, field: value})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert not ActionPlan.objects.exists()


def test_a_result_is_not_seen_before_its_day(writer: Program, made: Any) -> None:
    answer = writer.put(f"{made['Location']}/outcome", {**OUTCOME, "seen_on": "2999-01-01"})
    assert answer.json()["errors"][0]["pointer"] == "/seen_on"


@pytest.mark.plane("forum")
def test_a_mentor_is_chosen_and_then_reads(world: World, writer: Program, made: Any) -> None:
    mentor, where = program(world, "mentor"), made["Location"]
    assert mentor.get(where).status_code == 404
    version = writer.get(f"{where}/mentor")["ETag"]
    chosen = writer.put(f"{where}/mentor", {"mentor": str(world.people["mentor"].pk)}, version)
    assert chosen.status_code == 200
    assert mentor.get(where).json()["mentor"]["name"] == "Mentor"
    wrong = writer.put(f"{where}/mentor", {"mentor": str(world.people["policy"].pk)}, chosen["ETag"])
    assert wrong.json()["errors"][0]["pointer"] == "/mentor"
