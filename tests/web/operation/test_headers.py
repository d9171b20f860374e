"""Strict headers stand on every kind of answer of the plane."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from tests.web.test_access_matrix import every_route
from tests.worlds import World

from pulang.web.operation.headers import ALWAYS, OTHER, PAGE

pytestmark = pytest.mark.django_db
WHO = {"forum": "policy", "service": "governor"}[settings.PULANG_PLANE]


@pytest.fixture
def style(tmp_path: Path, settings: Any) -> str:
    """The address of a style sheet as it is served for real."""
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "pulang.css").write_text("a{}")
    settings.STATIC_ROOT = tmp_path
    return "/static/ui/pulang.css"


def answers(world: World, style: str) -> dict[str, Any]:
    """One answer of each kind."""
    nobody, somebody = Client(raise_request_exception=False), world.client(WHO)
    return {
        "sign-in page": nobody.get("/account/login/"),
        "page": somebody.get("/"),
        "redirect": nobody.get("/plans/"),
        "not found": somebody.get("/nowhere/"),
        "wrong method": somebody.get("/sign-out/"),
        "bad host": nobody.get("/", HTTP_HOST="other host"),
        "forged form": Client(enforce_csrf_checks=True).post("/account/login/", {}),
        "file": somebody.get("/download/today.csv"),
        "health": nobody.get("/health"),
        "style sheet": nobody.get(style),
        "missing style sheet": nobody.get("/static/nothing.css"),
        **_of_programs(somebody),
    }


def _of_programs(client: Client) -> dict[str, Any]:
    """Answers for programs, where this version has any."""
    routes = [route for route, _pattern, _name in every_route() if route.startswith("api/v1/") and "<" not in route]
    return {f"/{route}": client.get(f"/{route}") for route in routes}


def test_strict_headers_stand_on_every_kind_of_answer(world: World, style: str, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    found = answers(world, style)
    assert {found[kind].status_code for kind in ("not found", "bad host", "forged form")} == {404, 400, 403}
    assert found["file"].headers["Content-Disposition"].startswith("attachment")
    for kind, answer in found.items():
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        assert answer.headers["Content-Security-Policy"] == (PAGE if is_page else OTHER), kind
        assert ALWAYS.items() <= answer.headers.items(), kind
        assert "X-Request-ID" in answer.headers, kind


def test_nothing_but_what_is_everybodys_may_be_kept(world: World, style: str) -> None:
    kept = {
        kind
        for kind, answer in answers(world, style).items()
        if answer.headers["Cache-Control"] != "no-store" and "private" not in answer.headers["Cache-Control"]
    }
    assert kept - {f"/{route}" for route, _p, _n in every_route()} == {"style sheet"}


@pytest.mark.parametrize("part", ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"])
def test_the_policy_begins_with_nothing_allowed(part: str) -> None:
    assert part in PAGE
    assert part in OTHER
    assert "unsafe" not in PAGE
    assert "*" not in PAGE


def test_a_fault_carries_them_too(world: World) -> None:
    from django.db import OperationalError, connection

    def away(*given: Any) -> Any:
        raise OperationalError("away")

    with connection.execute_wrapper(away):
        answer = Client(raise_request_exception=False).get("/health")
    assert answer.status_code == 503
    assert answer.headers["Content-Security-Policy"] == PAGE


def test_https_is_demanded_for_a_year_where_it_is_spoken(settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 3600
    told = Client().get("/account/login/", secure=True).headers["Strict-Transport-Security"]
    assert told == "max-age=31536000"
