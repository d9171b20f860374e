"""Processes that are measured: started, waited for, weighed, stopped."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PULANG = str(Path(sys.executable).with_name("pulang"))
LONGEST = 60.0


@dataclass(frozen=True)
class Running:
    """A tree of processes and how long it took until every port answered."""

    process: "subprocess.Popen[bytes]"
    seconds: float

    def memory(self) -> float:
        """Megabytes of the whole tree; what is shared with others counts in part (PSS)."""
        return sum(map(_proportional, [self.process.pid, *descendants(self.process.pid)])) / 1024


@contextmanager
def running(command: Sequence[str], environment: dict[str, str], ports: Sequence[int], path: str) -> Iterator[Running]:
    """A server while it is needed, from the moment at which every port answers ``path`` with 200."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )
    try:
        for port in ports:
            _wait(process, port, path)
        yield Running(process, time.perf_counter() - began)
    finally:
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _wait(process: "subprocess.Popen[bytes]", port: int, path: str) -> None:
    deadline = time.monotonic() + LONGEST
    while not _answers(port, path):
        if process.poll() is not None or time.monotonic() > deadline:
            said = process.stderr.read().decode() if process.stderr and process.poll() is not None else ""
            raise RuntimeError(f"the server does not answer on port {port}: {said[-2000:]}")
        time.sleep(0.01)


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path, headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def descendants(pid: int) -> list[int]:
    """Processes below this one."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(entry.name))
    found, todo = list[int](), [pid]
    while todo:
        below = children.get(todo.pop(), [])
        found += below
        todo += below
    return found


def _proportional(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def forget_files(folders: Sequence[Path]) -> None:
    """Ask the system to drop what it keeps in memory of these files, so that a start reads them from disk."""
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and not path.is_symlink():
                with suppress(OSError), path.open("rb") as file:
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
