"""One act keeps the people of an organisation out; another lets them in again. Nothing of theirs is lost by it."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.test import Client
from tests.web.populate import FAMILY, plan_text
from tests.worlds import World

from pulang.common.access.queries import holders, readers, viewer_for
from pulang.common.accounts.actions import (
    grant_membership,
    issue_code,
    lift_suspension,
    name_deputy,
    suspend_organisation,
)
from pulang.common.accounts.models import Membership, Organisation, Suspension
from pulang.common.accounts.permissions import AccountsPermission as P
from pulang.common.accounts.queries import is_suspended, suspension_of
from pulang.common.followup.actions import record_plan
from pulang.common.followup.models import ActionPlan
from pulang.foundation.events.append import opened
from pulang.foundation.events.models import Event
from pulang.foundation.policy.rules import Refused, visible
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock
from pulang.web.demo import building

PASSWORD = "four words of invention"
WHO = {"forum": "host", "service": "governor"}[settings.PULANG_PLANE]
PLACE, ABOVE = "mto", "coast"
SUSPEND, SUSPENSION = f"/directory/at/{PLACE}/suspend/", f"/directory/at/{PLACE}/suspension/"


def suspend(world: World, place: str = PLACE, by: str = "admin") -> Suspension:
    return suspend_organisation(by=world.viewer(by), organisation=world.places[place], reason="Keys were stolen.")


def signed_in(world: World, who: str) -> Client:
    """Somebody who came in through the sign-in page."""
    user = world.people[who]
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    assert sign_in(client, who).status_code == 302
    assert client.get("/").status_code == 200
    return client


def sign_in(client: Client, who: str, password: str = PASSWORD) -> Any:
    return client.post("/account/login/", {"login": who, "password": password}, follow=False)


def words(answer: Any) -> str:
    return str(answer.content.decode())


def test_sessions_end_and_nobody_there_or_below_can_sign_in_and_that_is_said(world: World) -> None:
    client = signed_in(world, WHO)

    suspend(world, ABOVE)

    assert not UserSession.objects.filter(user=world.people[WHO]).exists()
    assert client.get("/").headers["Location"].startswith("/account/login/")
    refused = Client()
    page = words(refused.post("/account/login/", {"login": WHO, "password": PASSWORD}, follow=True))
    assert "The access of your organisation is suspended." in page
    assert refused.get("/").status_code == 302
    assert Event.objects.order_by("-position").values_list("verb", flat=True)[0] == "session.refused"


def test_a_session_that_was_begun_in_the_same_moment_opens_nothing(world: World) -> None:
    suspend(world)
    assert world.client(WHO).get("/").headers["Location"].startswith("/account/login/")


def test_who_does_not_know_the_password_is_not_told_of_the_suspension(world: World) -> None:
    signed_in(world, WHO)
    suspend(world)
    assert "suspended" not in words(sign_in(Client(), WHO, "a guess"))


def test_a_one_time_code_opens_nothing_and_stays_unspent(world: World) -> None:
    user = building.person("newcomer", "Newcomer", world.places[PLACE])
    code = issue_code(by=world.viewer("admin"), user=user)
    typed = {"sign_in_name": "newcomer", "code": code}
    suspension = suspend(world)
    assert "The access of your organisation is suspended." in words(Client().post("/account/first/", typed))
    lift_suspension(by=world.viewer("admin"), suspension=suspension, reason="New keys.")
    assert Client().post("/account/first/", typed).status_code == 302


def test_roles_at_and_below_it_count_for_nothing_whoever_holds_them(world: World) -> None:
    elsewhere = building.person("helper", "Helper", world.places["kilima-academy"])
    role = Membership.objects.get(user=world.people[WHO]).role
    grant_membership(by=building.BUILDER, user=elsewhere, organisation=world.places[PLACE], role=role)
    grant_membership(
        by=building.BUILDER, user=world.people[WHO], organisation=world.places["kilima-academy"], role=role
    )
    assert [grant.organisation_id for grant in viewer_for(elsewhere).grants] == [world.places[PLACE].pk]
    others = {one.name for one in holders([role])}

    suspend(world, ABOVE)

    assert viewer_for(elsewhere).grants == ()
    assert viewer_for(world.people[WHO]).grants == ()
    assert {one.name for one in holders([role])} <= others - {"Helper", WHO.title()}


def test_a_deputy_from_outside_gets_nothing_from_a_principal_who_is_kept_out(world: World) -> None:
    deputy = building.person("outside", "Outside", world.places["kilima-academy"])
    today = clock.today()
    name_deputy(
        by=world.viewer(WHO),
        principal=world.people[WHO],
        deputy=deputy,
        starts_on=today,
        ends_on=today + timedelta(days=5),
    )
    assert viewer_for(deputy).grants
    suspend(world)
    assert viewer_for(deputy).grants == ()


def test_what_people_may_read_follows_the_suspension_for_every_rule(full_world: World) -> None:
    """An oracle of one line: a suspended person reads what somebody without any role reads."""
    from pulang.foundation.policy.rules import rulebook

    user = full_world.people[WHO]
    plan = ActionPlan.objects.filter(host=full_world.places[PLACE]).first()
    assert plan is not None
    assert WHO.title() in {reader.name for reader in readers("followup.plan.view", plan)}
    suspension = suspend(full_world, ABOVE)
    nobody = Viewer(user_id=user.pk, contact_id=user.contact_id)
    for rule in rulebook.all():
        rows = rule.model._default_manager.all()
        asked = [
            set(visible(who, rule.permission, rows).values_list("pk", flat=True))
            for who in (full_world.viewer(WHO), nobody)
        ]
        assert asked[0] == asked[1], rule.permission
    assert WHO.title() not in {reader.name for reader in readers("followup.plan.view", plan)}
    lift_suspension(by=full_world.viewer("admin"), suspension=suspension, reason="All is well.")
    assert WHO.title() in {reader.name for reader in readers("followup.plan.view", plan)}


def test_lifting_gives_everything_back_and_both_acts_stand_in_the_audit_with_their_reasons(world: World) -> None:
    signed_in(world, WHO)
    before = world.viewer(WHO)
    suspension = suspend(world)
    assert is_suspended(world.people[WHO])

    lift_suspension(by=world.viewer("admin"), suspension=suspension, reason="New keys.")

    assert world.viewer(WHO) == before
    assert sign_in(Client(), WHO).status_code == 302
    acts = Event.objects.filter(verb__in=["organisation.suspended", "organisation.readmitted"]).order_by("position")
    assert [opened(event)["reason"] for event in acts] == ["Keys were stolen.", "New keys."]  # type: ignore[index]
    assert {event.actor_id for event in acts} == {world.people["admin"].pk}
    with pytest.raises(Refused, match="lifted already"):
        lift_suspension(by=world.viewer("admin"), suspension=suspension, reason="Again.")


def test_others_work_on(world: World) -> None:
    other = signed_in(world, "access")
    suspend(world)
    assert other.get("/").status_code == 200
    assert other.get("/directory/").status_code == 200


def test_an_access_manager_suspends_below_the_own_place_and_nowhere_else(world: World) -> None:
    manager = world.client("access")
    assert manager.post(SUSPEND, {"reason": "Keys were stolen."}).headers["Location"] == SUSPENSION
    assert suspension_of(world.places[PLACE]) is not None
    home = Membership.objects.get(user=world.people["access"]).organisation
    with pytest.raises(Refused, match="keep yourself out"):
        suspend(world, home.key, by="access")
    foreign = world.client("outside-access" if "outside-access" in world.people else WHO)
    for address in (SUSPEND, SUSPENSION):
        assert foreign.get(address).status_code == (404 if "outside-access" in world.people else 302)
        assert foreign.post(address, {"reason": "x"}).status_code == (404 if "outside-access" in world.people else 302)


def test_nobody_else_is_shown_that_it_is_suspended_or_can_do_it(world: World) -> None:
    who = {"forum": "policy", "service": "training"}[settings.PULANG_PLANE]
    suspend(world)
    client = world.client(who)
    assert client.get(SUSPEND).status_code == client.get(SUSPENSION).status_code == 404
    page = words(client.get(f"/directory/at/{PLACE}/"))
    assert "uspend" not in page
    assert "Keys were stolen" not in page


def test_the_last_administrator_is_never_kept_out(world: World) -> None:
    home = Membership.objects.get(user=world.people["admin"]).organisation
    with pytest.raises(Refused, match="keep yourself out"):
        suspend(world, home.key)
    top = home if home.parent is None else Organisation.objects.get(pk=home.country_id)
    manager = building.person("elsewhere", "Elsewhere", world.places["qasr"])
    elsewhere = Viewer(user_id=manager.pk, command_permissions=frozenset({P.ORGANISATION_SUSPEND, P.ORGANISATION_VIEW}))
    with pytest.raises(Refused, match="Nobody would be left to administer"):
        suspend_organisation(by=elsewhere, organisation=top, reason="A test.")


def test_a_second_suspension_of_the_same_place_is_refused_and_one_above_outlasts_it(world: World) -> None:
    lower = suspend(world)
    with pytest.raises(Refused, match="suspended already"):
        suspend(world)
    suspend(world, ABOVE)
    lift_suspension(by=world.viewer("admin"), suspension=lower, reason="New keys.")
    assert is_suspended(world.people[WHO])
    page = words(world.client("admin").get(SUSPENSION))
    assert "It can be lifted there" in page
    assert "Lift it" not in page
    assert world.client("admin").post(SUSPENSION, {"reason": "x"}).status_code == 404


def a_plan(world: World) -> ActionPlan:
    """A plan without a result yet."""
    host, by = world.places[PLACE], world.viewer(WHO)
    owner = world.people[WHO].contact
    text = plan_text("A roof for visitors")
    return record_plan(by=by, host=host, owner=owner, text=text, provisions=building.provisions(FAMILY))


def test_what_waits_is_listed_in_words_that_the_reader_may_have(full_world: World) -> None:
    if settings.PULANG_PLANE == "forum":
        plan = a_plan(full_world)
        ActionPlan.objects.filter(pk=plan.pk).update(mentor=full_world.people["mentor"])
        suspend(full_world, "kilima-academy")
        page = words(full_world.client("admin").get("/directory/at/kilima-academy/suspension/"))
        assert "Action plan at" in page
        assert plan.title not in page
        assert "Hand over" not in page
        assert "Hand over" in words(full_world.client("access").get("/directory/at/kilima-academy/suspension/"))
        return
    suspend(full_world)
    page = words(full_world.client("access").get(SUSPENSION))
    assert "Governor" in page
    assert "Nothing open names this person." in page


def test_the_whole_way_through_the_pages(world: World) -> None:
    admin = world.client("admin")
    assert "Suspend it" in words(admin.get(f"/directory/at/{PLACE}/"))
    assert "signed out at once" in words(admin.get(SUSPEND))
    assert admin.get(SUSPENSION).status_code == 404
    assert admin.post(SUSPEND, {"reason": ""}).status_code == 200
    assert admin.post(SUSPEND, {"reason": "Keys were stolen."}).headers["Location"] == SUSPENSION
    page = words(admin.get(SUSPENSION))
    assert "Keys were stolen." in page
    assert admin.get(SUSPEND).headers["Location"] == SUSPENSION
    assert "Suspend it" not in words(admin.get(f"/directory/at/{PLACE}/"))
    assert admin.post(SUSPENSION, {"reason": "New keys."}).status_code == 302
    assert not is_suspended(world.people[WHO])
