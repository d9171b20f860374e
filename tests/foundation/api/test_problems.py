"""Whatever goes wrong under /api/ is a problem of a declared kind; cookies and other sites count for nothing."""

import errno
import json
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from tests.web.programs import Program, operations, program
from tests.worlds import BACKEND, World

from pulang.foundation.api import problems, throttling
from pulang.foundation.api.problems import CONTENT_TYPE, KINDS
from pulang.web.api import urls

READER = {"forum": "corrections", "service": "officer"}[settings.PULANG_PLANE]


@pytest.fixture
def reader(world: World) -> Program:
    return program(world, READER)


def problem(answer: Any, status: int, slug: str) -> dict[str, Any]:
    """The problem, once it has the form that RFC 9457 asks for."""
    assert (answer.status_code, answer["Content-Type"]) == (status, CONTENT_TYPE), answer.content
    told: dict[str, Any] = answer.json()
    assert (told["type"], told["status"]) == (f"/api/v1/docs/errors/#{slug}", status)
    assert told["title"]
    assert told["detail"]
    assert told["instance"].startswith("urn:uuid:")
    return told


@pytest.mark.parametrize("address", ["/api/", "/api/v1/nothing", "/api/v2/me", "/api/v1/plans/not-an-id"])
def test_an_unknown_address(reader: Program, address: str) -> None:
    problem(reader.get(address), 404, "not-found")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "OPTIONS", "TRACE", "HEAD"])
def test_a_method_that_the_address_does_not_take(reader: Program, method: str) -> None:
    answer = reader.send(method, "me", {})
    assert (answer.status_code, answer["Allow"], answer["Content-Type"]) == (405, "GET", CONTENT_TYPE)


def send(reader: Program, content: bytes, content_type: str = "application/json") -> Any:
    headers = {"Idempotency-Key": uuid4().hex}
    return reader.client.post("/api/v1/notices/read", content, content_type=content_type, headers=headers)


@pytest.mark.parametrize("content", [b"{", b"\xff", b'{"a": NaN}', b"[" * 100_000, b'{"a": 1} {"b": 2}'])
def test_what_is_no_json(reader: Program, content: bytes) -> None:
    problem(send(reader, content), 400, "malformed")


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_content_of_another_kind(reader: Program, content_type: str) -> None:
    problem(send(reader, b"{}", content_type), 415, "wrong-content-type")


def test_too_much_content(reader: Program) -> None:
    problem(send(reader, b'{"a": "' + b"x" * 3_000_000 + b'"}'), 413, "too-large")


def test_values_that_cannot_be_taken_are_named_one_by_one(reader: Program) -> None:
    told = problem(send(reader, b'{"more": 1}'), 422, "invalid")
    assert [(error["source"], error["pointer"]) for error in told["errors"]] == [("body", "/more")]
    told = problem(reader.get("frameworks/documents?limit=101&cursor=%00"), 422, "invalid")
    assert {(error["source"], error["pointer"]) for error in told["errors"]} == {
        ("query", "/limit"),
        ("query", "/cursor"),
    }


def test_a_place_that_is_in_no_list(reader: Program) -> None:
    told = problem(reader.get("frameworks/documents?cursor=nowhere"), 422, "invalid")
    assert told["errors"][0]["pointer"] == "/cursor"


def test_no_token_and_tokens_that_are_none(world: World) -> None:
    assert problem(Program(None).get("me"), 401, "not-signed-in")
    for token in ("", "plg_", "x" * 53, "plg_" + "0" * 49):
        answer = Program(token).get("me")
        problem(answer, 401, "not-signed-in")
        assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_session_of_a_browser_opens_nothing_here(world: World) -> None:
    browser = Client()
    browser.force_login(world.people[READER], backend=BACKEND)
    assert browser.get("/").status_code == 200
    problem(browser.get("/api/v1/me"), 401, "not-signed-in")
    assert not browser.get("/api/v1/me").cookies


