"""A class over a network of its own: what the command refuses and shows, and what others than the own machine reach."""

import os
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result
from django.conf import settings as configured
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse
from django.test import RequestFactory

from pulang.web import serve as serving
from pulang.web.operation.classroom import only_for_the_class

Run = Callable[..., Result]
ADDRESS = "192.168.1.20"


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What would have been served, and with which settings; nothing listens."""
    told: dict[str, Any] = {}

    def serve(plane: str, wanted: serving.Wanted) -> int:
        told.update(plane=plane, workers=wanted.workers)
        told.update({name: os.environ[f"PULANG_{name}"] for name in ("LISTEN", "CLASSROOM", "HOSTS")})
        return 0

    monkeypatch.setattr(serving, "serve", serve)
    for name in ("PULANG_LISTEN", "PULANG_CLASSROOM", "PULANG_HOSTS"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    return told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--listen", "the-laptop"), "is no address"),
        (("--listen", "::", "--network"), "the one address"),
        (("--listen", ADDRESS), "Add --network if that is meant"),
        (("--workers", "0"), "0 is not in the range"),
    ],
)
def test_what_cannot_be_meant_is_refused(run: Run, served: dict[str, Any], words: tuple[str, ...], told: str) -> None:
    done = run("classroom", *words)
    assert done.exit_code == 2
    assert told in done.output
    assert not served


def test_it_serves_this_machine_alone_unless_the_network_is_meant(run: Run, served: dict[str, Any]) -> None:
    done = run("classroom")
    assert done.exit_code == 0, done.output
    assert served["LISTEN"] == served["CLASSROOM"] == "127.0.0.1"
    assert "No room is open yet." in done.output
    assert "not encrypted" not in done.output
    done = run("classroom", "--listen", ADDRESS, "--network", "--workers", "3")
    assert (served["plane"], served["LISTEN"], served["workers"]) == (configured.PULANG_PLANE, ADDRESS, 3)
    assert ADDRESS in served["HOSTS"].split(",")
    assert "not encrypted" in done.output


def test_it_shows_the_code_of_each_open_room(run: Run, served: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pulang.common.learning.queries.rooms.open_codes", lambda: ["CDFHJK"])
    shown = run("classroom", "--listen", ADDRESS, "--network").output
    assert f"http://{ADDRESS}:" in shown
    assert "/room/CDFHJK/" in shown
    assert "▄" in shown or "█" in shown


@pytest.mark.parametrize(
    ("path", "peer", "status"),
    [
        ("/room/CDFHJK/", "192.168.1.77", 200),
        ("/static/ui/pulang.css", "192.168.1.77", 200),
        ("/account/login/", "192.168.1.77", 200),
        ("/", "192.168.1.77", 404),
        ("/training/", "192.168.1.77", 404),
        ("/api/v1/me", "192.168.1.77", 404),
        ("/account/", "192.168.1.77", 404),
        ("/training/", "127.0.0.1", 200),
        ("/training/", ADDRESS, 200),
    ],
)
def test_others_reach_the_pages_of_the_class_alone(settings: Any, path: str, peer: str, status: int) -> None:
    settings.PULANG_CLASSROOM = ADDRESS
    answer = only_for_the_class(lambda request: HttpResponse())(RequestFactory().get(path, REMOTE_ADDR=peer))
    assert answer.status_code == status


def test_elsewhere_it_is_not_used() -> None:
    with pytest.raises(MiddlewareNotUsed):
        only_for_the_class(lambda request: HttpResponse())
