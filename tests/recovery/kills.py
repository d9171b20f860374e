"""People at work while the server tree is killed again and again; afterwards, what they were promised is counted.

    python -m tests.recovery.kills --kills 1000 --engine postgresql [--seed 7] [--plane service]

Demonstrations of its own, a fresh one for every fifty kills; one line of figures for each plane. The exit code is 1
where a promise was broken, and the seed that is printed draws the same moments again.
"""

import argparse
import http.client
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.recovery import counting
from tests.recovery.client import Client
from tests.recovery.counting import Promise
from tests.recovery.installations import Databases, Installation, free_port, serve
from tests.recovery.writing import KINDS, End, Kind

ROOT = Path(__file__).resolve().parents[2]
A_ROUND = 50
LONGEST = 1.5
PATIENCE = 60


@dataclass
class Worker:
    """Somebody who writes without pause, one kind of thing; a server that is away is waited for."""

    kind: Kind
    home: str
    promises: list[Promise] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)

    @property
    def kept(self) -> int:
        """How many writes were acknowledged so far."""
        return sum(promise.end is not End.UNKNOWN for promise in self.promises)

    def work(self, client: Client, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                self._write(client)
            except (OSError, http.client.HTTPException):
                stop.wait(0.02)
            except (AssertionError, IndexError) as error:
                self.mistakes.append(f"{self.kind.name}: {error}"[:600])
                return

    def _write(self, client: Client) -> None:
        client.get("/health")
        number = len(self.promises)
        promise = Promise(f"kill {self.kind.name} {number}")
        self.promises.append(promise)
        promise.end = self.kind.write(client, promise.mark, number)


@dataclass
class Report:
    """What came of it. ``kept`` counts acknowledged writes by kind, ``unknown`` those that nobody answered."""

    kills: int = 0
    kept: Counter[str] = field(default_factory=Counter)
    unknown: int = 0
    broken: list[str] = field(default_factory=list)

    def add(self, other: "Report") -> None:
        """Take another round in."""
        self.kills += other.kills
        self.kept += other.kept
        self.unknown += other.unknown
        self.broken += other.broken

    def line(self) -> str:
        """The figures, for a person."""
        kinds = ", ".join(f"{number} {name}" for name, number in sorted(self.kept.items()))
        return f"{self.kills} kills; acknowledged: {kinds}; {self.unknown} without answer; {len(self.broken)} broken"


def campaign(plane: str, server: str, *, kills: int, seed: int) -> Report:
    """So many kills of one plane on throw-away demonstrations; ``server`` is a PostgreSQL address, or empty."""
    moments, databases, report = random.Random(seed), Databases(server, f"kills_{plane}"), Report()
    while report.kills < kills and not report.broken:
        with tempfile.TemporaryDirectory(prefix="pulang-kills-") as folder:
            installation = Installation(plane, Path(folder), free_port(), databases.make())
            try:
                _demonstration(installation)
                number = min(A_ROUND, kills - report.kills)
                report.add(a_round(installation, [moments.uniform(0, LONGEST) for _ in range(number)]))
            finally:
                databases.drop(installation.database_url)
    return report


def _demonstration(installation: Installation) -> None:
    made = installation.call("demo")
    if made.returncode:
        raise RuntimeError(made.stderr)


def a_round(installation: Installation, moments: Sequence[float]) -> Report:
    """Once for each moment, kill the server tree so many seconds after a write was acknowledged; then count."""
    workers = [Worker(kind, installation.home) for kind in KINDS[installation.plane]]
    server = serve(installation)
    try:
        with _at_work(workers):
            for moment in moments:
                _wait_for_a_write(workers)
                time.sleep(moment)
                server.kill()
                server = serve(installation)
            for worker in workers:
                _wait_for_a_write([worker])
    finally:
        server.kill()
    return _counted(installation, workers, len(moments))


def _wait_for_a_write(workers: list[Worker]) -> None:
    """Until one more write of theirs is acknowledged, however slow the machine is; a mistake ends the waiting."""
    before, deadline = sum(worker.kept for worker in workers), time.monotonic() + PATIENCE
    while sum(worker.kept for worker in workers) == before and not any(worker.mistakes for worker in workers):
        if time.monotonic() > deadline:
            workers[0].mistakes.append(f"{workers[0].kind.name}: nothing was written in {PATIENCE} s")
        time.sleep(0.01)


@contextmanager
def _at_work(workers: list[Worker]) -> Iterator[None]:
    """People who are signed in; how often that may be tried is limited, so it is not part of what is killed."""
    stop = threading.Event()
    clients = [Client(worker.home) for worker in workers]
    for worker, client in zip(workers, clients, strict=True):
        client.sign_in(worker.kind.account)
    threads = [threading.Thread(target=w.work, args=(c, stop)) for w, c in zip(workers, clients, strict=True)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _counted(installation: Installation, workers: list[Worker], kills: int) -> Report:
    report = Report(kills)
    for worker in workers:
        report.kept[worker.kind.name] += worker.kept
        report.unknown += sum(promise.end is End.UNKNOWN for promise in worker.promises)
        report.broken += [*worker.mistakes, *counting.broken(installation, worker.kind, worker.promises)]
    report.broken += counting.torn(installation)
    return report


def main() -> int:
    """The command: kills are shared out among the planes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--plane", choices=sorted(KINDS), action="append", help="both when none is named")
    asked = parser.parse_args()
    planes = asked.plane or sorted(KINDS)
    share = -(-asked.kills // len(planes))
    with _server(asked.engine) as server:
        reports = [_told(plane, asked.engine, server, share, asked.seed) for plane in planes]
    return 1 if any(report.broken for report in reports) else 0


def _told(plane: str, engine: str, server: str, kills: int, seed: int) -> Report:
    began = time.monotonic()
    report = campaign(plane, server, kills=kills, seed=seed)
    seconds = time.monotonic() - began
    print(f"{plane}, {engine}, seed {seed}: {report.line()}; {seconds:.0f} s", *report.broken, sep="\n", flush=True)  # noqa: T201
    return report


@contextmanager
def _server(engine: str) -> Iterator[str]:
    """A PostgreSQL of its own where that is asked for."""
    if engine == "sqlite":
        yield ""
        return
    sys.path.insert(0, str(ROOT / "scripts"))
    from cluster import cluster

    with (
        tempfile.TemporaryDirectory(prefix="pulang-kills-server-") as folder,
        cluster(Path(folder) / "data") as address,
    ):
        yield address


if __name__ == "__main__":
    sys.exit(main())