def test_no_other_site_is_let_in(reader: Program) -> None:
    answer = reader.get("me", origin="https://elsewhere.example")
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_who_is_wrong_too_often_waits_and_others_at_the_same_address_go_on(reader: Program) -> None:
    wrong = Program("plg_" + "0" * 49)
    for _attempt in range(throttling.MOST_MISTAKES):
        assert wrong.get("me").status_code == 401
    answer = wrong.get("me")
    problem(answer, 429, "too-many")
    assert 0 < int(answer["Retry-After"]) <= 15 * 60
    assert reader.get("me").status_code == 200


def test_who_calls_too_often_waits(reader: Program, settings: Any) -> None:
    settings.PULANG_API_PER_MINUTE = 5
    statuses = [reader.get("me").status_code for _call in range(7)]
    assert statuses[:5] == [200] * 5
    answer = reader.get("me")
    problem(answer, 429, "too-many")
    assert 0 < int(answer["Retry-After"]) <= 60


def test_processes_count_together(settings: Any, db: None) -> None:
    """Two budgets stand for two processes; each tells the shared cache of each call."""
    one, two = throttling.Budget("pair", 60, exact=True), throttling.Budget("pair", 60, exact=True)
    cache.clear()
    for _call in range(10):
        one.spend("somebody", 20)
    for _call in range(9):
        two.spend("somebody", 20)
    two.spend("somebody", 20)
    with pytest.raises(problems.Problem):
        two.spend("somebody", 20)


def test_the_shared_cache_is_told_of_a_twentieth_of_the_limit_at_a_time(db: None) -> None:
    cache.clear()
    one, two = throttling.Budget("parts", 60), throttling.Budget("parts", 60)
    for _call in range(95):
        one.spend("somebody", 100)
    for _call in range(5):
        two.spend("somebody", 100)
    with pytest.raises(problems.Problem):
        two.spend("somebody", 100)


def test_a_database_that_does_not_answer(reader: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: Any) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("pulang.common.access.queries.own_access", away)
    answer = reader.get("me")
    assert "disk" in problem(answer, 503, "away")["detail"]
    assert answer["Retry-After"]


def test_a_mistake_of_ours_tells_nothing_but_its_name(
    reader: Program, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: Any) -> Any:
        raise RuntimeError("delicate")

    monkeypatch.setattr("pulang.common.access.queries.own_access", broken)
    answer = reader.get("me")
    told = problem(answer, 500, "broken")
    assert b"delicate" not in answer.content
    fields = [getattr(line, "fields", {}) for line in caplog.records]
    assert {"what": "broken", "instance": told["instance"]} in fields


def test_problems_speak_the_language_that_is_asked_for(reader: Program) -> None:
    english, other = reader.get("nothing"), reader.get("nothing", **{"Accept-Language": "fr;q=0.9, xx"})
    assert (english["Content-Language"], other["Content-Language"]) == ("en", "fr")


def test_every_operation_declares_every_problem_that_it_can_answer() -> None:
    paths = urls.document()["paths"]
    found = {one["operationId"]: set(one["responses"]) for path in paths.values() for one in path.values()}
    assert set(found) == {route.name for route in operations()}
    for route in operations():
        always = {400, 401, 404, 429, 500, 503}
        writes = {403, 409, 413, 415, 422} if route.method != "GET" else set()
        versions = {412, 428} if route.method != "GET" and route.facts.versioned else set()
        assert always | writes | versions <= {int(status) for status in found[route.name]}, route.name


def test_the_schema_is_openapi_3_1_and_open(db: None) -> None:
    answer = Client().get("/api/v1/openapi.json")
    assert answer.json()["openapi"].startswith("3.1")
    assert json.dumps(answer.json()).count("plg_") <= 1


def test_every_kind_of_problem_is_explained_at_its_address(world: World) -> None:
    page = world.client(READER).get("/api/v1/docs/errors/").content.decode()
    assert [kind.slug for kind in KINDS if f'id="{kind.slug}"' not in page] == []
