"""The pages that tell what roles there are and what one holds oneself."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils.html import escape
from tests.worlds import World

from pulang.common.access.queries import sights
from pulang.common.accounts.actions import name_deputy
from pulang.common.followup.models import ActionPlan
from pulang.foundation.policy.registry import Grants, registry
from pulang.foundation.policy.rules import visible
from pulang.kernel import clock

MANAGER = "access"
PRINCIPAL, DEPUTY = {"forum": ("policy", "corrections"), "service": ("governor", "officer")}[settings.PULANG_PLANE]


def wordless(grants: Grants) -> set[str]:
    """Permissions of which the page could not say what they let somebody do."""
    return {str(permission) for permission in grants.permissions} - {str(key) for key in grants.words}


@pytest.mark.parametrize("grants", registry.grants(), ids=lambda grants: grants.app)
def test_every_permission_is_told_in_words_and_every_field_of_work_has_a_title(grants: Grants) -> None:
    assert wordless(grants) == set()
    assert str(grants.title)
    assert all(str(words).strip() for words in grants.words.values())


def test_a_permission_without_words_is_found() -> None:
    grants = registry.grants()[0]

    assert wordless(Grants(grants.app, grants.permissions, {})) == {str(p) for p in grants.permissions}


def test_every_role_of_the_plane_is_told_with_its_reach(world: World) -> None:
    text = world.client(MANAGER).get("/access/roles/").content.decode()

    for role in registry.roles():
        assert f'id="{role.slug}"' in text
    assert "the whole installation" in text
    assert "Give roles and end them" in text


def test_own_access_tells_role_place_and_what_it_lets_one_do(world: World) -> None:
    text = world.client(MANAGER).get("/access/mine/").content.decode()

    assert "Access manager" in text
    assert "Give roles and end them" in text
    assert 'id="system-administrator"' not in text


def test_whoever_holds_nothing_is_told_whom_to_ask(world: World) -> None:
    text = world.client("stranger").get("/access/mine/").content.decode()

    assert "Ask the access manager of your organisation" in text


def test_own_access_tells_on_whose_behalf_a_deputy_acts(world: World) -> None:
    today = clock.today()
    name_deputy(
        by=world.viewer(PRINCIPAL),
        principal=world.people[PRINCIPAL],
        deputy=world.people[DEPUTY],
        starts_on=today,
        ends_on=today + timedelta(days=5),
    )

    text = world.client(DEPUTY).get("/access/mine/").content.decode()

    assert f"<bdi>{PRINCIPAL.title()}</bdi>" in text


def test_roles_that_no_deputy_may_use_are_not_shown_to_the_deputy(world: World) -> None:
    today = clock.today()
    name_deputy(
        by=world.viewer(MANAGER),
        principal=world.people[MANAGER],
        deputy=world.people[DEPUTY],
        starts_on=today,
        ends_on=today + timedelta(days=5),
    )

    text = world.client(DEPUTY).get("/access/mine/").content.decode()

    assert 'id="access-manager"' not in text


def test_the_page_says_what_one_may_read_why_and_how_many_there_are(full_world: World) -> None:
    reader, permission = {
        "forum": ("mentor", "followup.plan.view"), "service": ("officer", "followup.plan.view"),
    }[settings.PULANG_PLANE]  # fmt: skip
    viewer = full_world.viewer(reader)
    lines = {str(line.words): line for line in sights(viewer)}
    plans = lines["Read action plans that the role has to do with, and those released to members"]
    assert plans.count == visible(viewer, permission, ActionPlan.objects.all()).count() > 0
    page = full_world.client(reader).get("/access/mine/").content.decode()
    for reason in plans.reasons:
        assert escape(str(reason)) in page
    assert "TLP:AMBER+STRICT" in page


def test_a_stranger_may_read_only_what_is_their_own(full_world: World) -> None:
    counted = [line.count for line in sights(full_world.viewer("stranger")) if line.count]
    assert set(counted) <= {1}
    assert len(counted) <= 2, "an account and a contact"
