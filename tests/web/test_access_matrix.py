"""Every address of the plane against every role and a stranger: the table stands in a file that people review.

After a deliberate change: ``PULANG_UPDATE=1`` writes the file anew; read the difference before you commit it.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.web.populate import populate
from tests.web.samples import arguments
from tests.worlds import PEOPLE, World

TABLE = Path(__file__).with_name(f"access-{settings.PULANG_PLANE}.txt")


def routes(
    resolver: URLResolver, prefix: str = "", spaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, URLPattern, str]]:
    """Every leaf of the address tree: route, pattern, and name with its namespaces."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, route, (*spaces, entry.namespace) if entry.namespace else spaces)
        else:
            yield route, entry, ":".join((*spaces, entry.name or ""))


def every_route() -> list[tuple[str, URLPattern, str]]:
    return sorted(routes(get_resolver()), key=lambda item: item[0])


def test_every_view_says_who_may_call_it() -> None:
    assert [route for route, pattern, _name in every_route() if not hasattr(pattern.callback, "guard")] == []


def test_the_rule_sees_a_view_without_a_guard() -> None:
    def bare(request: HttpRequest) -> None: ...

    assert not hasattr(bare, "guard")


@pytest.fixture
def populated(world: World) -> World:
    populate(world)
    return world


def test_the_table_of_access_is_the_reviewed_one(populated: World) -> None:
    people: list[str | None] = [None, "stranger", *[name for name, _place, _role in PEOPLE[settings.PULANG_PLANE]]]
    clients = {who: populated.client(who) for who in people}
    lines = [_line(route, name, clients, populated) for route, _pattern, name in every_route()]
    head = "address".ljust(58) + " ".join((who or "nobody")[:12].rjust(12) for who in people)
    found = "\n".join([head, *lines]) + "\n"
    if os.environ.get("PULANG_UPDATE"):
        TABLE.write_text(found, encoding="utf-8")
    assert found == TABLE.read_text(encoding="utf-8")


def _line(route: str, name: str, clients: dict[str | None, Client], world: World) -> str:
    address = arguments(route, name, world)
    codes = [str(client.get(address).status_code) for client in clients.values()]
    return f"/{route}".ljust(58) + " ".join(code.rjust(12) for code in codes)
