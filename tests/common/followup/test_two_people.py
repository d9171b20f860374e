"""Two people at the same plan: the second is shown what the first wrote, and nothing is lost (no silent overwrite)."""

import re

import pytest
from django.test import Client
from tests.web.populate import outcome_text, plan_text
from tests.worlds import World

from pulang.common.followup.actions import record_outcome, record_plan, translate_plan
from pulang.common.followup.models import PLAN_TEXTS, ActionPlan
from pulang.foundation.ui.editing import version
from pulang.web.demo.building import provisions

pytestmark = pytest.mark.django_db
SEEN = re.compile(r'name="seen" value="([0-9a-f]*)"')


@pytest.fixture
def plan(world: World) -> ActionPlan:
    return record_plan(
        by=world.viewer(writer(world)),
        host=world.places["mto"],
        text=plan_text(),
        provisions=provisions("rome-memorandum/family"),
    )


def writer(world: World) -> str:
    return "host" if "host" in world.people else "training"


def opened(client: Client, address: str) -> str:
    """The fingerprint that a form carries when somebody opens it."""
    found = SEEN.search(client.get(address).content.decode())
    assert found
    return found.group(1)


def typed(plan: ActionPlan, seen: str, **changes: str) -> dict[str, object]:
    """Everything that the form of a plan sends."""
    day = plan.first_step_on
    return {
        **{name: getattr(plan, name) for name in (*PLAN_TEXTS, "language")},
        "first_step_on_day": day.day, "first_step_on_month": day.month, "first_step_on_year": day.year,
        "provisions": [str(pk) for pk in plan.links.values_list("provision_id", flat=True)],
        "seen": seen,
        **changes,
    }  # fmt: skip


def test_the_second_is_shown_both_wordings_and_the_first_one_stands(world: World, plan: ActionPlan) -> None:
    first, second = world.client(writer(world)), world.client(writer(world))
    address = f"/plans/{plan.pk}/change/"
    seen = [opened(client, address) for client in (first, second)]
    assert first.post(address, typed(plan, seen[0], problem="What the first wrote.")).status_code == 302
    answer = second.post(address, typed(plan, seen[1], problem="What the second wrote."))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("What the first wrote.") == 1
    assert page.count("What the second wrote.") >= 2, "in the comparison and in the form"
    plan.refresh_from_db()
    assert plan.problem == "What the first wrote."


def test_having_compared_the_second_may_save(world: World, plan: ActionPlan) -> None:
    client = world.client(writer(world))
    address = f"/plans/{plan.pk}/change/"
    old = opened(client, address)
    client.post(address, typed(plan, old, problem="What the first wrote."))
    shown = SEEN.search(client.post(address, typed(plan, old, problem="Both together.")).content.decode())
    assert shown
    assert shown.group(1) != old
    assert client.post(address, typed(plan, shown.group(1), problem="Both together.")).status_code == 302
    plan.refresh_from_db()
    assert plan.problem == "Both together."


def test_whoever_saves_what_stands_there_already_is_not_bothered(world: World, plan: ActionPlan) -> None:
    client = world.client(writer(world))
    address = f"/plans/{plan.pk}/change/"
    old = opened(client, address)
    for _ in range(2):
        assert client.post(address, typed(plan, old, problem="The same.")).status_code == 302


def test_a_result_that_somebody_else_recorded_meanwhile_is_not_overwritten(world: World, plan: ActionPlan) -> None:
    client = world.client(writer(world))
    address = f"/plans/{plan.pk}/result/"
    seen = opened(client, address)
    outcome = record_outcome(by=world.viewer(writer(world)), plan=plan, text=outcome_text("The first lesson."))
    day = outcome.seen_on
    mine = {
        "language": "en", "result": "Mine.", "value_reached": "3", "lesson": "The second lesson.", "seen": seen,
        "seen_on_day": day.day, "seen_on_month": day.month, "seen_on_year": day.year,
    }  # fmt: skip
    answer = client.post(address, mine)
    assert answer.status_code == 200
    assert "The first lesson." in answer.content.decode()
    outcome.refresh_from_db()
    assert outcome.lesson == "The first lesson."


def test_a_translation_that_stands_already_is_shown_before_it_is_replaced(world: World, plan: ActionPlan) -> None:
    texts = {name: f"Premier {name}" for name in PLAN_TEXTS}
    translate_plan(by=world.viewer(writer(world)), plan=plan, language="fr", texts=texts)
    client = world.client(writer(world))
    address = f"/plans/{plan.pk}/translate/"
    mine = {name: f"Second {name}" for name in PLAN_TEXTS} | {"language": "fr", "seen": opened(client, address)}
    page = client.post(address, mine).content.decode()
    assert "Premier problem" in page
    shown = SEEN.search(page)
    assert shown
    assert client.post(address, mine | {"seen": shown.group(1)}).status_code == 302
    assert plan.translations.get().problem == "Second problem"


def test_values_have_one_fingerprint_however_they_are_written() -> None:
    assert version({"a": "x\r\ny", "b": ["2", "1"], "c": None}) == version({"b": ["1", "2"], "a": "x\ny "})
    assert version({"a": "x"}) != version({"a": "y"})
