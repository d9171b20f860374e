"""The audit as inspectors read it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.worlds import World

from pulang.common.accounts.actions import change_organisation, make_contact, name_deputy
from pulang.common.accounts.actions.people import ContactDetails
from pulang.common.audit.rules import KINDS
from pulang.foundation.events.models import Event
from pulang.kernel import clock
from pulang.web.demo import building

AUDIT = "/audit/"
PRINCIPAL, DEPUTY = {"forum": ("policy", "trainer"), "service": ("training", "officer")}[settings.PULANG_PLANE]


def shown(client: Client, **query: str) -> str:
    answer = client.get(AUDIT, query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("who", ["stranger", "access", "admin"])
def test_the_audit_is_for_inspectors(world: World, who: str) -> None:
    assert world.client(who).get(AUDIT).status_code == 404
    assert world.client(who).post(f"{AUDIT}check/").status_code == 404


def test_events_stand_newest_first_with_what_happened_and_by_which_command(world: World) -> None:
    text = shown(world.client("inspector"))

    assert text.index("A role was given.") > 0
    assert "<code>demo</code>" in text
    newest, older = Event.objects.order_by("-position").values_list("position", flat=True)[:2]
    assert text.index(f">{newest}<") < text.index(f">{older}<")


def test_it_tells_who_acted_and_never_what_was_written(world: World) -> None:
    details = ContactDetails(name="Zuri Hidden", position="Unseen position")
    made = make_contact(by=world.viewer("access"), organisation=world.places["mto"], details=details)

    text = shown(world.client("inspector"), verb="contact.made")

    assert "A contact was added." in text
    assert "<bdi>Access</bdi>" in text
    assert str(made.pk) in text
    assert "Hidden" not in text
    assert "Unseen" not in text


def test_sealed_values_are_not_even_fetched(world: World) -> None:
    client = world.client("inspector")
    with CaptureQueriesContext(connection) as queries:
        shown(client)

    assert not [query for query in queries if "values_sealed" in query["sql"]]


def test_it_tells_on_whose_behalf_a_deputy_acted(world: World) -> None:
    today = clock.today()
    name_deputy(
        by=world.viewer(PRINCIPAL),
        principal=world.people[PRINCIPAL],
        deputy=world.people[DEPUTY],
        starts_on=today,
        ends_on=today + timedelta(days=3),
    )
    details = ContactDetails(name="Zuri")
    made = make_contact(by=world.viewer(DEPUTY), organisation=world.places["mto"], details=details)

    text = shown(world.client("inspector"), id=str(made.pk))

    assert f"<bdi>{DEPUTY.title()}</bdi>" in text
    assert f"on behalf of <bdi>{PRINCIPAL.title()}</bdi>" in text


def test_filters_narrow_by_who_what_where_and_when(world: World) -> None:
    client, today = world.client("inspector"), clock.today()
    by = building.viewer(world.people["admin"])
    change_organisation(by=by, organisation=world.places["mto"], name="Mto", weekend="sat,sun")

    for query in (
        {"who": "admin"},
        {"kind": "accounts.organisation"},
        {"organisation": "Mto"},
        {"since": today.isoformat(), "until": today.isoformat()},
    ):
        assert "An organisation was changed." in shown(client, **query), query
    for query in (
        {"who": "stranger"},
        {"kind": "accounts.contact"},
        {"organisation": "Qasr"},
        {"until": (today - timedelta(days=1)).isoformat()},
        {"since": (today + timedelta(days=1)).isoformat()},
    ):
        assert "An organisation was changed.</th>" not in shown(client, **query), query


def test_a_filter_that_cannot_be_understood_is_named_and_shows_nothing(world: World) -> None:
    text = shown(world.client("inspector"), id="not-an-id")

    assert "This is no id." in text
    assert "A role was given.</th>" not in text


def test_the_chain_is_checked_on_request(world: World) -> None:
    client = world.client("inspector")
    count = Event.objects.count()

    text = client.post(f"{AUDIT}check/", follow=True).content.decode()

    assert f"The chain holds: {count} events are unaltered." in text


def test_the_first_altered_event_is_named(world: World) -> None:
    tamper("UPDATE events_event SET verb = 'role.given' WHERE position = 3")

    text = world.client("inspector").post(f"{AUDIT}check/", follow=True).content.decode()

    assert "The chain does not hold at event 3" in text


def tamper(statement: str) -> None:
    """What somebody with the database itself could do: put the triggers out of action, then write."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE events_event DISABLE TRIGGER USER")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'events_event'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute(statement)


def test_every_kind_of_object_in_a_world_has_words(world: World) -> None:
    kinds = set(Event.objects.values_list("object_kind", flat=True).distinct())

    assert kinds - KINDS.keys() == set()


def test_the_page_costs_the_same_however_many_events_there_are(world: World) -> None:
    client = world.client("inspector")
    before = cost(client)
    for number in range(12):
        building.person(f"more-{number}", f"More {number}", world.places["mto"])

    assert cost(client) == before


def cost(client: Client) -> int:
    """How many queries the page takes, once the session has been seen."""
    shown(client)
    with CaptureQueriesContext(connection) as queries:
        shown(client)
    return len(queries)


def test_one_search_finds_what_was_done_by_whom_and_where(world: World) -> None:
    details = ContactDetails(name="Zuri")
    make_contact(by=world.viewer("access"), organisation=world.places["mto"], details=details)
    inspector = world.client("inspector")
    newest = Event.objects.latest("position").position

    for words in ("contact added", "access contact", str(newest), "contact mto"):
        assert f">{newest}<" in shown(inspector, words=words), words
    assert "No event answers" in shown(inspector, words="contact nobody-is-called-this")


@pytest.mark.parametrize("who", ["stranger", "access", "admin"])
def test_the_anchor_is_for_inspectors(world: World, who: str) -> None:
    assert world.client(who).get(f"{AUDIT}anchor/").status_code == 404


def test_an_anchor_printed_on_the_page_is_confirmed_later(world: World) -> None:
    inspector = world.client("inspector")
    paper = inspector.get(f"{AUDIT}anchor/").context["anchor"].text()
    make_contact(by=world.viewer("access"), organisation=world.places["mto"], details=ContactDetails(name="Zuri"))

    answer = inspector.post(f"{AUDIT}anchor/", {"text": paper.replace("\n", "\r\n")}).content.decode()

    assert "exactly as the paper says" in answer


def test_an_anchor_with_another_hash_is_not_confirmed_and_stays_in_the_form(world: World) -> None:
    inspector = world.client("inspector")
    paper = inspector.get(f"{AUDIT}anchor/").context["anchor"].text()
    answer = inspector.post(f"{AUDIT}anchor/", {"text": paper.replace("hash: ", "hash: 0000")}).content.decode()

    assert "do not agree" in answer
    assert "PULANG ANCHOR 1" in answer.split("<textarea")[1]
