"""Action plans through the doors their writers take: on screen and from paper, and read by those for whom they are."""

import pytest
from django.conf import settings
from tests.worlds import World

from pulang.common.followup.models import ActionPlan

WRITER = {"forum": "host", "service": "officer"}[settings.PULANG_PLANE]


@pytest.fixture
def plan(full_world: World) -> ActionPlan:
    return ActionPlan.objects.filter(host=full_world.places["mto"]).order_by("made_at")[0]


def test_the_readers_page_names_exactly_those_who_can_open_the_plan(full_world: World, plan: ActionPlan) -> None:
    page = full_world.client(WRITER).get(f"/plans/{plan.pk}/readers/").content.decode()
    for who, user in full_world.people.items():
        opens = full_world.client(who).get(f"/plans/{plan.pk}/").status_code == 200
        assert user.contact is not None
        assert (f"<bdi>{user.contact.name}</bdi>" in page) == opens, who


def test_a_stranger_finds_no_plan_in_any_list(full_world: World, plan: ActionPlan) -> None:
    stranger = full_world.client("stranger")
    assert stranger.get("/plans/").status_code == 404
    assert stranger.get(f"/plans/{plan.pk}/").status_code == 404
    assert plan.title not in stranger.get("/").content.decode()


def test_what_was_typed_comes_back_with_the_problems_named(full_world: World, plan: ActionPlan) -> None:
    sent = {"title": "From paper", "first_step_on_day": "31", "first_step_on_month": "2", "first_step_on_year": "2027"}
    page = full_world.client(WRITER).post(f"/plans/{plan.pk}/change/", sent).content.decode()
    assert 'value="From paper"' in page
    assert 'value="31"' in page
    assert "There is no such day." in page
    assert "“The problem” is empty. Fill it in." in page


def test_a_plan_belongs_to_an_organisation_where_its_writer_may_write(full_world: World, plan: ActionPlan) -> None:
    page = full_world.client(WRITER).get("/plans/new/").content.decode()
    assert str(full_world.places["mto"].pk) in page
    assert str(full_world.places["wadi"].pk) not in page


def test_a_day_on_which_the_value_was_read_cannot_lie_ahead(full_world: World, plan: ActionPlan) -> None:
    sent = {"result": "r", "value_reached": "1", "lesson": "l", "language": "en"}
    ahead = {"seen_on_day": "1", "seen_on_month": "1", "seen_on_year": "2999"}
    page = full_world.client(WRITER).post(f"/plans/{plan.pk}/result/", sent | ahead).content.decode()
    assert "cannot lie ahead" in page
