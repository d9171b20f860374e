"""Every address of the plane against every role and a stranger: the table stands in a file that people review.

What answers only to a sent form is asked with an empty one, and whatever it did is undone. Cells: ``sign-in`` sends to
the sign-in page, ``on`` to another page, else the status of the answer. After a deliberate change ``PULANG_UPDATE=1``
writes the file anew; read the difference before you commit it.

Operations of the API stand in a table of their own. They are asked by a program of each person, with something that
could be taken; what a change would write over is named with a version that does not stand: 412 says that this person
may change it.
"""

import os
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import DjangoDbBlocker
from tests.conftest import REPEATED
from tests.web import operations as samples
from tests.web.programs import Program, Route, leaves, operations, program
from tests.web.samples import arguments, variants
from tests.worlds import PEOPLE, World

TABLE = Path(__file__).with_name(f"access-{settings.PULANG_PLANE}.txt")
TABLE_OF_PROGRAMS = Path(__file__).with_name(f"access-api-{settings.PULANG_PLANE}.txt")
EVERYBODY = ["stranger", "deputy", *[name for name, _place, _role in PEOPLE[settings.PULANG_PLANE]]]
PEOPLE_ASKED = EVERYBODY[::3] if REPEATED else EVERYBODY
CONTENT = (
    "/cve-p/", "/working-group/", "/plans/", "/facilities/", "/coverage/", "/reach/",
    "/api/v1/requests", "/api/v1/record", "/api/v1/bodies", "/api/v1/plans", "/api/v1/facilities",
)  # fmt: skip
WITHOUT_CONTENT = {"stranger", "inspector", "data-protection", "access", "admin", "outside-access"}
NOT_FOR_ADMINISTRATORS = (*CONTENT, "/audit/", "/api/v1/audit/")
# Addresses at which the world of this test holds nothing for anybody.
NOTHING_THERE = {
    "/account/second-factor/app/remove/",
    "/account/second-factor/passkey/<int:pk>/remove/",
    "/account/second-factor/recovery-codes/",
    "/account/second-factor/recovery-codes/new/",
} | {
    "forum": {"/bridge/courses/take/"},
    "service": {
        "/bridge/courses/<slug:course>/<str:number>/signed.json",
        "/bridge/editions/<slug:edition>/<int:number>/signed.json",
        "/plans/<uuid:pk>/mentor/",
        "/plans/<uuid:pk>/result/release/",
        "/plans/new/<slug:origin>/<uuid:pk>/",
        "/api/v1/plans/<uuid:pk>/mentor",
        "/api/v1/plans/from/<slug:origin>/<uuid:pk>",
    },
}[settings.PULANG_PLANE]
pytestmark = pytest.mark.django_db


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
    """Sorted, and each address once: the library of signing in knows some under several names."""
    return list({route: (route, *more) for route, *more in sorted(routes(get_resolver()), key=_route)}.values())


def _route(item: tuple[str, URLPattern, str]) -> str:
    return item[0]


def test_every_view_says_who_may_call_it() -> None:
    assert [route for route, pattern, _name in every_route() if not hasattr(pattern.callback, "guard")] == []


def test_every_operation_of_the_api_says_who_may_call_it() -> None:
    found = operations()
    assert found
    assert [route.title for route in found if route.guard is None] == []
    assert {route.name for route in found} | {"openapi", "api-root"} == {leaf.name for leaf in leaves()}


def test_the_rule_sees_a_view_without_a_guard() -> None:
    def bare(request: HttpRequest) -> None: ...

    assert not hasattr(bare, "guard")


def cell(client: Client, address: str) -> tuple[str, str]:
    """How the address was asked, and what it answered; nothing of it stays but in the client."""
    with transaction.atomic():
        how, answer = "GET", client.get(address)
        if answer.status_code == 405:
            how, answer = "POST", deepcopy(client).post(address)
        transaction.set_rollback(True)
    if answer.status_code in {301, 302}:
        return how, "sign-in" if answer["Location"].startswith("/account/login/?next=") else "on"
    return how, str(answer.status_code)


Table = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def table(module_full_world: World, django_db_blocker: DjangoDbBlocker) -> Table:
    """For each address what everybody gets."""
    with django_db_blocker.unblock():
        return asked(module_full_world)


def asked(world: World) -> Table:
    """Ask every address as everybody."""
    clients = {"nobody": Client(), **{who: world.client(who) for who in PEOPLE_ASKED}}
    found: Table = {}
    for route, name in chain.from_iterable(variants(route, name) for route, _pattern, name in every_route()):
        address = arguments(route, name, world)
        cells = {who: cell(client, address) for who, client in clients.items()}
        how = "POST" if any(how == "POST" for how, _ in cells.values()) else "GET"
        found[f"{how.ljust(4)} /{route}"] = {who: answer for who, (_, answer) in cells.items()}
    return found | asked_by_programs(world)


