"""Every list of the directory: pages by key, and a price that does not grow with the list."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.worlds import World

from pulang.web.demo import building

Grow = Callable[[World, int], None]


def more_organisations(world: World, number: int) -> None:
    building.organisation(f"more-{number}", "country", f"More {number}")


def more_below(world: World, number: int) -> None:
    building.organisation(f"more-{number}", "facility", f"More {number}", world.places["coast"])


def more_contacts(world: World, number: int) -> None:
    building.contact(world.places["mto"], f"More {number}")


def more_people(world: World, number: int) -> None:
    building.person(f"more-{number}", f"More {number}", world.places["mto"], "access-manager")


LISTS: dict[str, tuple[str, Grow]] = {
    "the tree": ("/directory/", more_organisations),
    "an organisation": ("/directory/at/coast/", more_below),
    "all contacts": ("/directory/contacts/", more_contacts),
    "an organisation's contacts": ("/directory/at/mto/contacts/", more_contacts),
    "an organisation's roles": ("/directory/at/mto/roles/", more_people),
    "an organisation's roles, the latest first": ("/directory/at/mto/roles/?order=latest", more_people),
    "accounts": ("/directory/accounts/", more_people),
    "accounts, the newest first": ("/directory/accounts/?order=newest", more_people),
}


def cost(client: Client, url: str) -> int:
    """How many queries the page takes, once the session has been seen."""
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_however_long_it_is(world: World, name: str) -> None:
    url, grow = LISTS[name]
    client = world.client("access")
    grow(world, 0)
    before = cost(client, url)
    for number in range(1, 8):
        grow(world, number)

    assert cost(client, url) == before
    assert before <= 20


@pytest.mark.parametrize("name", LISTS)
def test_a_stranger_sees_no_list(world: World, name: str) -> None:
    assert world.client("stranger").get(LISTS[name][0]).status_code == 404


def test_a_long_list_goes_on_by_pages_without_losing_or_repeating_anybody(world: World) -> None:
    for number in range(60):
        more_contacts(world, number)
    client = world.client("access")
    first = client.get("/directory/at/mto/contacts/")
    second = client.get("/directory/at/mto/contacts/", {"cursor": first.context["page"].next_cursor})

    names = [row.name for answer in (first, second) for row in answer.context["page"].items]
    assert len(names) == len(set(names)) == first.context["page"].count
    assert second.context["page"].next_cursor is None
