"""Remembered counts: never stale after what somebody did, never somebody else's, and not counted twice without need.

The other tests run inside a transaction, where nothing is remembered; these have a database of their own.
"""

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker
from tests.web.populate import plan_text
from tests.worlds import World, build

from pulang.common.followup.actions import record_plan
from pulang.foundation.counts import Kept, Moment
from pulang.foundation.events.models import Event

IS_FORUM = settings.PULANG_PLANE == "forum"
READER, STRANGER = ("corrections", "outside-corrections") if IS_FORUM else ("training", "other-governor")
WRITER = "host" if IS_FORUM else "training"
ELSEWHERE = ("outside-corrections", "wadi") if IS_FORUM else ("training", "ziwa")


@contextmanager
def connected_to(**changes: Any) -> Iterator[None]:
    """Everything here asks another database for a while."""
    before = connections["default"]
    apart: Any = connections.create_connection("default")
    apart.settings_dict = {**apart.settings_dict, **changes}
    connections["default"] = apart
    try:
        yield
    finally:
        apart.close()
        connections["default"] = before


@contextmanager
def schema() -> Iterator[str]:
    """A schema of its own on PostgreSQL, as an option of the connection."""
    name = f"counts_{secrets.token_hex(4)}"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE SCHEMA "{name}"')
    try:
        yield f"{connection.settings_dict['OPTIONS'].get('options', '')} -c search_path={name}"
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP SCHEMA "{name}" CASCADE')


@contextmanager
def database(path: str) -> Iterator[None]:
    if connection.vendor == "sqlite":
        with connected_to(NAME=path):
            yield
        return
    with schema() as options, connected_to(OPTIONS={**connection.settings_dict["OPTIONS"], "options": options}):
        yield


@pytest.fixture(scope="module")
def apart(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The world in a database where what is done is committed."""
    path = str(tmp_path_factory.mktemp("counts") / "apart.sqlite3")
    with django_db_blocker.unblock(), database(path):
        call_command("migrate", verbosity=0)
        made = build()
        for number in range(3):
            plan(made, f"Plan {number}")
            plan(made, f"Plan {number}", *ELSEWHERE)
        yield made


def plan(world: World, title: str = "One more", who: str = WRITER, place: str = "mto") -> None:
    """Somebody records a plan for a prison, at first that of which the reader knows."""
    record_plan(
        by=world.viewer(who), host=world.places[place], owner=None, text=plan_text(title), provisions=[],
        written_on_paper_on=None,
    )  # fmt: skip


def page(world: World, who: str, address: str = "/plans/") -> Any:
    """What the list shows."""
    answer = world.client(who).get(address)
    assert answer.status_code == 200
    return answer.context["page"]


def counted(act: Callable[[], object]) -> int:
    """How often rows of plans were counted meanwhile."""
    with CaptureQueriesContext(connection) as queries:
        act()
    return sum(bool(re.match(r"SELECT COUNT\(\*\) FROM \(", query["sql"])) for query in queries.captured_queries)


def test_what_nobody_changed_is_counted_once(apart: World) -> None:
    plan(apart)
    assert counted(lambda: page(apart, READER, "/plans/?size=100")) <= 1
    first = [paged(apart, 2)]
    assert counted(lambda: first.append(paged(apart, 2))) == 0
    assert first[0] == first[1]


def paged(world: World, size: int, cursor: str | None = None, who: str = READER) -> Any:
    """A page of another size than the addresses offer."""
    from pulang.common.followup.queries import PLANS

    return PLANS.page(world.viewer(who), size=size, cursor=cursor)


def test_a_count_is_right_as_soon_as_somebody_else_did_something(apart: World) -> None:
    for _ in range(3):
        before, shown = paged(apart, 2).count, page(apart, READER).count
        assert before == shown == paged(apart, 2).count
        plan(apart)
        assert paged(apart, 2).count == page(apart, READER).count == before + 1


def test_a_place_is_counted_anew_after_somebody_else_did_something(apart: World) -> None:
    first = paged(apart, 2)
    second = paged(apart, 2, first.next_cursor)
    assert (second.first_index, second.count) == (3, first.count)
    plan(apart)
    moved = paged(apart, 2, first.next_cursor)
    assert (moved.first_index, moved.count) == (4, first.count + 1)
    assert moved.items == second.items


def test_who_walks_through_a_list_is_counted_for_once(apart: World) -> None:
    plan(apart)

    def walk() -> None:
        forward = [paged(apart, 1)]
        while forward[-1].next_cursor:
            forward.append(paged(apart, 1, forward[-1].next_cursor))
        assert [one.first_index for one in forward] == list(range(1, forward[0].count + 1))
        back = [forward[-1]]
        while back[-1].previous_cursor:
            back.append(paged(apart, 1, back[-1].previous_cursor))
        assert back[::-1] == forward

    assert counted(walk) == 1


def test_nobody_gets_the_count_of_somebody_else(apart: World) -> None:
    for _ in range(2):
        for who in (READER, STRANGER, READER, STRANGER):
            whole = page(apart, who)
            assert paged(apart, 1, who=who).count == whole.count == len(whole.items)
        assert paged(apart, 1).count != paged(apart, 1, who=STRANGER).count
        plan(apart)


def test_what_was_counted_before_an_action_is_not_believed_after_it(apart: World) -> None:
    before = Moment.now()
    plan(apart)
    before.note("question", 1)
    assert Moment.now().known("question") is None
    assert before.known("question") == 1


def test_an_action_that_did_not_come_through_changes_no_count(apart: World) -> None:
    before = page(apart, READER).count
    with transaction.atomic():
        plan(apart)
        transaction.set_rollback(True)
    assert page(apart, READER).count == before


def test_within_a_transaction_nothing_is_remembered(apart: World) -> None:
    page(apart, READER)
    with transaction.atomic():
        assert Moment.now().head is None
        before = page(apart, READER).count
        Moment.now().note("question", 1)
        assert Moment.now().known("question") is None
        plan(apart)
        assert page(apart, READER).count == before + 1
        transaction.set_rollback(True)
    assert page(apart, READER).count == before


def test_nothing_is_remembered_for_longer_than_a_minute(apart: World, monkeypatch: pytest.MonkeyPatch) -> None:
    Moment.now().note("question", 1)
    monkeypatch.setattr("pulang.foundation.counts.monotonic", lambda: 10_000_000.0)
    assert Moment.now().known("question") is None


def test_the_end_of_the_chain_is_what_the_events_say(apart: World) -> None:
    last = Event.objects.order_by("-position")[0]
    assert Moment.now().head[0] == (last.position, bytes(last.digest))  # type: ignore[index]


def test_the_store_forgets_what_was_asked_for_longest_ago() -> None:
    kept = Kept(2)
    for name in ("a", "b"):
        kept.put(name, 1)
    assert kept.get("a") == 1
    kept.put("c", 2)
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (1, None, 2)
