"""Log lines: one for each request and problem, and in none of them a word that somebody typed."""

import html
import io
import json
import logging
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from tests.web.programs import Program, operations, program
from tests.web.samples import arguments, variants
from tests.web.test_access_matrix import EVERYBODY, every_route, reviewed
from tests.worlds import World

from pulang.foundation.events.models import Event
from pulang.foundation.jobs import timetable
from pulang.web.operation import logs, watching

WORD = re.compile(r"typed\d+x")
FIELD = re.compile(r'<(?:input|textarea|select)\b[^>]*\bname="([^"]+)"[^>]*>')
FORM = re.compile(r'<form\b(?=[^>]*\bmethod="post")[^>]*>.*?</form>', re.DOTALL | re.IGNORECASE)
ACTION = re.compile(r'<form\b[^>]*\baction="([^"]+)"')
LOOKED_AT_BY = 2  # a page without a form for so many readers has none
pytestmark = pytest.mark.django_db


class Lines(logging.Handler):
    """Every record of every logger, as it would be written."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logs.JsonLines())
        self.text: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.text.append(self.format(record))

    @property
    def read(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text]

    def of(self, name: str) -> list[dict[str, Any]]:
        return [line for line in self.read if line["logger"] == name]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """All loggers at the level of an installation, so that nothing is quiet only because tests are."""
    handler, root = Lines(), logging.getLogger()
    before = {name: logging.getLogger(name).level for name in ("", "pulang", "django", "django.request")}
    for name in before:
        logging.getLogger(name).setLevel(logging.INFO)
    root.addHandler(handler)
    yield handler
    root.removeHandler(handler)
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


@contextmanager
def refusing_writes() -> Iterator[None]:
    """The database refuses every write in the way PostgreSQL does: with the values in the message."""

    def refuse(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE")) and "session" not in sql and "cache" not in sql:
            raise IntegrityError(f"duplicate key: ({parameters}) already exists, in {sql}")
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(refuse):
        yield


def forms(world: World) -> list[tuple[str, list[str], str]]:
    """Every form that somebody is shown: who saw it first, its fields, and where it is sent."""
    found: list[tuple[str, list[str], str]] = []
    clients = {who: world.client(who) if who else Client() for who in ("", *EVERYBODY)}
    pages = [(route, title) for route, _pattern, title in every_route() if not route.startswith("api/")]
    for full, title in pages:
        for route, name in variants(full, title):
            address = arguments(route, name, world)
            readers = [who for who in clients if reviewed()[f"/{route}"][who or "nobody"] == "200"]
            shown = (forms for who in readers if (forms := _forms(who, clients[who], address)) is not None)
            found += next(filter(None, islice(shown, LOOKED_AT_BY)), [])
    return found


def _forms(who: str, client: Client, address: str) -> list[tuple[str, list[str], str]] | None:
    """The forms of a page; ``None`` for whoever may not see it."""
    with transaction.atomic():
        answer = client.get(address)
        transaction.set_rollback(True)
    if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
        return None
    shown = FORM.findall(answer.content.decode().partition("<main")[2])
    targets = [sent.group(1) if (sent := ACTION.match(form)) else address for form in shown]
    return [(who, FIELD.findall(form), html.unescape(target)) for form, target in zip(shown, targets, strict=True)]


def test_no_word_of_any_form_reaches_a_log_line(full_world: World, lines: Lines) -> None:
    sent, number, statuses = 0, 0, set()
    for who, fields, target in forms(full_world):
        values = {}
        for name in fields:
            number += 1
            values[name] = f"typed{number}x"
        for wrapper in (refusing_writes, transaction.atomic):
            client = full_world.client(who) if who else Client()
            client.raise_request_exception = False
            with transaction.atomic(), wrapper():
                answer = client.post(f"{target}{'&' if '?' in target else '?'}q=typed0x", values)
                transaction.set_rollback(True)
            statuses.add(answer.status_code)
            sent += 1
    assert number > 60
    assert sent > 60
    assert {200, 302} <= statuses
    assert WORD.findall("\n".join(lines.text)) == []


def test_a_refused_sign_in_leaves_no_name_and_no_address(lines: Lines) -> None:
    Client(REMOTE_ADDR="203.0.113.77").post("/account/login/", {"login": "typed1x", "password": "typed2x"})
    assert lines.of("pulang.requests")[0]["route"] == "/account/login/"
    assert "typed" not in "".join(lines.text)
    assert "203.0.113.77" not in "".join(lines.text)


def test_a_problem_is_told_by_class_and_place_without_its_message(full_world: World, lines: Lines) -> None:
    client = Client(raise_request_exception=False)
    with transaction.atomic(), refusing_writes():
        answer = client.post("/account/login/", {"login": "policy typed1x", "password": "typed2x"})
        transaction.set_rollback(True)
    assert answer.status_code == 500
    told = [line["problem"] for line in lines.of("django.request") if "problem" in line]
    assert told[0]["class"] == "IntegrityError"
    assert any(frame.startswith("pulang/common/accounts/") for frame in told[0]["frames"])
    assert not WORD.findall("".join(lines.text))
    assert "duplicate key" not in "".join(lines.text)


def test_the_page_of_a_fault_carries_the_number_of_its_lines(full_world: World, lines: Lines) -> None:
    client = Client(raise_request_exception=False)
    with transaction.atomic(), refusing_writes():
        answer = client.post("/account/login/", {"login": "x", "password": "y"})
        transaction.set_rollback(True)
    number = answer.headers["X-Request-ID"]
    assert number in answer.content.decode()
    assert {line["request"] for line in lines.read if line["logger"].startswith(("django.request", "pulang"))} == {
        number
    }


def test_a_request_is_one_line_by_its_route(full_world: World, lines: Lines) -> None:
    who = {"forum": "policy", "service": "governor"}[settings.PULANG_PLANE]
    client = full_world.client(who)
    client.get("/plans/?q=typed1x&key=typed2x", HTTP_X_REQUEST_ID="typed3x", HTTP_USER_AGENT="typed4x")
    (line,) = lines.of("pulang.requests")
    assert (line["route"], line["method"], line["status"], line["level"]) == ("/plans/", "GET", 200, "info")
    assert line["ms"] > 0
    assert line["bytes"] > 0
    assert re.fullmatch(r"[0-9a-f]{12}", line["user"])
    assert "typed" not in "".join(lines.text)
    assert str(full_world.people[who].pk) not in "".join(lines.text)


@pytest.mark.parametrize("address", ["/typed1x/typed2x", "/plans/typed1x/", "/download/typed1x.typed2x"])
def test_an_address_that_is_nowhere_is_not_written(full_world: World, lines: Lines, address: str) -> None:
    full_world.client("admin").get(address)
    full_world.client("admin").generic("TYPED3X", address)
    assert len(lines.of("pulang.requests")) == 2
    assert lines.of("pulang.requests")[1]["method"] == "OTHER"
    assert "typed" not in "".join(lines.text).lower()


def test_a_forged_host_is_not_written(lines: Lines, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["pulang.example"]
    assert Client().get("/", HTTP_HOST="typed1x.example").status_code == 400
    assert lines.of("django.security.DisallowedHost")
    assert "typed" not in "".join(lines.text)


def test_the_mark_of_a_user_changes_with_the_day(full_world: World, lines: Lines) -> None:
    from datetime import timedelta

    from pulang.kernel import clock

    now = clock.now()
    for moment in (now, now + timedelta(days=1)):
        request = RequestFactory().get("/")
        request._cached_user = full_world.people["admin"]  # type: ignore[attr-defined]
        with clock.at(moment):
            watching.watched(lambda request: HttpResponse())(request)
    marks = [line["user"] for line in lines.of("pulang.requests")]
    assert len(set(marks)) == 2


def test_a_failing_task_of_the_timetable_is_told_without_its_message(db: None, lines: Lines) -> None:
    from datetime import timedelta

    def fail() -> None:
        Event.objects.get(pk="typed1x")

    entry = timetable.Entry("tests.failing", timedelta(days=1), fail)
    timetable.register(entry)
    try:
        assert "tests.failing" in timetable.run_due().failed
    finally:
        del timetable.TIMETABLE["tests.failing"]
    told = next(line for line in lines.of("pulang.foundation.jobs.timetable") if line["level"] == "error")
    assert (told["task"], told["event"]) == ("tests.failing", "a task of the timetable failed")
    assert "typed" not in "".join(lines.text)


def test_what_nobody_caught_is_told_the_same_way() -> None:
    stream = io.StringIO()
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook, logging.raiseExceptions
    before = logging.root.handlers[:]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.JsonLines())
    try:
        logs.take_over()
        logging.root.addHandler(handler)
        thread = threading.Thread(target=lambda: int("typed1x"))
        thread.start()
        thread.join()
    finally:
        sys.excepthook, threading.excepthook, sys.unraisablehook, logging.raiseExceptions = hooks
        logging.captureWarnings(False)
        logging.root.handlers[:] = before
    (line,) = map(json.loads, stream.getvalue().splitlines())
    assert (line["level"], line["problem"]["class"]) == ("critical", "ValueError")
    assert "typed" not in stream.getvalue()


def test_a_word_in_a_line_would_be_seen(lines: Lines) -> None:
    logging.getLogger("pulang.tests").warning("typed7x")
    assert WORD.findall("".join(lines.text)) == ["typed7x"]


def test_a_causal_chain_is_told_by_its_classes() -> None:
    try:
        try:
            int("typed1x")
        except ValueError as error:
            raise KeyError("typed2x") from error
    except KeyError as found:
        told = logs.problem(found)
    assert (told["class"], told["because"]) == ("KeyError", ["ValueError"])
    assert "typed" not in json.dumps(told)


def test_nothing_that_a_program_sends_is_written(full_world: World, lines: Lines) -> None:
    who = {"forum": "policy", "service": "governor"}[settings.PULANG_PLANE]
    known, stranger = program(full_world, who), Program("typed1x")
    asked = 0
    for route in operations():
        address = "/" + re.sub(r"<[^>]+>", "typed2x", route.route) + "?cursor=typed3x&q=typed4x"
        for one in (known, stranger):
            one.client.raise_request_exception = False
            with transaction.atomic(), refusing_writes():
                one.send(route.method, address, {"title": "typed5x", "name": "typed6x"}, key="typed7x")
                transaction.set_rollback(True)
            asked += 1
    assert len(lines.of("pulang.requests")) == asked > 10
    assert not WORD.findall("".join(lines.text))
