"""Serving: ready when it says so, gone within five seconds, a busy port told plainly, data kept."""

import os
import shutil
import signal
import socket
import time
from pathlib import Path

import pytest
from tests.journeys.conftest import Installation, free_port

from pulang.web.planes import PLANES


@pytest.fixture
def other(demonstration: Path, tmp_path: Path) -> Installation:
    made = Installation(tmp_path / "data", free_port(), free_port())
    shutil.copytree(demonstration, made.folder)
    return made


def descendants(pid: int) -> set[int]:
    """Processes below this one, by walking /proc."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(entry.name))
    found, todo = set(), [pid]
    while todo:
        below = children.get(todo.pop(), [])
        found.update(below)
        todo.extend(below)
    return found


def alive(pids: set[int]) -> set[int]:
    return {pid for pid in pids if Path(f"/proc/{pid}").exists() and "Z" not in _state(pid)}


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def with_workers(pid: int) -> set[int]:
    """Everything below a server that has started a worker beside each plane."""
    deadline = time.monotonic() + 30
    while len(workers := {child for child in descendants(pid) if "worker" in _words(child)}) < len(PLANES):
        assert time.monotonic() < deadline, f"workers: {workers}"
        time.sleep(0.1)
    return descendants(pid)


def _words(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except OSError:
        return []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serving_stops_within_five_seconds_and_leaves_nothing(other: Installation, number: signal.Signals) -> None:
    process = other.start()
    below = with_workers(process.pid)
    began = time.monotonic()
    os.kill(process.pid, number)
    assert process.wait(5) == 0
    assert time.monotonic() - began < 5
    assert alive(below) == set()


def test_a_busy_port_is_told_with_the_way_out(other: Installation) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", other.forum_port))
        taken.listen()
        done = other.call("serve")
    assert done.returncode == 1
    assert f"Port {other.forum_port} is in use" in done.stderr
    assert "PORT_FORUM=" in done.stderr


def test_the_demonstration_is_refused_where_it_has_no_place(tmp_path: Path) -> None:
    real = Installation(tmp_path, free_port(), free_port())
    done = real.call("--plane", "forum", "demo", PULANG_DEMONSTRATION="false")
    assert done.returncode == 1
    assert "not set up as a demonstration" in done.stderr


def test_a_wrong_setting_is_named_with_what_is_allowed(tmp_path: Path) -> None:
    done = Installation(tmp_path, free_port(), free_port()).call("check", PULANG_IDLE_MINUTES="many")
    assert done.returncode == 1
    assert "PULANG_IDLE_MINUTES is 'many'; allowed: 0 for the plane's own, or 1 to 720." in done.stderr


def test_help_teaches(installation: Installation) -> None:
    commands = ("serve", "demo", "migrate", "check", "user", "frameworks", "facilities", "audit", "worker", "run-due")
    for command in commands:
        done = installation.call(command, "--help")
        assert done.returncode == 0
        assert len(done.stdout.splitlines()) > 4
