"""Lists of programs: walked from end to end by their addresses, with an exact count; empty for strangers; cheap."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker
from tests.conftest import undone
from tests.web.operations import address
from tests.web.populate import OWN_READER, more
from tests.web.programs import Program, operations, program
from tests.web.test_lists import home, indexes, is_indexed, watched_orders
from tests.worlds import World

# Who looks at each list, and the most queries it may take.
READERS = {
    "list_events": "inspector", "list_documents": OWN_READER, "list_notices": OWN_READER,
}  # fmt: skip
pytestmark = pytest.mark.django_db
EVERYBODY = {"forum": "corrections", "service": "training"}[settings.PULANG_PLANE]
MOST_QUERIES = 26


def lists() -> list[str]:
    """Every operation that lists by pages."""
    return [route.name for route in operations() if route.method == "GET" and route.name.startswith("list_")]


def where(name: str, world: World) -> str:
    return address(next(route for route in operations() if route.name == name), world)


def caller(name: str, world: World) -> Program:
    return program(world, READERS.get(name, EVERYBODY))


def walk(asking: Program, start: str, way: str) -> Iterator[dict[str, Any]]:
    """Every page from an address on."""
    at: str | None = start
    while at:
        page = asking.get(at).json()
        yield page
        at = page[way]


@pytest.mark.parametrize("name", lists())
def test_a_list_is_walked_there_and_back_without_missing_or_repeating_anything(full_world: World, name: str) -> None:
    asking, start = caller(name, full_world), where(name, full_world)
    whole = asking.get(f"{start}?limit=100").json()
    pages_there = list(walk(asking, f"{start}?limit=2", "next"))
    there = [item for page in pages_there for item in page["items"]]
    assert there[: len(whole["items"])] == whole["items"]
    assert {page["count"] for page in pages_there} == {len(there)} == {whole["count"]}
    assert whole["count"], "a list in which nothing stands proves nothing"
    if len(pages_there) > 1:
        last = pages_there[-2]["next"]
        back = [page["items"] for page in walk(asking, last, "previous")]
        assert [item for items in reversed(back) for item in items] == there


@pytest.mark.parametrize("name", lists())
def test_a_stranger_finds_nothing(full_world: World, name: str) -> None:
    answer = program(full_world, "stranger").get(where(name, full_world))
    assert answer.status_code == 404 or (answer.json()["items"], answer.json()["count"]) == ([], 0)


@pytest.fixture(scope="module")
def costs(module_full_world: World, django_db_blocker: DjangoDbBlocker) -> dict[str, tuple[int, int]]:
    """How many queries each list takes, and how many once there is more of everything."""
    with django_db_blocker.unblock(), undone():
        asked = [(caller(name, module_full_world), where(name, module_full_world)) for name in lists()]
        few = [queries_of(asking, start) for asking, start in asked]
        more(deepcopy(module_full_world))
        many = [queries_of(asking, start) for asking, start in asked]
    return dict(zip(lists(), zip(few, many, strict=True), strict=True))


@pytest.mark.parametrize("name", lists())
def test_more_rows_take_no_more_queries(costs: dict[str, tuple[int, int]], name: str) -> None:
    few, many = costs[name]
    assert many <= few <= MOST_QUERIES


def queries_of(asking: Program, start: str) -> int:
    asking.get(start)
    with CaptureQueriesContext(connection) as captured:
        assert asking.get(start).status_code == 200
    return len(captured.captured_queries)


@pytest.mark.parametrize("name", lists())
def test_every_order_has_an_index(full_world: World, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    seen = watched_orders(monkeypatch)
    asking, start = caller(name, full_world), where(name, full_world)
    route = next(route for route in operations() if route.name == name)
    for order in orders_of(route.name):
        assert asking.get(f"{start}?order={order}" if order else start).status_code == 200
    assert seen
    places = [home(*order) for order in seen]
    assert [place for place in places if not is_indexed(place[1], indexes(place[0]), place[2])] == []


def orders_of(name: str) -> list[str]:
    """The orders that the schema offers for a list; one empty word where there is nothing to choose."""
    from pulang.web.api.urls import document

    found = next(one for path in document()["paths"].values() for one in path.values() if one["operationId"] == name)
    offered = [one["schema"]["enum"] for one in found["parameters"] if one["name"] == "order"]
    return list(offered[0]) if offered else [""]
