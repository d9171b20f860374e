"""Several web servers and workers on one database: machines on PostgreSQL, processes on SQLite.

What machines share is the database, the keys and the folder of stored files.
"""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.recovery.client import Answer, Client
from tests.recovery.installations import (
    PATIENCE,
    PULANG,
    ROOT,
    Installation,
    Server,
    answers,
    descendants,
    free_port,
    serve,
    serving,
)

from pulang.web.demo.accounts import ACCOUNTS

READY = re.compile(r'href="(/documents/[0-9a-f-]+/file)"')


@pytest.fixture
def other(installation: Installation, tmp_path: Path) -> Installation:
    """A second machine, which shares the folder of files; on the embedded engine a second process."""
    if not installation.database_url:
        return replace(installation, port=free_port())
    folder = tmp_path / "other"
    files = installation.plane_folder / "files"
    files.mkdir(exist_ok=True)
    shutil.copytree(installation.folder, folder, ignore=shutil.ignore_patterns("files"))
    (folder / installation.plane / "files").symlink_to(files, target_is_directory=True)
    return replace(installation, folder=folder, port=free_port())


@pytest.fixture
def two(installation: Installation, other: Installation) -> Iterator[tuple[Client, Client]]:
    """A client of each: the first has no worker beside it, and makes every document in the background."""
    with ExitStack() as stack:
        stack.enter_context(serving(installation, None, "--no-background", PULANG_LONG_DOCUMENT="0"))
        stack.enter_context(serving(other, None, "--workers", "2"))
        yield Client(installation.home), Client(other.home)


def test_machines_share_sessions_limits_documents_and_files(two: tuple[Client, Client]) -> None:
    one, another = two
    one.sign_in("irene")
    another.cookies = one.cookies
    assert another.get("/audit/").status == 200

    assert one.get("/download/audit.csv").status == 302
    ready = waited_for(lambda: READY.search(one.get("/documents/").text))
    assert [client.get(ready[1]).status for client in two] == [200, 200]

    strangers = [Client(client.home) for client in two]
    assert [wrong_password(strangers[turn % 2]) for turn in range(6)] == [200] * 5 + [429]

    another.get("/")
    another.post("/sign-out/", {})
    assert one.get("/audit/").path == "/account/login/"


def wrong_password(client: Client) -> int:
    client.get("/account/login/")
    return client.post("/account/login/", {"login": "nobody-here", "password": "wrong"}).status


def waited_for(look: Callable[[], "re.Match[str] | None"]) -> "re.Match[str]":
    deadline = time.monotonic() + PATIENCE
    while (found := look()) is None:
        assert time.monotonic() < deadline
        time.sleep(0.3)
    return found


@contextmanager
def nobody_writes(installation: Installation) -> Iterator[None]:
    """Hold what every sign-in must write."""
    if installation.database_url:
        with psycopg.connect(installation.database_url) as connection:
            connection.execute("LOCK TABLE events_event IN ACCESS EXCLUSIVE MODE")
            yield
        return
    connection = sqlite3.connect(installation.database, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    yield
    connection.execute("ROLLBACK")
    connection.close()


class Sender(Client):
    """Says when it begins to send its form."""

    def __init__(self, home: str) -> None:
        super().__init__(home)
        self.sends = threading.Event()

    def post(self, *given: Any, **more: Any) -> Answer:
        self.sends.set()
        return super().post(*given, **more)


def test_requests_under_way_are_finished_before_the_server_stops(installation: Installation) -> None:
    server = serve(installation, None, "--workers", "2")
    people = {account.sign_in_name: Sender(installation.home) for account in ACCOUNTS[installation.plane][:4]}
    with ThreadPoolExecutor(4) as pool:
        with nobody_writes(installation):
            signing_in = [pool.submit(client.sign_in, name) for name, client in people.items()]
            assert all(client.sends.wait(PATIENCE) for client in people.values())
            time.sleep(1)
            assert not any(future.done() for future in signing_in)
            server.process.send_signal(signal.SIGTERM)
            time.sleep(1)
            assert server.process.poll() is None
        for future in signing_in:
            future.result(timeout=PATIENCE)
    assert server.process.wait(30) == 0


def cmdline(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def test_new_processes_take_over_without_losing_a_request(installation: Installation) -> None:
    with serving(installation, None, "--no-background", "--workers", "2") as server:
        before, statuses, enough = server_workers(server), [], threading.Event()

        def ask() -> None:
            client = Client(installation.home)
            while not enough.is_set():
                statuses.append(client.get("/account/login/").status)

        with ThreadPoolExecutor(3) as pool:
            asking = [pool.submit(ask) for _ in range(3)]
            time.sleep(0.5)
            server.process.send_signal(signal.SIGHUP)
            deadline = time.monotonic() + PATIENCE
            while server_workers(server) & before:
                assert time.monotonic() < deadline
                time.sleep(0.1)
            seen, deadline = len(statuses), time.monotonic() + PATIENCE
            while len(statuses) < seen + 10 and not any(future.done() for future in asking):
                assert time.monotonic() < deadline
                time.sleep(0.1)
            enough.set()
            for future in asking:
                future.result()
        assert set(statuses) == {200}
        assert server_workers(server)


def server_workers(server: Server) -> set[int]:
    """The processes below granian's first."""
    (first,) = [pid for pid in descendants(server.process.pid) if b"granian" in cmdline(pid) and is_first(pid, server)]
    return set(descendants(first))


def is_first(pid: int, server: Server) -> bool:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]) == server.process.pid


