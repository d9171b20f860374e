"""The audit: every action records, nothing else can; the chain holds, and whoever touches it is found out."""

from contextlib import suppress

import pytest
from django.db import DatabaseError, connection, transaction

from pulang.common.accounts.actions import make_organisation
from pulang.common.accounts.models import Organisation, OrganisationKind
from pulang.foundation.events import keys
from pulang.foundation.events.append import Broken, opened, verify
from pulang.foundation.events.models import ChainHead, Event
from pulang.foundation.events.record import OutsideAction, SilentAction, action, record, unchanged
from pulang.foundation.events.triggers import undo_statements
from pulang.web.demo.building import BUILDER

pytestmark = pytest.mark.django_db


def country(key: str = "atlas") -> Organisation:
    return make_organisation(by=BUILDER, key=key, kind=OrganisationKind.COUNTRY, name=key.title())


def unprotect() -> None:
    """What somebody with the database in their hands would do first."""
    with connection.cursor() as cursor:
        for statement in undo_statements(connection.vendor):
            if "FUNCTION" not in statement:
                cursor.execute(statement)


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_an_action_appends_one_event_with_its_author_and_sealed_values() -> None:
    place = country()
    event = Event.objects.get()
    assert (event.position, event.verb, event.object_id, event.command) == (1, "organisation.made", place.pk, "demo")
    assert b"Atlas" not in bytes(event.values_sealed or b"")
    assert opened(event) == {"after": {"key": "atlas", "kind": "country", "name": "Atlas", "parent": None}}


def test_the_chain_holds_over_many_events() -> None:
    for number in range(5):
        country(f"land-{number}")
    assert verify() == 5
    assert ChainHead.objects.get().position == 5


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE events_event SET verb = 'x'",
        "DELETE FROM events_event",
        "UPDATE events_event SET position = 7 WHERE position = 1",
    ],
)
def test_the_database_refuses_to_change_what_happened(sql: str) -> None:
    country()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(sql)


def test_the_database_refuses_to_write_over_an_event() -> None:
    country()
    columns = "at, command, verb, object_kind, digest"
    with pytest.raises(DatabaseError), transaction.atomic():
        run(
            f"INSERT {'OR REPLACE ' if connection.vendor == 'sqlite' else ''}INTO events_event (position, {columns}) "  # noqa: S608
            f"SELECT position, {columns} FROM events_event"
        )


def test_a_truncated_table_is_refused_where_there_is_such_a_thing() -> None:
    country()
    statement = "TRUNCATE events_event" if connection.vendor == "postgresql" else "DELETE FROM events_event"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(statement)


@pytest.mark.parametrize(
    ("sql", "position"),
    [
        ("UPDATE events_event SET verb = 'organisation.moved' WHERE position = 2", 2),
        ("DELETE FROM events_event WHERE position = 2", 2),
        ("DELETE FROM events_event WHERE position = 3", 3),
        ("UPDATE events_event SET digest = (SELECT digest FROM events_event WHERE position = 1) WHERE position = 3", 3),
    ],
)
def test_verification_names_the_first_broken_event(sql: str, position: int) -> None:
    for number in range(3):
        country(f"land-{number}")
    unprotect()
    run(sql)
    with pytest.raises(Broken) as broken:
        verify()
    assert broken.value.position == position


def test_erasing_a_subject_closes_its_values_and_the_chain_still_verifies() -> None:
    place = country()
    assert keys.destroy(place.pk)
    assert opened(Event.objects.get()) is None
    assert verify() == 1


def test_nothing_is_recorded_outside_an_action() -> None:
    place = country()
    with pytest.raises(OutsideAction):
        record("organisation.seen", by=BUILDER, about=place)


def test_an_action_that_says_nothing_is_undone() -> None:
    place = country()

    @action
    def silent() -> None:
        place.name = "Changed"
        place.save()

    with pytest.raises(SilentAction):
        silent()
    place.refresh_from_db()
    assert place.name == "Atlas"


def test_an_action_that_finds_nothing_to_do_may_say_so() -> None:
    @action
    def idle() -> None:
        unchanged()

    idle()
    assert not Event.objects.exists()


def test_nested_actions_append_once_at_the_end_and_all_or_nothing() -> None:
    @action
    def two(fail: bool) -> None:
        country("first")
        assert not Event.objects.exists()
        country("second")
        if fail:
            raise ValueError

    with suppress(ValueError):
        two(fail=True)
    assert not Event.objects.exists()
    assert not Organisation.objects.exists()
    two(fail=False)
    assert [event.position for event in Event.objects.all()] == [1, 2]