def asked_by_programs(world: World) -> Table:
    """Ask every operation of the API by a program of each person."""
    programs = {"nobody": Program(None), **{who: program(world, who) for who in PEOPLE_ASKED}}
    return {route.title: {who: status(one, route, world) for who, one in programs.items()} for route in operations()}


def status(one: Program, route: Route, world: World) -> str:
    """What the operation answers; nothing of it stays."""
    with transaction.atomic():
        answer = samples.ask(one, route, world)
        transaction.set_rollback(True)
    return str(answer.status_code)


def written(table: Table) -> str:
    """The table as it stands in the file."""
    columns = ["nobody", *PEOPLE_ASKED]
    wide = {who: max(len(who), len("sign-in")) for who in columns}
    first = max(map(len, table)) + 2
    lines = ["address".ljust(first) + "  ".join(who.ljust(wide[who]) for who in columns)]
    lines += [
        address.ljust(first) + "  ".join(cells[who].ljust(wide[who]) for who in columns)
        for address, cells in table.items()
    ]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def trespasses(table: Table) -> list[tuple[str, str, str]]:
    """Cells that no review may let pass: the open door, and content for those whose roles have none."""
    open_to_nobody = {
        f"/{route}" for route, pattern, _name in every_route() if getattr(pattern.callback, "open_to_all", False)
    }
    own = {
        f"/{route}"
        for route, pattern, _name in every_route()
        if isinstance(getattr(pattern.callback, "guard", None), str)
    } | {f"/{route.route}" for route in operations() if isinstance(route.guard, str)}
    found = []
    for line, cells in table.items():
        address = line.split()[1]
        for who, answer in cells.items():
            closed = {
                "nobody": address not in open_to_nobody
                and answer != ("401" if is_for_programs(address) else "sign-in"),
                "stranger": address not in own and answer != "404",
                "admin": address.startswith(NOT_FOR_ADMINISTRATORS) and answer != "404",
            }.get(who, who in WITHOUT_CONTENT and address.startswith(CONTENT) and answer != "404")
            if closed:
                found.append((address, who, answer))
    return found


def is_for_programs(address: str) -> bool:
    """Whether an address is an operation's, and no page that explains them."""
    return (
        address.startswith("/api/v1/")
        and address != "/api/v1/"
        and not address.startswith(("/api/v1/docs/", "/api/v1/openapi"))
    )


def test_the_table_of_access_is_the_reviewed_one(table: Table) -> None:
    for file, is_asked in ((TABLE, False), (TABLE_OF_PROGRAMS, True)):
        found = written({line: cells for line, cells in table.items() if is_for_programs(line.split()[1]) is is_asked})
        if os.environ.get("PULANG_UPDATE"):
            file.write_text(found, encoding="utf-8")
        reviewed = file.read_text(encoding="utf-8")
        assert (_narrowed(found) == _narrowed(reviewed)) if REPEATED else (found == reviewed)
    assert trespasses(table) == []


@cache
def reviewed() -> Table:
    """What the reviewed file says: for each address, however it is asked, what everybody gets."""
    head, *lines = (line.split() for line in TABLE.read_text(encoding="utf-8").splitlines())
    return {line[1]: dict(zip(head[1:], line[2:], strict=True)) for line in lines}


def _narrowed(text: str) -> list[tuple[str, list[str]]]:
    """Each address with the cells of those who are asked, without how it was asked: that takes everybody to know."""
    head, *lines = (line.split() for line in text.splitlines())
    asked = [head.index(who) + 1 for who in ["nobody", *PEOPLE_ASKED]]
    return [(line[1], [line[place] for place in asked]) for line in lines]


@pytest.mark.skipif(REPEATED, reason="asked as everybody on SQLite")
def test_every_address_is_open_to_somebody(table: Table) -> None:
    in_vain = {
        line.split()[1] for line, cells in table.items() if {*cells.values()} in ({"sign-in", "404"}, {"401", "404"})
    }
    assert in_vain == NOTHING_THERE, "give these a sample that somebody may open"


def test_the_rule_sees_a_trespass(table: Table) -> None:
    content = next(line for line in table if line.split()[1] == "/plans/")
    for who in ("nobody", "stranger", "admin", "inspector"):
        assert trespasses({content: {**table[content], who: "200"}}) == [("/plans/", who, "200")]


@pytest.mark.parametrize("who", sorted({who for who, _place, _role in PEOPLE[settings.PULANG_PLANE]} & WITHOUT_CONTENT))
def test_the_page_of_a_good_practice_shows_no_content_to_roles_without_any(
    table: Table, module_full_world: World, who: str
) -> None:
    reader = {"forum": "corrections", "service": "training"}[settings.PULANG_PLANE]
    pages = {
        name: module_full_world.client(name).get("/practices/rome-memorandum/family/").content.decode()
        for name in (reader, who)
    }
    assert "A plan" in pages[reader]
    assert not [text for text in ("A plan", "A request", "A lesson", "A result") if text in pages[who]]
