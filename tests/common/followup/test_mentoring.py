"""Action plans that name a mentor, when the mentor's duty ends."""

from datetime import date

import pytest
from tests.worlds import World

from pulang.common.accounts.actions import end_duty
from pulang.common.accounts.models import User
from pulang.common.followup.actions import OutcomeText, PlanText, assign_mentor, record_outcome, record_plan
from pulang.common.followup.models import ActionPlan
from pulang.foundation.policy.rules import Refused
from pulang.web.demo import building

pytestmark = pytest.mark.plane("forum")
WHOLE = "Overcrowding in the east wing"


@pytest.fixture
def plan(world: World) -> ActionPlan:
    """A plan of the prison that the mentor accompanies."""
    text = PlanText(
        title=WHOLE,
        problem="p",
        first_step="f",
        first_step_on=date(2026, 12, 1),
        must_agree="m",
        indicator="i",
        baseline="b",
        target="t",
        language="en",
    )
    made = record_plan(by=world.viewer("host"), host=world.places["mto"], text=text, provisions=())
    assign_mentor(by=world.viewer("host"), plan=made, mentor=world.people["mentor"])
    return made


def end(world: World, successor: User | None) -> None:
    end_duty(
        by=world.viewer("access"),
        user=world.people["mentor"],
        reason="retired",
        successors={},
        work={"mentored-plans": successor} if successor else {},
    )


def test_the_access_manager_sees_that_a_plan_is_open_but_not_what_it_is_called(world: World, plan: ActionPlan) -> None:
    url = f"/directory/accounts/{world.people['mentor'].pk}/end-of-duty/"

    shown = world.client("access").get(url).content.decode()

    assert "Action plan at Mto" in shown
    assert WHOLE not in shown


def test_another_mentor_takes_over(world: World, plan: ActionPlan) -> None:
    successor = building.person("second", "Second", world.places["kilima-academy"], "mentor")

    end(world, successor)

    plan.refresh_from_db()
    assert plan.mentor == successor


def test_without_a_successor_nobody_accompanies_the_plan(world: World, plan: ActionPlan) -> None:
    end(world, None)

    plan.refresh_from_db()
    assert plan.mentor is None


def test_whoever_is_no_mentor_is_given_no_plan_and_nothing_ends(world: World, plan: ActionPlan) -> None:
    with pytest.raises(Refused, match="role of mentor"):
        end(world, world.people["trainer"])

    plan.refresh_from_db()
    assert plan.mentor == world.people["mentor"]
    assert world.people["mentor"].memberships.filter(ends_on__isnull=True).exists()


def test_a_plan_with_a_result_keeps_its_mentor(world: World, plan: ActionPlan) -> None:
    result = OutcomeText(result="r", value_reached="v", seen_on=date(2026, 12, 20), lesson="l", language="en")
    record_outcome(by=world.viewer("host"), plan=plan, text=result)

    end(world, None)

    plan.refresh_from_db()
    assert plan.mentor == world.people["mentor"]