def test_figures_of_all_processes_come_together_on_a_port_of_their_own(installation: Installation) -> None:
    port = free_port()
    with serving(installation, None, "--workers", "2", PULANG_METRICS_PORT=str(port)):
        client = Client(installation.home)
        for _ in range(20):
            client.get("/account/login/?q=typed1x")
        client.get("/typed2x/typed3x")
        told = asked(port)
        assert 'pulang_requests_total{method="GET",route="/account/login/",status="200"} 20.0' in told
        assert 'pulang_requests_total{method="GET",route="none",status="404"} 1.0' in told
        assert 'pulang_memory_bytes{role="web"}' in told
        for name in ("pulang_database_up 1.0", "pulang_jobs_waiting 0.0", "pulang_jobs_oldest_waiting_seconds",
                     "pulang_database_bytes", "pulang_disk_free_bytes"):  # fmt: skip
            assert name in told
        assert "typed" not in told
        assert client.get("/metrics").status == 404
    with pytest.raises(OSError):
        asked(port, 0.5)


def asked(port: int, seconds: float = PATIENCE) -> str:
    """What Prometheus would be told, once it is told anything."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def test_no_figures_are_told_unless_asked_for(installation: Installation) -> None:
    with serving(installation) as server:
        words = [cmdline(pid) for pid in (server.process.pid, *descendants(server.process.pid))]
        assert not any(b"metrics" in word for word in words)
        assert Client(installation.home).get("/metrics").status == 404


def test_every_line_of_a_served_plane_is_json_and_holds_nothing_typed(
    installation: Installation, tmp_path: Path
) -> None:
    environment = {**installation.environment, "PULANG_LOGS": "json", "PULANG_LONG_DOCUMENT": "0"}
    log = tmp_path / "log"
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [PULANG, "--plane", installation.plane, "serve", "--workers", "2"],
            env=environment, cwd=ROOT, stdout=stream, stderr=stream, start_new_session=True,
        )  # fmt: skip
        try:
            deadline = time.monotonic() + PATIENCE
            while not answers(installation.port):
                assert time.monotonic() < deadline
                time.sleep(0.1)
            client = Client(installation.home)
            client.get("/account/login/?next=/typed1x/")
            client.post("/account/login/", {"login": "typed2x", "password": "typed3x"})
            client.sign_in("irene")
            assert client.get("/download/audit.csv?anything=typed4x").status == 302
            waited_for(lambda: READY.search(client.get("/documents/").text))
            os.kill(process.pid, signal.SIGHUP)
            time.sleep(1)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(40)
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert {"pulang.requests", "pulang.serve", "pulang.foundation.jobs.worker"} <= {line["logger"] for line in lines}
    text = log.read_text()
    assert not re.search(r"typed\d|irene|127\.0\.0\.1", text)
