"""A client at work while the server tree is killed again and again; afterwards, what it was promised is counted.

    python -m tests.recovery.kills --kills 500 --seed 7 [--plane forum] [--database postgresql://.../server]

builds a demonstration of its own and prints one line with its figures; the exit code is 1 where a promise was broken.
"""

import argparse
import http.client
import random
import sys
import tempfile
import threading
import time
import urllib.parse
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.recovery.client import Answer, Client
from tests.recovery.installations import Installation, Server, serve

COLUMNS = "key,name,under,for whom,date,capacity,population\n"
ROWS = 6


@dataclass
class Promise:
    """One write: its mark, and whether the server said that it is done."""

    mark: str
    kept: bool = False


@dataclass
class Worker:
    """Somebody who writes without pause, one kind of thing; a server that is away is waited for."""

    name: str
    write: Callable[[Client, str], bool]
    home: str
    table: str
    column: str
    promises: list[Promise] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    unanswered: int = 0

    def work(self, stop: threading.Event, prefix: str) -> None:
        client = Client(self.home)
        signed_in = False
        while not stop.is_set():
            try:
                if not signed_in:
                    client.sign_in(self.name)
                    signed_in = True
                promise = Promise(f"{prefix} {self.table} {len(self.promises)}")
                self.promises.append(promise)
                promise.kept = self.write(client, promise.mark)
            except (OSError, http.client.HTTPException):
                self.unanswered += 1
                stop.wait(0.02)
            except (AssertionError, IndexError) as error:
                self.faults.append(f"{self.name} {self.table}: {error}"[:600])
                return


def request(client: Client, mark: str) -> bool:
    """A draft of a request; true when it was acknowledged."""
    page = opened(client, "/cve-p/new/")
    form = {"host": page.options("host")[0], "language": "en", "title": mark}
    return acknowledged(client.post("/cve-p/new/", form), "/need/")


def plan(client: Client, mark: str) -> bool:
    """An action plan with the good practice that it serves."""
    page = opened(client, "/plans/new/")
    soon = time.localtime(time.time() + 3 * 86400)
    form = {
        "host": page.options("host")[0],
        "language": "en",
        "title": mark,
        "problem": "Visitors wait in the rain.",
        "first_step": "A covered waiting place.",
        "must_agree": "The governor",
        "indicator": "Minutes of waiting",
        "baseline": "60",
        "target": "10",
        "first_step_on_day": str(soon.tm_mday),
        "first_step_on_month": str(soon.tm_mon),
        "first_step_on_year": str(soon.tm_year),
        "provisions": page.checkboxes("provisions")[0],
    }
    return acknowledged(client.post("/plans/new/", form), "/plans/")


def register(client: Client, mark: str) -> bool:
    """A table of facilities, sent, checked and written; each of its rows carries the mark."""
    key = mark.replace(" ", "-").replace("_", "-").lower()
    rows = [f"{key}-{number},{mark} {number},kilima-coast,men,2026-01-31,100,90" for number in range(ROWS)]
    opened(client, "/facilities/import/")
    sent = client.post("/facilities/import/", {}, file=("facilities.csv", (COLUMNS + "\n".join(rows)).encode()))
    assert sent.status == 302, sent.text
    opened(client, "/facilities/import/check/")
    return acknowledged(client.post("/facilities/import/check/", {"choice": "write"}), "/facilities/import/done/")


def opened(client: Client, path: str) -> Answer:
    """The page of a form."""
    answer = client.get(path)
    assert answer.status == 200, f"{path}: {answer.status} {answer.path}"
    return answer


def acknowledged(answer: Answer, where: str) -> bool:
    """Whether the server led on to what it made; a page with errors would be a mistake of the harness."""
    assert answer.status in {302, 503}, answer.text
    return answer.status == 302 and where in answer.path


KINDS: dict[str, tuple[tuple[str, Callable[[Client, str], bool], str, str], ...]] = {
    "forum": (
        ("otieno", request, "engagements_engagementrequest", "title"),
        ("amina", plan, "followup_actionplan", "title"),
    ),
    "service": (
        ("amina", plan, "followup_actionplan", "title"),
        ("amina", register, "accounts_organisation", "name"),
    ),
}


@dataclass
class Report:
    """What came of a run."""

    kills: int
    promised: int
    unpromised: int
    broken: list[str]


