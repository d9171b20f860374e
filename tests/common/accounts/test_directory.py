"""The directory: the tree, organisations, contacts and countries' calendars."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.worlds import World

from pulang.common.accounts.actions import close_organisation, make_contact
from pulang.common.accounts.actions.people import ContactDetails
from pulang.common.accounts.models import Contact, Holiday, Organisation
from pulang.common.accounts.queries import calendar_of, calendars_of
from pulang.kernel import clock
from pulang.web.demo import building

TREE = "/directory/"


def page(client: Client, url: str, **query: str) -> str:
    """The page as text; it must be there."""
    answer = client.get(url, query)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def contact(world: World, place: str, name: str, **details: str) -> Contact:
    details = {"name": name, **details}
    return make_contact(by=building.BUILDER, organisation=world.places[place], details=ContactDetails(**details))


def test_the_tree_shows_two_levels_and_counts_what_stands_further_down(world: World) -> None:
    text = page(world.client("access"), TREE)

    assert "Kilima-Corrections" in text
    assert "Mto" not in text
    assert "2 more below" in text


@pytest.mark.parametrize("url", [TREE, "/directory/at/kilima/", "/directory/at/kilima/holidays/"])
def test_the_directory_is_closed_to_whoever_holds_no_role(world: World, url: str) -> None:
    assert world.client("stranger").get(url).status_code == 404


def test_an_organisation_that_does_not_exist_answers_like_one_that_may_not_be_seen(world: World) -> None:
    absent = world.client("access").get("/directory/at/nowhere/")
    forbidden = world.client("stranger").get("/directory/at/kilima/")

    assert (absent.status_code, forbidden.status_code) == (404, 404)


@pytest.mark.parametrize("spelling", ["محمد الرشيد", "Mohamed al-Rashid", "MUHAMMAD"])
def test_a_person_is_found_in_any_script(world: World, spelling: str) -> None:
    contact(world, "mto", "Muhammad Al-Rashid")

    assert "Muhammad Al-Rashid" in page(world.client("access"), TREE, q=spelling)


def test_a_search_finds_nobody_whom_the_viewer_may_not_see(world: World) -> None:
    contact(world, "qasr-mfa", "Layla Haddad")

    assert "Layla Haddad" not in page(world.client("access"), TREE, q="Layla")
    assert "Layla Haddad" in page(world.client("admin"), TREE, q="Layla")


def test_e_mail_and_telephone_are_shown_on_the_contacts_own_page_only(world: World) -> None:
    row = contact(world, "mto", "Amina Juma", email="amina@example.org", phone="+254 700 1")
    client = world.client("access")

    assert "amina@example.org" in page(client, f"/directory/contacts/{row.pk}/")
    for url in ("/directory/contacts/", "/directory/at/mto/contacts/"):
        assert "amina@example.org" not in page(client, url)


def test_a_contact_of_another_country_is_not_there(world: World) -> None:
    row = contact(world, "qasr-mfa", "Layla Haddad")

    assert world.client("access").get(f"/directory/contacts/{row.pk}/").status_code == 404
    assert world.client("access").get("/directory/at/qasr-mfa/contacts/").status_code == 404
    assert "Layla Haddad" not in page(world.client("access"), "/directory/contacts/")


def test_contacts_stand_by_name_and_can_be_jumped_to(world: World) -> None:
    for name in ("Zuri", "Étienne", "amina"):
        contact(world, "mto", name)
    client = world.client("access")

    text = page(client, "/directory/at/mto/contacts/")
    assert text.index("amina") < text.index("Étienne") < text.index("Zuri")
    jumped = page(client, "/directory/at/mto/contacts/", jump="et")
    assert "amina</bdi>" not in jumped
    assert "Étienne" in jumped


def test_a_place_that_is_not_in_the_list_leads_to_its_beginning(world: World) -> None:
    assert "Here is its beginning" in page(world.client("access"), "/directory/contacts/", cursor="nonsense")


def test_a_focal_point_adds_and_corrects_contacts_of_the_own_country_only(world: World) -> None:
    client = world.client("access")
    made = client.post("/directory/at/mto/contacts/new/", {"name": "Amina Juma", "email": "a@example.org"})
    row = Contact.objects.get(name="Amina Juma")
    assert made.headers["Location"] == f"/directory/contacts/{row.pk}/"

    client.post(f"/directory/contacts/{row.pk}/change/", {"name": "Amina Otieno", "email": "b@example.org"})
    row.refresh_from_db()
    assert (row.name, row.email.open(row)) == ("Amina Otieno", "b@example.org")
    assert client.get("/directory/at/wadi/contacts/new/").status_code == 404


def test_a_service_number_belongs_to_one_contact(world: World) -> None:
    contact(world, "mto", "Amina", service_number="K-1")

    answer = world.client("access").post("/directory/at/mto/contacts/new/", {"name": "Zuri", "service_number": "K-1"})

    assert "has this service number" in answer.content.decode()


def test_the_administrator_makes_changes_and_closes_an_organisation(world: World) -> None:
    client = world.client("admin")
    new = {"kind": "facility", "name": "Lulu Prison", "key": "lulu"}
    assert client.post("/directory/at/coast/new/", new).headers["Location"] == "/directory/at/lulu/"
    client.post("/directory/at/lulu/change/", {"name": "Lulu Main Prison"})
    today = clock.today()
    client.post("/directory/at/lulu/close/", {"on_day": today.day, "on_month": today.month, "on_year": today.year})

    row = Organisation.objects.get(key="lulu")
    assert (row.name, row.parent, row.closed_on) == ("Lulu Main Prison", world.places["coast"], today)
    assert "Lulu Main Prison" in page(client, TREE, q="lulu")


def test_an_organisation_with_something_open_in_it_is_not_closed_and_the_page_says_why(world: World) -> None:
    today = clock.today()
    typed = {"on_day": today.day, "on_month": today.month, "on_year": today.year}

    answer = world.client("admin").post("/directory/at/kilima/close/", typed)

    assert "Close or move the organisations below it first." in answer.content.decode()


def test_a_key_is_used_once_and_written_plainly(world: World) -> None:
    client = world.client("admin")
    taken = client.post("/directory/at/coast/new/", {"kind": "facility", "name": "Mto", "key": "mto"})
    wrong = client.post("/directory/at/coast/new/", {"kind": "facility", "name": "Mto", "key": "Mto Prison"})

    assert "There is an organisation with the key mto already." in taken.content.decode()
    assert "Write small letters a to z" in wrong.content.decode()


@pytest.mark.parametrize("step", ["new/", "at/kilima/change/", "at/kilima/close/", "at/kilima/new/"])
def test_only_the_administrator_keeps_the_tree(world: World, step: str) -> None:
    assert world.client("access").get(TREE + step).status_code == 404


def test_nothing_is_made_below_a_closed_organisation(world: World) -> None:
    lulu = building.organisation("lulu", "region", "Lulu", world.places["kilima-corrections"])
    assert world.client("admin").get("/directory/at/lulu/new/").status_code == 200

    close_organisation(by=building.BUILDER, organisation=lulu, on=clock.today())

    assert world.client("admin").get("/directory/at/lulu/new/").status_code == 404


def test_holidays_are_added_and_taken_away_by_the_administrator_and_read_by_all(world: World) -> None:
    admin = world.client("admin")
    day = clock.today() + timedelta(days=30)
    typed = {"day_day": day.day, "day_month": day.month, "day_year": day.year, "name": "Harvest Day"}
    url = "/directory/at/kilima/holidays/"

    assert world.client("access").post(url, typed).status_code == 404
    admin.post(url, typed)
    assert "Harvest Day" in page(world.client("access"), url)
    assert "Harvest Day" in page(world.client("access"), "/directory/at/mto/")
    assert world.client("access").post(f"{url}{day.isoformat()}/remove/").status_code == 404
    admin.post(f"{url}{day.isoformat()}/remove/")
    assert not Holiday.objects.exists()


def test_a_weekend_is_a_countrys_own_and_leaves_a_working_day(world: World) -> None:
    client = world.client("admin")
    client.post("/directory/at/qasr/change/", {"name": "Qasr", "weekend": ["fri", "sat"]})
    assert Organisation.objects.get(key="qasr").weekend == "fri,sat"

    every = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    answer = client.post("/directory/at/qasr/change/", {"name": "Qasr", "weekend": every})
    assert "Leave at least one working day." in answer.content.decode()


def test_calendars_of_many_countries_are_those_of_each(world: World) -> None:
    for place, day in (("kilima", clock.today()), ("qasr", clock.today() + timedelta(days=1))):
        Holiday.objects.create(country=world.places[place], day=day, name="A feast")
    countries = [None, *(world.places[place].pk for place in ("kilima", "qasr", "nordhav"))]
    with CaptureQueriesContext(connection) as queries:
        found = calendars_of(countries)
    assert len(queries) == 2
    assert found == {country: calendar_of(country) for country in countries}
    assert len({calendar.holidays for calendar in found.values()}) == 3
