"""On PostgreSQL this version's migrations run while the version before them serves: nobody waits, nothing is lost.

On the embedded engine there is nothing to try here: one machine, stopped for the minute that it takes.
"""

import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.recovery.client import Client
from tests.recovery.installations import (
    PATIENCE,
    ROOT,
    Databases,
    Installation,
    answers,
    free_port,
    server_under_test,
)
from tests.recovery.writing import KINDS, End

# The last commit of the ground floor, before files, background work and the ledger of erasures.
VERSION_BEFORE = "e94e3325b60e76ed136ffe988fc4c7805200f0bf"
SOME = 3  # of each kind before the migrations, and again after them
PAGES = ("/", "/plans/", "/cve-p/", "/practices/", "/account/")


@pytest.fixture
def version_before(tmp_path: Path) -> Path:
    """The source of the version before, as it was."""
    folder = tmp_path / "before"
    folder.mkdir()
    archive = subprocess.run(["git", "archive", VERSION_BEFORE, "src"], cwd=ROOT, capture_output=True, check=False)
    if archive.returncode:
        pytest.skip(f"this clone has no history back to {VERSION_BEFORE[:7]}: fetch all of it")
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive.stdout, check=True)
    return folder / "src"


@pytest.fixture
def served(version_before: Path, tmp_path: Path, databases: Databases) -> Iterator[Installation]:
    """A forum of the version before, with its demonstration, being served."""
    made = Installation("forum", tmp_path / "data", free_port(), databases.make())
    environment = {**made.environment, "PYTHONPATH": str(version_before)}
    command = [sys.executable, "-m", "pulang.web", "--plane", "forum"]
    done = subprocess.run(
        [*command, "demo"], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    process = subprocess.Popen(
        [*command, "serve"], env=environment, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + PATIENCE
        while not answers(made.port):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield made
    finally:
        process.terminate()
        process.wait(30)
        databases.drop(made.database_url)


class Traffic:
    """People who read and write all the while; every answer is looked at."""

    def __init__(self, home: str) -> None:
        self.home, self.enough, self.read = home, threading.Event(), 0
        self.kept: dict[tuple[str, str], list[str]] = {}

    def wait_for_more(self) -> None:
        """Until some more pages were read and some more of each kind were kept."""
        before, deadline = self._done(), time.monotonic() + 60
        while any(now < was + SOME for now, was in zip(self._done(), before, strict=True)):
            assert time.monotonic() < deadline, "nobody gets on"
            time.sleep(0.05)

    def _done(self) -> tuple[int, ...]:
        kept = {kind.name: len(self.kept.get((kind.table, kind.column), [])) for kind in KINDS["forum"]}
        return self.read, kept["requests"], kept["plans"]

    def reading(self) -> None:
        """Every list, and the style sheet that the page names."""
        client = Client(self.home)
        client.sign_in("otieno")
        while not self.enough.is_set():
            for page in PAGES:
                answer = client.get(page)
                assert answer.status == 200, f"{page}: {answer.status}"
                sheets = re.findall(r'href="(/static/[^"]+\.css)"', answer.text)
                assert [client.get(sheet).status for sheet in sheets] == [200] * len(sheets)
                self.read += 1

    def writing(self, name: str) -> None:
        """Requests or plans; each that is acknowledged is remembered."""
        kind = next(kind for kind in KINDS["forum"] if kind.name == name)
        client, number = Client(self.home), 0
        client.sign_in(kind.account)
        while not self.enough.is_set():
            number += 1
            mark = f"upgrading {name} {number}"
            assert kind.write(client, mark, number) is End.KEPT
            self.kept.setdefault((kind.table, kind.column), []).append(mark)


if server_under_test():

    def test_nobody_notices_the_migrations(served: Installation) -> None:
        traffic = Traffic(served.home)
        with ThreadPoolExecutor(3) as pool:
            people = [
                pool.submit(traffic.reading),
                pool.submit(traffic.writing, "requests"),
                pool.submit(traffic.writing, "plans"),
            ]
            try:
                traffic.wait_for_more()
                done = served.call("migrate")
                traffic.wait_for_more()
            finally:
                traffic.enough.set()
            for person in people:
                person.result(60)
        assert done.returncode == 0, done.stderr
        for (table, column), marks in traffic.kept.items():
            assert len(marks) >= 2 * SOME
            rows = served.rows(f"SELECT {column} FROM {table} WHERE {column} LIKE 'upgrading %'")  # noqa: S608
            assert sorted(row[0] for row in rows) == sorted(marks)
        assert served.call("audit", "verify").returncode == 0
