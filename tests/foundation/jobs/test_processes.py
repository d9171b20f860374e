"""Workers that die, stop and meet: real processes on a file database, and on PostgreSQL where the tests run there."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

pytestmark = pytest.mark.plane("forum")
PROCESS = Path(__file__).with_name("process.py")
PATIENCE = 60.0


@dataclass
class Installation:
    """A plane of its own for processes: its environment, and the file in which they write what they did."""

    environment: dict[str, str]
    lines: Path

    def start(self, what: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, str(PROCESS), what, str(self.lines)]
        return subprocess.Popen(command, env=self.environment)

    def call(self, what: str) -> None:
        assert self.start(what).wait(PATIENCE) == 0

    def pulang(self, *words: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "pulang.web", "--plane", "forum", *words]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)

    def said(self) -> list[str]:
        return [line.split()[0] for line in self.lines.read_text("utf-8").splitlines()] if self.lines.exists() else []

    def be_quick(self) -> None:
        self.lines.with_name("go").touch()


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A database of its own on the engine of this run, prepared as an installation prepares it."""
    folder = tmp_path_factory.mktemp("installation")
    with database(folder) as url:
        prepared = {**os.environ, "PULANG_DATA": str(folder), "PULANG_DATABASE_URL": url, "PULANG_PLANE": "forum"}
        command = [sys.executable, "-m", "pulang.web", "--plane", "forum", "migrate"]
        subprocess.run(command, env=prepared, check=True, capture_output=True)
        yield prepared


class database:
    """The address of a new, empty database; on SQLite empty, since the folder decides."""

    def __init__(self, folder: Path) -> None:
        self.server, self.name = os.environ.get("PULANG_DATABASE_URL", "").rpartition("/")[0], f"jobs_{os.getpid()}"

    def __enter__(self) -> str:
        if not self.server:
            return ""
        self._do(f"CREATE DATABASE {self.name}")
        return f"{self.server}/{self.name}"

    def __exit__(self, *error: object) -> None:
        if self.server:
            self._do(f"DROP DATABASE {self.name} WITH (FORCE)")

    def _do(self, statement: str) -> None:
        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as connection:
            connection.execute(statement)


@pytest.fixture
def installation(environment: dict[str, str], tmp_path: Path) -> Installation:
    return Installation(environment, tmp_path / "lines")


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.05)


def test_a_job_whose_worker_was_killed_is_done_once_by_the_next(installation: Installation) -> None:
    installation.call("ask")
    first = installation.start("worker")
    until(lambda: "began" in installation.said())
    first.kill()
    first.wait()
    assert installation.said() == ["began"]

    installation.be_quick()
    workers = [installation.start("worker") for _ in range(2)]
    until(lambda: "done" in installation.said())
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
    assert {worker.wait(PATIENCE) for worker in workers} <= {0, -signal.SIGTERM}
    assert installation.said() == ["began", "began", "done"]


def test_a_worker_at_work_keeps_its_job_however_long_it_takes(installation: Installation) -> None:
    installation.call("ask")
    workers = [installation.start("worker") for _ in range(2)]
    until(lambda: "began" in installation.said())
    time.sleep(2.5)  # longer than twice the lease
    installation.be_quick()
    until(lambda: "done" in installation.said())
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
        worker.wait(PATIENCE)
    assert installation.said() == ["began", "done"]


def test_a_worker_that_is_asked_to_stop_gives_its_job_back_at_once(installation: Installation) -> None:
    installation.call("ask")
    first = installation.start("worker")
    until(lambda: "began" in installation.said())
    first.send_signal(signal.SIGTERM)
    assert first.wait(PATIENCE) == 0
    assert installation.said() == ["began"]

    installation.be_quick()
    second = installation.start("worker")
    until(lambda: "done" in installation.said())
    second.send_signal(signal.SIGTERM)
    second.wait(PATIENCE)
    assert installation.said() == ["began", "began", "done"]


def test_of_many_looks_at_the_timetable_at_one_moment_one_runs_what_is_due(installation: Installation) -> None:
    together = [installation.start("timetable") for _ in range(4)]
    time.sleep(3)  # all of them wait at the line
    installation.be_quick()
    assert [process.wait(PATIENCE) for process in together] == [0] * 4
    assert installation.said() == ["counted"]
    installation.call("timetable")
    assert installation.said() == ["counted"]


def test_the_commands_run_what_is_due_and_stop_when_asked(installation: Installation) -> None:
    assert "0 failed" in installation.pulang("run-due").stderr
    assert "forum: 0 done" in installation.pulang("run-due").stderr
    worker = subprocess.Popen(
        [sys.executable, "-m", "pulang.web", "--plane", "forum", "worker"], env=installation.environment
    )
    time.sleep(2)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(PATIENCE) in (0, -signal.SIGTERM)


def test_an_installation_that_is_not_prepared_says_so(installation: Installation, tmp_path: Path) -> None:
    empty = {**installation.environment, "PULANG_DATA": str(tmp_path / "empty"), "PULANG_DATABASE_URL": ""}
    answer = Installation(empty, installation.lines).pulang("worker")
    assert answer.returncode == 1
    assert "Run pulang migrate first" in answer.stderr


def test_these_processes_use_the_engine_of_this_run(installation: Installation) -> None:
    engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    assert bool(installation.environment["PULANG_DATABASE_URL"]) == (engine == "postgresql")
