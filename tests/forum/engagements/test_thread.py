"""The whole thread through the doors that users take: asked, endorsed, answered, planned, done, learnt, released."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from tests.worlds import World

from pulang.common.followup.actions import OutcomeText, PlanText, record_outcome, release_outcome
from pulang.forum.engagements import actions, queries
from pulang.forum.engagements.actions import NotReady, RequestText, WrongState
from pulang.forum.engagements.models import EngagementRequest
from pulang.forum.engagements.rules import Outcome, State
from pulang.kernel import clock
from pulang.web.demo.building import provisions

TEXT = RequestText(
    title="Families leave worried",
    problem="One in five is visited.",
    help_wanted="A visiting day.",
    tried="",
    language="en",
)
FAMILY = "rome-memorandum/family"


def plan_text() -> PlanText:
    """A plan whose first step lies a week ahead."""
    return PlanText(
        title="Family day",
        problem="Families come rarely.",
        first_step="Clear the store.",
        first_step_on=clock.today() + timedelta(days=7),
        must_agree="The governor.",
        indicator="Visits in a month.",
        baseline="31",
        target="50",
        language="en",
    )


def drafted(world: World, who: str = "corrections", host: str = "mto") -> EngagementRequest:
    return actions.draft(by=world.viewer(who), host=world.places[host], text=TEXT, provisions=provisions(FAMILY))


def submitted(world: World) -> EngagementRequest:
    row = drafted(world)
    actions.submit(by=world.viewer("corrections"), request=row)
    return row


def endorsed(world: World) -> EngagementRequest:
    row = submitted(world)
    actions.endorse(by=world.viewer("policy"), request=row)
    return row


def sent(world: World, outcome: Outcome = Outcome.ACCEPT) -> EngagementRequest:
    row = endorsed(world)
    actions.draft_answer(by=world.viewer("desk"), request=row, outcome=outcome, text="Yes.", language="en")
    actions.send_for_clearance(by=world.viewer("desk"), request=row)
    return row


def answered(world: World, outcome: Outcome = Outcome.ACCEPT) -> EngagementRequest:
    row = sent(world, outcome)
    for chair in ("chair-nordhav", "chair-sungai"):
        actions.clear(by=world.viewer(chair), request=row)
    return row


def state(row: EngagementRequest) -> State:
    return queries.state_of(queries.with_facts(EngagementRequest.objects.filter(pk=row.pk)).get()).state


def test_a_request_goes_from_draft_to_accepted_by_the_hands_of_five(world: World) -> None:
    row = drafted(world)
    assert state(row) is State.DRAFT
    actions.submit(by=world.viewer("corrections"), request=row)
    assert state(row) is State.TO_ENDORSE
    actions.endorse(by=world.viewer("policy"), request=row)
    assert state(row) is State.WITH_SECRETARIAT
    actions.draft_answer(by=world.viewer("desk"), request=row, outcome=Outcome.ACCEPT, text="Yes.", language="en")
    actions.send_for_clearance(by=world.viewer("desk"), request=row)
    assert state(row) is State.WITH_CO_CHAIRS
    actions.clear(by=world.viewer("chair-nordhav"), request=row)
    assert state(row) is State.WITH_CO_CHAIRS
    actions.clear(by=world.viewer("chair-sungai"), request=row)
    assert state(row) is State.ACCEPTED


def test_one_co_chair_cannot_clear_for_both(world: World) -> None:
    row = sent(world)
    actions.clear(by=world.viewer("chair-nordhav"), request=row)
    with pytest.raises(PermissionDenied, match="has cleared this answer already"):
        actions.clear(by=world.viewer("chair-nordhav"), request=row)


def test_an_objection_sends_the_answer_back_and_the_country_does_not_see_it(world: World) -> None:
    row = sent(world)
    actions.object_to(by=world.viewer("chair-sungai"), request=row, reason="Say who pays.")
    assert state(row) is State.WITH_SECRETARIAT
    page = world.client("corrections").get(f"/cve-p/{row.pk}/").content.decode()
    assert "Say who pays." not in page
    assert "Say who pays." in world.client("desk").get(f"/cve-p/{row.pk}/").content.decode()


def test_a_returned_request_can_be_changed_and_submitted_again(world: World) -> None:
    row = submitted(world)
    actions.send_back(by=world.viewer("policy"), request=row, reason="How many people?")
    assert state(row) is State.RETURNED
    actions.submit(by=world.viewer("corrections"), request=row)
    assert state(row) is State.TO_ENDORSE
    assert EngagementRequest.objects.get(pk=row.pk).round == 2


def test_a_question_of_the_working_group_begins_a_new_round(world: World) -> None:
    row = answered(world, Outcome.ASK_BACK)
    assert state(row) is State.ASKED_BACK
    actions.submit(by=world.viewer("corrections"), request=row)
    assert state(row) is State.TO_ENDORSE


def test_accepted_in_principle_can_become_accepted(world: World) -> None:
    row = answered(world, Outcome.IN_PRINCIPLE)
    assert state(row) is State.IN_PRINCIPLE
    actions.draft_answer(by=world.viewer("desk"), request=row, outcome=Outcome.ACCEPT, text="Funded.", language="en")
    actions.send_for_clearance(by=world.viewer("desk"), request=row)
    for chair in ("chair-nordhav", "chair-sungai"):
        actions.clear(by=world.viewer(chair), request=row)
    assert state(row) is State.ACCEPTED


def test_an_incomplete_request_says_what_is_missing(world: World) -> None:
    empty = RequestText(title="A title", problem="", help_wanted="", tried="", language="en")
    row = actions.draft(by=world.viewer("corrections"), host=world.places["mto"], text=empty)
    with pytest.raises(NotReady, match="the problem, the help that is wanted, at least one good practice"):
        actions.submit(by=world.viewer("corrections"), request=row)


def test_a_step_that_no_longer_fits_is_refused(world: World) -> None:
    row = endorsed(world)
    with pytest.raises(WrongState):
        actions.endorse(by=world.viewer("policy"), request=row)


def test_nobody_endorses_for_another_country_and_it_seems_not_to_exist(world: World) -> None:
    row = submitted(world)
    with pytest.raises(Http404):
        actions.endorse(by=world.viewer("outsider"), request=row)


def test_a_plan_result_and_lesson_reach_the_members_only_after_release(world: World) -> None:
    row = answered(world)
    plan = actions.plan_for(by=world.viewer("host"), request=row, text=plan_text(), provisions=provisions(FAMILY))
    outcome = record_outcome(
        by=world.viewer("host"),
        plan=plan,
        text=OutcomeText(
            result="It worked.", value_reached="58", seen_on=clock.today(), lesson="Invite them early.", language="en"
        ),
    )
    url = "/practices/rome-memorandum/family/"
    before = world.client("outsider").get(url).content.decode()
    assert "Invite them early." not in before
    assert "Families leave worried" not in before
    assert "asked for help" in before
    release_outcome(by=world.viewer("policy"), outcome=outcome, reason="It helps others.")
    after = world.client("outsider").get(url).content.decode()
    assert "Invite them early." in after
    assert "Clear the store." not in after


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("policy", "text"),
        ("corrections", "text"),
        ("host", "text"),
        ("desk", "text"),
        ("chair-nordhav", "text"),
        ("outsider", "stage"),
        ("expert", "stage"),
        ("mentor", "stage"),
        ("outside-host", "stage"),
        ("admin", "nothing"),
        ("inspector", "nothing"),
        ("access", "nothing"),
        ("stranger", "nothing"),
    ],
)
def test_who_sees_an_endorsed_request(world: World, who: str, sees: str) -> None:
    row = endorsed(world)
    answer = world.client(who).get(f"/cve-p/{row.pk}/")
    page = answer.content.decode()
    if sees == "nothing":
        assert answer.status_code == 404
    else:
        assert ("Families leave worried" in page) == (sees == "text")


@pytest.mark.parametrize("who", ["desk", "chair-nordhav", "outsider", "stranger", "admin"])
def test_before_endorsement_only_the_country_knows(world: World, who: str) -> None:
    row = submitted(world)
    assert world.client(who).get(f"/cve-p/{row.pk}/").status_code == 404
    assert "Families" not in world.client(who).get("/cve-p/").content.decode()
