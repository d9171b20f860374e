"""An engagement request by programs, from the first draft to the action plan, each step by whose it is."""

from typing import Any

import pytest
from tests.web.operations import PLAN, REQUEST
from tests.web.programs import Program, program
from tests.worlds import World

from pulang.forum.engagements.models import EngagementRequest
from pulang.foundation.events.models import Event

BODY = {**REQUEST, "provisions": ["rome-memorandum/family"]}
ANSWER = {"outcome": "accept", "language": "en", "text": "Yes, in spring."}


@pytest.fixture
def drafter(world: World) -> Program:
    return program(world, "corrections")


@pytest.fixture
def draft(drafter: Program) -> str:
    made = drafter.post("requests", BODY)
    assert made.status_code == 201
    return str(made["Location"])


def stage(asking: Program, where: str) -> str:
    return str(asking.get(where).json()["stage"]["slug"])


def step(asking: Program, where: str, name: str, **body: str) -> int:
    return int(asking.post(f"{where}/{name}", body).status_code)


def submitted(drafter: Program, draft: str) -> str:
    assert step(drafter, draft, "submit") == 200
    return draft


def test_the_whole_way(world: World, drafter: Program, draft: str) -> None:
    policy, desk = program(world, "policy"), program(world, "desk")
    chairs = [program(world, who) for who in ("chair-nordhav", "chair-sungai")]
    assert step(drafter, draft, "submit") == 200
    assert step(policy, draft, "endorse") == 200
    assert desk.put(f"{draft}/answer", ANSWER).status_code == 200
    assert step(desk, draft, "send") == 200
    assert [step(chair, draft, "clear") for chair in chairs] == [200, 200]
    request = drafter.get(draft).json()
    assert (request["stage"]["slug"], request["content"]["answers"][0]["text"]) == ("accepted", ANSWER["text"])
    plan = drafter.post(f"plans/from/request/{request['id']}", PLAN)
    assert plan.status_code == 201
    assert drafter.get(draft).json()["content"]["plans"] == [{"id": plan.json()["id"], "has_result": False}]
    verbs = list(Event.objects.filter(verb__startswith="request.").order_by("position").values_list("verb", flat=True))
    assert verbs == ["request.drafted", "request.submitted", "request.endorsed"]


def test_other_members_learn_the_stage_and_no_word(world: World, drafter: Program, draft: str) -> None:
    outsider = program(world, "outsider")
    assert outsider.get(draft).status_code == 404
    submitted(drafter, draft)
    step(program(world, "policy"), draft, "endorse")
    told = outsider.get(draft).json()
    assert (told["full"], told["title"], told["content"]) == (False, None, None)
    assert (told["stage"]["slug"], told["marking"]["label"]) == ("with-working-group", "TLP:GREEN")
    assert outsider.get("requests").json()["items"] == [{key: value for key, value in told.items() if key != "content"}]


def test_an_answer_is_inside_until_it_is_given(world: World, drafter: Program, draft: str) -> None:
    desk = program(world, "desk")
    step(drafter, draft, "submit")
    step(program(world, "policy"), draft, "endorse")
    made = desk.put(f"{draft}/answer", ANSWER)
    assert desk.put(f"{draft}/answer", {**ANSWER, "text": "Later."}).status_code == 412
    assert desk.put(f"{draft}/answer", {**ANSWER, "text": "Later."}, made["ETag"]).status_code == 200
    assert program(world, "chair-sungai").get(f"{draft}/answer").json()["text"] == "Later."
    assert drafter.get(f"{draft}/answer").status_code == 404
    assert "Later." not in drafter.get(draft).content.decode()


def test_who_may_see_but_not_do_gets_a_sentence_and_who_may_not_see_gets_nothing(
    world: World, drafter: Program, draft: str
) -> None:
    submitted(drafter, draft)
    assert step(drafter, draft, "endorse") == 404  # no role of this person endorses anything
    world.people["corrections"].memberships.create(
        organisation=world.places["qasr-mfa"],
        role="policy-focal-point",
        starts_on="2020-01-01",
        granted_at="2020-01-01T00:00Z",
    )
    answer = drafter.post(f"{draft}/endorse")
    assert (answer.status_code, answer.json()["type"].rpartition("#")[2]) == (403, "refused")


def test_a_step_that_comes_too_late_is_a_conflict_with_its_reason(world: World, drafter: Program, draft: str) -> None:
    submitted(drafter, draft)
    again = drafter.post(f"{draft}/submit")
    assert again.status_code == 409
    assert "no longer possible" in again.json()["detail"]
    assert stage(drafter, draft) == "to-endorse"


def test_what_is_missing_is_named(drafter: Program) -> None:
    where = drafter.post("requests", REQUEST)["Location"]
    answer = drafter.post(f"{where}/submit")
    assert answer.status_code == 409
    assert "at least one good practice" in answer.json()["detail"]


def test_a_draft_is_changed_one_version_at_a_time(world: World, drafter: Program, draft: str) -> None:
    version = drafter.get(draft)["ETag"]
    browser = world.client("corrections")
    browser.post(f"{draft.replace('/api/v1/requests', '/cve-p')}/need/", {"problem": "By hand", "help_wanted": "H"})
    late = drafter.put(draft, {**BODY, "title": "By program"}, version)
    assert late.status_code == 412
    assert EngagementRequest.objects.get().problem == "By hand"
    assert drafter.put(draft, {**BODY, "title": "By program"}, late["ETag"]).status_code == 200
    assert EngagementRequest.objects.get().title == "By program"


def test_returning_and_withdrawing_need_a_reason(world: World, drafter: Program, draft: str) -> None:
    policy = program(world, "policy")
    submitted(drafter, draft)
    assert step(policy, draft, "return") == 422
    assert step(policy, draft, "return", reason="Say how often.") == 200
    assert drafter.get(draft).json()["content"]["said"][-1]["text"] == "Say how often."
    assert step(drafter, draft, "withdraw", reason="Settled.") == 200
    assert stage(drafter, draft) == "withdrawn"


def test_letting_more_people_read_is_no_operation(world: World, draft: str) -> None:
    assert program(world, "policy").post(f"{draft}/release", {"reason": "It helps."}).status_code == 404


def test_the_public_record_is_read(world: World, drafter: Program) -> None:
    from pulang.web.demo.forum import bring_public_record

    bring_public_record()
    entry: Any = drafter.get("record/cve-p-kenya").json()
    assert entry["marking"]["label"] == "TLP:CLEAR"
    assert entry["claims"]
    assert drafter.get("record?kind=engagement&limit=1").json()["count"] > 1


def test_working_groups_are_read(world: World, drafter: Program) -> None:
    body = drafter.get("bodies").json()["items"][0]
    assert (body["key"], body["seats"][0]["kind"]) == ("group", "co-chair")