def run(installation: Installation, *, kills: int, seed: int) -> Report:
    """Kill the server tree so many times at random moments, then count. The same seed draws the same moments."""
    moments = random.Random(seed)
    workers = [Worker(name, write, installation.home, *place) for name, write, *place in KINDS[installation.plane]]
    stop = threading.Event()
    server = serve(installation)
    threads = [threading.Thread(target=worker.work, args=(stop, f"kill {seed}")) for worker in workers]
    for thread in threads:
        thread.start()
    try:
        for _ in range(kills):
            time.sleep(moments.uniform(0.3, 1.5))
            server = _killed_and_back(server)
        time.sleep(0.5)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        server.kill()
    return _counted(installation, workers, kills)


def _killed_and_back(server: Server) -> Server:
    server.kill()
    return serve(server.installation)


def _counted(installation: Installation, workers: list[Worker], kills: int) -> Report:
    broken = [fault for worker in workers for fault in worker.faults]
    for worker in workers:
        broken += _miscounted(installation, worker)
    broken += _torn(installation)
    verified = installation.call("audit", "verify")
    if verified.returncode:
        broken.append(verified.stderr)
    promises = [promise for worker in workers for promise in worker.promises]
    kept = sum(promise.kept for promise in promises)
    return Report(kills, kept, len(promises) - kept, broken)


def _miscounted(installation: Installation, worker: Worker) -> list[str]:
    """What was acknowledged is there once, what was not at most once; an import has all of its rows or none."""
    sql = f"SELECT {worker.column} FROM {worker.table} WHERE {worker.column} LIKE 'kill %'"  # noqa: S608 - constants
    whole = ROWS if worker.write is register else 1
    found = Counter(row[0].rpartition(" ")[0] if whole > 1 else row[0] for row in installation.rows(sql))
    wrong = []
    for promise in worker.promises:
        count = found.pop(promise.mark, 0)
        if count != whole and (promise.kept or count):
            wrong.append(f"{promise.mark}: acknowledged {promise.kept}, found {count} of {whole}")
    return [*wrong, *(f"{mark}: never asked for" for mark in found)]


def _torn(installation: Installation) -> list[str]:
    """Every row has its event and what belongs to it; no event speaks of what is not there."""
    checks = {
        "a plan without its event": "SELECT id FROM followup_actionplan WHERE title LIKE 'kill %' AND id NOT IN "
        "(SELECT object_id FROM events_event WHERE object_id IS NOT NULL)",
        "an event of a plan that is not there": "SELECT object_id FROM events_event WHERE "
        "object_kind = 'followup.actionplan' AND object_id NOT IN (SELECT id FROM followup_actionplan)",
        "a plan without its good practice": "SELECT id FROM followup_actionplan WHERE title LIKE 'kill %' "
        "AND id NOT IN (SELECT plan_id FROM followup_planprovision)",
    }
    if installation.plane == "service":
        checks["a facility without its figures"] = (
            "SELECT organisation_id FROM facilities_facility JOIN accounts_organisation o ON o.id = organisation_id "
            "WHERE o.name LIKE 'kill %' AND organisation_id NOT IN (SELECT facility_id FROM facilities_facilitycount)"
        )
    return [f"{what}: {row[0]}" for what, sql in checks.items() for row in installation.rows(sql)]


def main() -> int:
    """One run on a demonstration of its own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plane", choices=sorted(KINDS), default="forum")
    parser.add_argument("--port", type=int, default=18765)
    parser.add_argument("--database", default="", help="address of an empty PostgreSQL database; else SQLite")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pulang-kills-") as folder:
        installation = Installation(asked.plane, Path(folder), asked.port, asked.database)
        made = installation.call("demo")
        if made.returncode:
            sys.exit(made.stderr)
        began = time.monotonic()
        report = run(installation, kills=asked.kills, seed=asked.seed)
    engine = urllib.parse.urlsplit(asked.database).scheme or "sqlite"
    print(  # noqa: T201 - a command
        f"{asked.plane} {engine}: {report.kills} kills in {time.monotonic() - began:.0f} s, "
        f"{report.promised} acknowledged, {report.unpromised} not; {len(report.broken)} broken promises"
    )
    for line in report.broken:
        print(line)  # noqa: T201
    return 1 if report.broken else 0


if __name__ == "__main__":
    sys.exit(main())
