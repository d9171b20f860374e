"""Accounts, roles, deputies and the end of a duty, through the pages on which people handle them."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from tests.worlds import World

from pulang.common.accounts.actions import end_duty, grant_membership, name_deputy
from pulang.common.accounts.models import Deputy, Membership, User
from pulang.foundation.policy.rules import Refused
from pulang.kernel import clock
from pulang.web.demo import building

ACCOUNTS = "/directory/accounts/"
SUBTREE_ROLE = {"forum": "host-coordinator", "service": "governor"}[settings.PULANG_PLANE]
WIDE_ROLE = "inspector"


def day(name: str, on: date) -> dict[str, int]:
    """A date as it is typed into three fields."""
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def person(world: World, name: str, place: str, *roles: str) -> User:
    world.people[name] = building.person(name, name.title(), world.places[place], *roles)
    return world.people[name]


def account_url(user: User, step: str = "") -> str:
    return f"{ACCOUNTS}{user.pk}/{step}"


def held(user: User) -> set[tuple[str, str]]:
    """What the user holds today, as organisation and role."""
    return {
        (row.organisation.key, row.role)
        for row in Membership.objects.filter(user=user, ends_on__isnull=True).select_related("organisation")
    }


def give(client: Client, user: User, role: str, at: str) -> Any:
    return client.post(f"{account_url(user, 'role/')}?at={at}", {"role": role, **day("starts_on", clock.today())})


def test_the_administrator_makes_an_account_for_a_contact(world: World) -> None:
    contact = building.contact(world.places["mto"], "Amina Juma")

    answer = world.client("admin").post(
        f"/directory/contacts/{contact.pk}/account/", {"sign_in_name": "amina.j", "language": "en"}
    )

    made = User.objects.get(contact=contact)
    assert answer.headers["Location"] == account_url(made)
    assert not made.has_usable_password()


def test_a_sign_in_name_that_is_taken_is_said_on_the_form(world: World) -> None:
    contact = building.contact(world.places["mto"], "Amina Juma")

    answer = world.client("admin").post(
        f"/directory/contacts/{contact.pk}/account/", {"sign_in_name": "Access", "language": "en"}
    )

    assert "There is an account with this sign-in name already." in text(answer)


def test_accounts_are_shown_to_administrator_and_access_manager_only(world: World) -> None:
    assert "Stranger" in text(world.client("admin").get(ACCOUNTS))
    assert "Stranger" not in text(world.client("access").get(ACCOUNTS))
    assert world.client("stranger").get(ACCOUNTS).status_code == 404


def test_an_account_outside_ones_reach_is_not_there(world: World) -> None:
    stranger = account_url(world.people["stranger"])

    for step in ("", "role/", "end-of-duty/", "deputy/"):
        assert world.client("access").get(stranger + step).status_code == 404


def test_the_access_manager_sees_who_still_lacks_a_role(world: World) -> None:
    person(world, "newcomer", "mto")

    shown = text(world.client("access").get(ACCOUNTS, {"show": "without-role"}))

    assert "Newcomer" in shown
    assert "Admin" not in shown


@pytest.mark.parametrize("words", ["newc", "Newcomer", "نيوكمر"])
def test_an_account_is_found_by_sign_in_name_or_by_any_spelling_of_the_name(world: World, words: str) -> None:
    person(world, "newcomer", "mto")

    shown = text(world.client("access").get(ACCOUNTS, {"q": words}))

    assert "Newcomer" in shown


def test_the_access_manager_gives_a_role_and_ends_it(world: World) -> None:
    user, client = person(world, "newcomer", "mto"), world.client("access")

    assert give(client, user, SUBTREE_ROLE, "mto").status_code == 302
    assert held(user) == {("mto", SUBTREE_ROLE)}

    row = Membership.objects.get(user=user)
    ending = {**day("on", clock.today()), "reason": "moved"}
    assert client.post(f"/directory/roles/{row.pk}/end/", ending).status_code == 302
    assert held(user) == set()


def test_a_role_is_given_on_the_organisations_own_page_to_somebody_found_by_name(world: World) -> None:
    user, client = person(world, "newcomer", "mto"), world.client("access")
    typed = {"person": "Newcomer", "role": SUBTREE_ROLE, **day("starts_on", clock.today())}

    assert client.post("/directory/at/mto/roles/give/", typed).status_code == 302
    assert held(user) == {("mto", SUBTREE_ROLE)}


def test_a_name_that_two_people_share_is_answered_with_their_sign_in_names(world: World) -> None:
    for sign_in_name in ("amina.j", "amina.k"):
        building.person(sign_in_name, "Amina", world.places["mto"])
    typed = {"person": "Amina", "role": SUBTREE_ROLE, **day("starts_on", clock.today())}

    answer = text(world.client("access").post("/directory/at/mto/roles/give/", typed))

    assert "amina.j, amina.k" in answer


def test_nobody_gives_a_role_to_themselves(world: World) -> None:
    me = world.people["access"]

    with pytest.raises(Refused, match="Nobody gives a role to themselves"):
        grant_membership(by=world.viewer("access"), user=me, organisation=world.places["mto"], role=SUBTREE_ROLE)


def test_nobody_gives_a_role_outside_their_organisation(world: World) -> None:
    user = person(world, "newcomer", "mto")

    assert give(world.client("access"), user, SUBTREE_ROLE, "qasr").status_code == 404
    assert world.client("access").get("/directory/at/qasr/roles/give/").status_code == 404


def test_a_role_that_reaches_further_than_the_giver_is_not_offered_and_not_taken(world: World) -> None:
    user, client = person(world, "newcomer", "mto"), world.client("access")

    assert f'value="{WIDE_ROLE}"' not in text(client.get(f"{account_url(user, 'role/')}?at=mto"))
    give(client, user, WIDE_ROLE, "mto")
    assert held(user) == set()
    with pytest.raises(Refused, match="reaches further"):
        grant_membership(by=world.viewer("access"), user=user, organisation=world.places["mto"], role=WIDE_ROLE)


def test_a_wide_role_that_an_organisation_holds_already_can_be_given_there(world: World) -> None:
    person(world, "first", "kilima-academy", WIDE_ROLE)
    user = person(world, "second", "kilima-academy")

    assert give(world.client("access"), user, WIDE_ROLE, "kilima-academy").status_code == 302
    assert held(user) == {("kilima-academy", WIDE_ROLE)}


@pytest.mark.plane("forum")
def test_a_role_that_speaks_for_a_country_is_given_from_the_country_and_not_from_a_prison(world: World) -> None:
    person(world, "prison-access", "mto", "access-manager")
    user = person(world, "newcomer", "mto")

    for manager, may in (("prison-access", False), ("access", True)):
        offered = text(world.client(manager).get(f"{account_url(user, 'role/')}?at=mto"))
        assert ('value="policy-focal-point"' in offered) is may


def test_a_person_names_a_deputy_and_takes_it_back(world: World) -> None:
    who = "policy" if settings.PULANG_PLANE == "forum" else "governor"
    other = "corrections" if settings.PULANG_PLANE == "forum" else "security"
    client, today = world.client(who), clock.today()
    typed = {"person": other, **day("starts_on", today), **day("until", today + timedelta(days=6))}

    assert client.post("/directory/deputy/", typed).status_code == 302
    row = Deputy.objects.get()
    assert (row.principal, row.deputy) == (world.people[who], world.people[other])
    assert row.ends_on == today + timedelta(days=7)
    assert who.title() in text(world.client(other).get("/directory/deputy/"))

    assert world.client("stranger").post(f"/directory/deputy/{row.pk}/withdraw/").status_code == 404
    assert client.post(f"/directory/deputy/{row.pk}/withdraw/").status_code == 302
    assert not Deputy.objects.exists()


def test_a_deputy_does_not_name_a_deputy_for_others(world: World) -> None:
    principal = world.people["inspector"]

    assert world.client("access").get(account_url(world.people["stranger"], "deputy/")).status_code == 404
    assert world.client("admin").get(account_url(principal, "deputy/")).status_code == 404


def test_a_deputy_of_another_country_is_nobody_that_is_found(world: World) -> None:
    who = "policy" if settings.PULANG_PLANE == "forum" else "governor"
    today = clock.today()
    typed = {"person": "stranger", **day("starts_on", today), **day("until", today)}

    assert "Nobody here is found as" in text(world.client(who).post("/directory/deputy/", typed))


def test_the_access_manager_names_a_deputy_for_somebody_who_cannot(world: World) -> None:
    who = "policy" if settings.PULANG_PLANE == "forum" else "governor"
    today = clock.today()
    typed = {"person": "access", **day("starts_on", today), **day("until", today)}

    answer = world.client("access").post(account_url(world.people[who], "deputy/"), typed)

    assert answer.status_code == 302
    assert Deputy.objects.get().named_by == world.people["access"]


def leaving(world: World) -> tuple[User, User, Membership]:
    """Somebody at the prison who leaves, who follows, and the role."""
    leaver = person(world, "leaver", "mto", SUBTREE_ROLE)
    return leaver, person(world, "follower", "mto"), Membership.objects.get(user=leaver)


def test_the_end_of_a_duty_is_shown_once_more_before_it_happens(world: World) -> None:
    leaver, follower, role = leaving(world)
    client, url = world.client("access"), account_url(leaver, "end-of-duty/")
    typed = {f"role-{role.pk}": "follower", "reason": "retired"}

    shown = text(client.post(url, typed))
    assert "<bdi>Follower</bdi> takes over today." in shown
    assert held(leaver) == {("mto", SUBTREE_ROLE)}

    assert client.post(url, {**typed, "confirmed": "yes"}).headers["Location"] == account_url(leaver)
    assert held(leaver) == set()
    assert held(follower) == {("mto", SUBTREE_ROLE)}


def test_whoever_goes_back_from_the_check_finds_the_answers_again(world: World) -> None:
    leaver, _follower, role = leaving(world)
    typed = {f"role-{role.pk}": "follower", "reason": "retired", "back": "yes"}

    shown = text(world.client("access").post(account_url(leaver, "end-of-duty/"), typed))

    assert 'value="follower"' in shown
    assert "retired" in shown
    assert held(leaver)


def test_a_successor_who_cannot_be_found_is_said_and_nothing_ends(world: World) -> None:
    leaver, _follower, role = leaving(world)
    typed = {f"role-{role.pk}": "nobody", "reason": "retired", "confirmed": "yes"}

    shown = text(world.client("access").post(account_url(leaver, "end-of-duty/"), typed))

    assert "Nobody here is found as" in shown
    assert held(leaver)


def test_roles_outside_the_reach_stay_and_the_page_says_that_somebody_else_ends_them(world: World) -> None:
    leaver, _follower, _role = leaving(world)
    grant_membership(by=building.BUILDER, user=leaver, organisation=world.places["qasr"], role=SUBTREE_ROLE)
    client, url = world.client("access"), account_url(leaver, "end-of-duty/")

    assert "also holds a role elsewhere" in text(client.get(url))
    client.post(url, {"reason": "retired", "confirmed": "yes"})
    assert held(leaver) == {("qasr", SUBTREE_ROLE)}


def test_deputies_end_with_the_duty(world: World) -> None:
    leaver, follower, _role = leaving(world)
    today = clock.today()
    name_deputy(
        by=building.viewer(leaver), principal=leaver, deputy=follower, starts_on=today, ends_on=today + timedelta(9)
    )

    end_duty(by=world.viewer("access"), user=leaver, reason="retired", successors={})

    assert not Deputy.objects.exists()


def test_an_account_is_closed_by_the_administrator_once_the_duty_has_ended(world: World) -> None:
    leaver, _follower, _role = leaving(world)
    client, url = world.client("admin"), account_url(leaver, "close/")

    assert "still holds a role" in text(client.post(url, {"reason": "retired"}))
    end_duty(by=world.viewer("access"), user=leaver, reason="retired", successors={})
    assert client.post(url, {"reason": "retired"}).status_code == 302

    leaver.refresh_from_db()
    assert not leaver.is_active
    assert world.client("access").get(url).status_code == 404


def test_the_administrator_gives_no_role_and_the_access_manager_makes_no_account(world: World) -> None:
    contact = building.contact(world.places["mto"], "Amina Juma")
    user = person(world, "newcomer", "mto")

    assert world.client("admin").get(account_url(user, "role/")).status_code == 404
    assert world.client("access").get(f"/directory/contacts/{contact.pk}/account/").status_code == 404


def test_roles_at_an_organisation_are_shown_within_reach_only(world: World) -> None:
    shown = text(world.client("access").get("/directory/at/mto/roles/"))

    assert ("Host" in shown) or ("Governor" in shown)
    assert world.client("access").get("/directory/at/qasr/roles/").status_code == 404
    assert world.client("admin").get("/directory/at/mto/roles/").status_code == 404
