"""The staff roll in database and browser: lists that are taken, moves that are kept, names that stay home."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.web.staff import HEAD, list_of
from tests.worlds import World

from pulang.common.accounts.actions import change_contact, make_contact
from pulang.common.accounts.actions.people import ContactDetails
from pulang.common.accounts.models import Contact
from pulang.common.facilities.actions import StaffReport, import_facilities, take_list
from pulang.common.facilities.models import Officer, StaffList, StaffPosting, StaffUpload
from pulang.common.facilities.rules import Kind
from pulang.foundation.events.models import Event
from pulang.kernel import clock
from pulang.web.demo import building

TODAY = clock.today()
FIGURES = (
    "key,name,under,for whom,date,capacity,population\nmto,,,men,2026-09-01,600,718\nziwa,,,women,2026-09-01,450,498"
)


@pytest.fixture
def begun(world: World) -> World:
    """Two facilities in the register, and the list of last month taken."""
    import_facilities(by=world.viewer("training"), text=FIGURES, write=True, good_rows_only=False)
    take(world, list_of(6), days=30)
    return world


def take(
    world: World, text: str, *, days: int = 0, good: bool = False, decisions: dict[int, str] | None = None
) -> StaffReport:
    return take_list(
        by=world.viewer("training"),
        text=text,
        listed_on=TODAY - timedelta(days=days),
        decisions=decisions or {},
        write=True,
        good_rows_only=good,
    )


def roll() -> set[tuple[str, str, str]]:
    rows = Officer.objects.filter(left_on__isnull=True)
    return set(rows.values_list("contact__name", "facility__organisation__key", "grade__key"))


def held(name: str) -> list[tuple[str, date, date | None]]:
    rows = StaffPosting.objects.filter(officer__contact__name=name).order_by("starts_on", "pk")
    return list(rows.values_list("facility__organisation__key", "starts_on", "ends_on"))


def test_a_list_that_is_taken_is_the_roll_and_moves_are_kept(begun: World) -> None:
    before = TODAY - timedelta(days=30)
    changed = list_of(4, "S4,Listed 4,ziwa,governor,man", "S9,New One,mto,officer,woman")
    report = take(begun, changed)
    assert report.difference.counts() == {Kind.JOINED: 1, Kind.TRANSFERRED: 1, Kind.GRADED: 1, Kind.LEFT: 1}
    assert ("Listed 4", "ziwa", "governor") in roll()
    assert held("Listed 4") == [("mto", before, TODAY), ("ziwa", TODAY, None)]
    assert held("Listed 5") == [("ziwa", before, TODAY)]
    assert Contact.objects.get(name="Listed 4").organisation == begun.places["ziwa"]
    assert Contact.objects.get(name="Listed 5").left_on == TODAY
    assert Officer.objects.get(contact__name="New One").joined_on == TODAY
    events = Event.objects.filter(verb__startswith="officer.").order_by("-position")[:3]
    assert {event.verb for event in events} == {"officer.joined", "officer.left", "officer.changed"}
    lists = StaffList.objects.count()
    again = take(begun, changed)
    assert (again.written, again.list_id, again.difference.changes) == (True, None, ())
    assert StaffList.objects.count() == lists


def test_who_left_comes_back_under_the_same_number_with_a_gap_between_the_posts(begun: World) -> None:
    take(begun, list_of(5), days=20)
    report = take(begun, list_of(6), days=10)
    assert report.difference.counts() == {Kind.RETURNED: 1}
    day = TODAY - timedelta(days=10)
    assert held("Listed 5") == [("ziwa", TODAY - timedelta(days=30), TODAY - timedelta(days=20)), ("ziwa", day, None)]
    assert Contact.objects.get(name="Listed 5").left_on is None


def test_one_problem_takes_nothing_and_good_rows_take_the_rest(begun: World) -> None:
    spoilt = list_of(6, "S7,,mto,officer,woman", "S8,Late One,nowhere,officer,", "S9,Good One,mto,officer,man")
    assert not take(begun, spoilt).written
    assert len(roll()) == 6
    report = take(begun, spoilt, good=True)
    assert report.written
    assert ("Good One", "mto", "officer") in roll()
    assert len(roll()) == 7
    row = StaffList.objects.get(pk=report.list_id)
    assert [(one["row"], one["column"]) for one in row.left_out] == [(8, "name"), (9, "facility")]


def test_a_nominee_of_the_directory_comes_onto_the_roll_and_is_one_person(begun: World) -> None:
    by = building.BUILDER
    known = make_contact(by=by, organisation=begun.places["ziwa"], details=ContactDetails("Asha M.", "", "1204"))
    alike = make_contact(by=by, organisation=begun.places["mto"], details=ContactDetails("Omari J."))
    text = list_of(6, "1204,Asha M.,mto,officer,woman", ",omari j,mto,officer,")
    assert not take(begun, text).written, "somebody has to say who is meant"
    assert take(begun, text, decisions={9: str(alike.pk)}).written
    assert set(Officer.objects.filter(contact__in=[known.pk, alike.pk]).values_list("pk", flat=True)) == {
        known.pk,
        alike.pk,
    }
    assert Contact.objects.filter(service_number="1204").count() == 1


def test_a_correction_in_the_directory_keeps_the_order_of_the_roll(begun: World) -> None:
    contact = Contact.objects.get(name="Listed 0")
    details = ContactDetails("Aaron", "", "S-0")
    change_contact(by=begun.viewer("training"), contact=contact, details=details)
    officer = Officer.objects.get(pk=contact.pk)
    assert (officer.sort_key, officer.number) == ("aaron", "s-0")


def test_a_long_list_takes_hardly_more_queries_but_for_the_keys_of_its_people(begun: World) -> None:
    def asked(size: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert take(begun, list_of(size)).written
        own = [query["sql"] for query in captured.captured_queries if "events_" not in query["sql"]]
        return sum("SAVEPOINT" not in sql for sql in own)

    few = asked(20)
    assert asked(120) <= few + 6


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.parametrize("who", ["training", "governor"])
def test_the_roll_is_searched_in_any_script_and_shows_what_somebody_held(begun: World, who: str) -> None:
    take(begun, list_of(5, "S5,عائشة م.,mto,senior,woman"))
    client = begun.client(who)
    page = shown(client, "/facilities/mto/staff/?q=aisha")
    (officer,) = re.findall(r'href="/facilities/staff/([0-9a-f-]+)/"', page)
    assert "Listed 0" not in page
    assert officer in shown(client, "/facilities/mto/staff/?q=s5")
    posts = shown(client, f"/facilities/staff/{officer}/")
    assert posts.index("Mto") < posts.index("Posts held") < posts.index(">Ziwa<")
    assert "4 officers on the roll" in shown(client, "/facilities/mto/")


@pytest.mark.parametrize("who", ["officer", "security", "inspector", "admin", "access", "stranger", "other-governor"])
def test_names_are_for_those_who_run_the_place(begun: World, who: str) -> None:
    officer = Officer.objects.filter(facility=begun.places["mto"].pk).order_by("pk")[0].pk
    client = begun.client(who)
    for address in ("/facilities/mto/staff/", f"/facilities/staff/{officer}/"):
        assert client.get(address).status_code == 404
    assert "Listed" not in client.get("/facilities/mto/").content.decode()


def send(client: Client, text: str, **day: str) -> object:
    when = {
        "listed_on_day": str(TODAY.day),
        "listed_on_month": str(TODAY.month),
        "listed_on_year": str(TODAY.year),
    } | day
    return client.post("/facilities/staff/import/", {"file": SimpleUploadedFile("staff.csv", text.encode()), **when})


def test_the_way_from_a_file_to_the_roll(begun: World) -> None:
    known = make_contact(by=building.BUILDER, organisation=begun.places["mto"], details=ContactDetails("Omari J."))
    client = begun.client("training")
    send(client, list_of(5, ",Omari J.,mto,officer,man", "S9,New One,mto,offcer,man"))
    page = shown(client, "/facilities/staff/import/check/")
    for words in (
        "Nothing is taken yet",
        "not on the list",
        "Listed 5",
        "Is “officer” meant?",
        "Row 7",
        "Somebody new",
    ):
        assert words in page
    assert 'value="write"' not in page
    send(client, list_of(5, ",Omari J.,mto,officer,man"))
    undecided = client.post("/facilities/staff/import/check/", {"choice": "write"})
    assert "Say of each row in doubt who is meant" in undecided.content.decode()
    assert not Officer.objects.filter(contact=known).exists()
    done = client.post("/facilities/staff/import/check/", {"choice": "write", "row-7": str(known.pk)}, follow=True)
    assert "The list was taken into the roll." in done.content.decode()
    assert Officer.objects.filter(contact=known).exists()
    assert not StaffUpload.objects.exists()


def test_a_list_of_tomorrow_is_refused_and_nothing_is_kept(begun: World) -> None:
    tomorrow = TODAY + timedelta(days=1)
    day = {
        "listed_on_day": str(tomorrow.day),
        "listed_on_month": str(tomorrow.month),
        "listed_on_year": str(tomorrow.year),
    }
    answer = send(begun.client("training"), list_of(5), **day)
    assert "This day lies ahead" in answer.content.decode()  # type: ignore[attr-defined]
    assert not StaffUpload.objects.exists()


def test_a_keeper_of_one_prison_changes_no_other(begun: World) -> None:
    building.person("keeper", "Keeper", begun.places["mto"], "training-officer")
    from pulang.common.accounts.models import User

    by = building.viewer(User.objects.get(sign_in_name="keeper"))
    text = f"{HEAD}\nS1,Listed 1,mto,officer,man\nS3,Listed 3,ziwa,officer,man"
    report = take_list(by=by, text=text, listed_on=TODAY, decisions={}, write=True, good_rows_only=True)
    assert [one.fault.value for one in report.difference.problems] == ["facility-unknown"]
    assert ("Listed 3", "ziwa", "officer") in roll()
