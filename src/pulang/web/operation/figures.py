"""What Prometheus is told: requests of the whole process tree, the queue, the timetable, the database, memory and disk.

Nothing about anybody, and no label that could grow with the data.
"""

import os
import shutil
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.db.models import Min
from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from pulang.foundation.jobs import timetable
from pulang.foundation.jobs.models import Job
from pulang.kernel import clock
from pulang.kernel.stopping import Stop
from pulang.web.operation.counting import MULTIPROCESS

PROC = Path("/proc")


def serve(listen: str, port: int) -> None:
    """Answer until SIGINT or SIGTERM."""
    stopping = Stop()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, frame: stopping.set())
    server, _thread = start_http_server(port, listen, registry=registry(os.getppid()))
    stopping.wait()
    server.shutdown()


def registry(parent: int) -> CollectorRegistry:
    """Everything that is told. ``parent`` is the process whose tree is measured."""
    found = CollectorRegistry()
    found.register(Plane(parent))
    if folder := os.environ.get(MULTIPROCESS):
        MultiProcessCollector(found, folder)  # type: ignore[no-untyped-call]
    return found


class Plane(Collector):
    """The plane as it is at the moment of asking."""

    def __init__(self, parent: int) -> None:
        self.parent = parent

    def collect(self) -> Iterable[Metric]:
        """Figures that the database does not know come also when it does not answer."""
        yield from _memory(self.parent)
        yield _one("pulang_disk_free_bytes", "Free on the disk of the plane's folder", _disk_free())
        try:
            told = [metric for part in PARTS for metric in part()]
        except DatabaseError:
            told = []
        finally:
            close_old_connections()
        yield _one("pulang_database_up", "1 when the database answers", float(bool(told)))
        yield from told

    def describe(self) -> Iterable[Metric]:
        """Nothing is asked when this is registered."""
        return []


def _queue() -> Iterator[Metric]:
    waiting = Job.objects.filter(finished_at__isnull=True, started_at__isnull=True)
    running = Job.objects.filter(finished_at__isnull=True, started_at__isnull=False).count()
    oldest = waiting.aggregate(at=Min("asked_at"))["at"]
    age = (clock.now() - oldest).total_seconds() if oldest else 0.0
    yield _one("pulang_jobs_waiting", "Background jobs that wait", waiting.count())
    yield _one("pulang_jobs_running", "Background jobs that are being done", running)
    yield _one("pulang_jobs_oldest_waiting_seconds", "How long the oldest has waited", age)


def _timetable() -> Iterator[Metric]:
    ended, now = timetable.ended(), clock.now()
    tasks = GaugeMetricFamily("pulang_task_age_seconds", "Since a task last ended well", labels=["task"])
    for name in sorted(timetable.TIMETABLE.keys() & ended.keys()):
        tasks.add_metric([name], (now - ended[name]).total_seconds())
    yield tasks
    if "backup" in ended:
        age = (now - ended["backup"]).total_seconds()
        yield _one("pulang_backup_age_seconds", "Since the last backup was made", age)


def _database() -> Iterator[Metric]:
    yield _one("pulang_database_bytes", "Size of the database", database_size())


PARTS: tuple[Callable[[], Iterator[Metric]], ...] = (_queue, _timetable, _database)


def database_size() -> int:
    """Bytes of the plane's database, on either engine."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    name = Path(str(connection.settings_dict["NAME"]))
    return sum(path.stat().st_size for path in name.parent.glob(f"{name.name}*"))


def _disk_free() -> int:
    return shutil.disk_usage(settings.PULANG_FOLDER).free


def _memory(parent: int) -> Iterator[Metric]:
    """Memory of the tree by what each process does, each page counted once (PSS)."""
    found = GaugeMetricFamily("pulang_memory_bytes", "Memory by role; a shared page counts once", labels=["role"])
    count = GaugeMetricFamily("pulang_processes", "Processes by role", labels=["role"])
    taken: dict[str, list[int]] = {}
    for pid in tree(parent):
        with suppress(OSError, ValueError, IndexError):
            taken.setdefault(_role(pid), []).append(_pss(pid))
    for role, sizes in sorted(taken.items()):
        found.add_metric([role], sum(sizes))
        count.add_metric([role], len(sizes))
    yield found
    yield count


def tree(parent: int) -> list[int]:
    """A process and all below it; only itself where the system does not say."""
    children: dict[int, list[int]] = {}
    for entry in PROC.glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):
            above = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            children.setdefault(above, []).append(int(entry.name))
    found = [parent]
    for pid in found:
        found += children.get(pid, [])
    return found


def _role(pid: int) -> str:
    words = (PROC / str(pid) / "cmdline").read_text().split("\0")
    if any(word.endswith(".granian") or "multiprocessing" in word for word in words):
        return "web"
    return next((word for word in ("worker", "metrics", "serve") if word in words), "other")


def _pss(pid: int) -> int:
    lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def _one(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(name, words, value=value)
