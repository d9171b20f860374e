"""One plane on one engine as it runs for real: served, called, killed and looked into from outside."""

import http.client
import os
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parents[2]
PULANG = str(Path(sys.executable).with_name("pulang"))
PASSWORD = "pulang-demonstration"
PATIENCE = 120.0  # seconds, for what a busy machine lets wait: workers run at a lower priority


@dataclass(frozen=True)
class Installation:
    """Where one plane's data lie, and where it answers."""

    plane: str
    folder: Path
    port: int
    database_url: str = ""

    @property
    def home(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def plane_folder(self) -> Path:
        return self.folder / self.plane

    @property
    def database(self) -> Path:
        """The embedded database's file."""
        return self.plane_folder / "pulang.sqlite3"

    @property
    def environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("PULANG_", "DJANGO_"))}
        return {
            **kept,
            "PULANG_DATA": str(self.folder),
            "PULANG_DEMONSTRATION": "true",
            "PULANG_DATABASE_URL": self.database_url,
            f"PORT_{self.plane.upper()}": str(self.port),
        }

    def call(self, *arguments: str, text: str = "", **settings: str) -> "subprocess.CompletedProcess[str]":
        """Run a command of the command line on this plane."""
        return subprocess.run(
            [PULANG, "--plane", self.plane, *arguments],
            env={**self.environment, **settings},
            cwd=ROOT,
            input=text,
            capture_output=True,
            text=True,
            check=False,
        )

    def python(self, code: str) -> str:
        """Run code in a process that has this plane set up; what it prints."""
        head = f"from pulang.web.cli.main import setup; setup({self.plane!r})\n"
        done = subprocess.run(
            [sys.executable, "-c", head + code],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def rows(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Ask the database itself; parameters stand as ?."""
        if self.database_url:
            with psycopg.connect(self.database_url) as connection:
                return connection.execute(sql.replace("%", "%%").replace("?", "%s"), parameters).fetchall()
        connection = sqlite3.connect(f"file:{self.database}?mode=rw", uri=True)
        try:
            found: list[tuple[Any, ...]] = connection.execute(sql, parameters).fetchall()
            return found
        finally:
            connection.close()

    def elsewhere(self, folder: Path, database_url: str = "") -> "Installation":
        """Another place for the same plane."""
        return replace(self, folder=folder, database_url=database_url)


def free_port() -> int:
    """A port at which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def server_under_test() -> str:
    """The address of the database server under test without a database; empty for the embedded engine."""
    return os.environ.get("PULANG_DATABASE_URL", "").rpartition("/")[0]


@dataclass
class Databases:
    """Databases on a server; on the embedded engine there are none to make."""

    server: str
    prefix: str
    made: int = 0

    def make(self, template: str = "template0") -> str:
        """A new database, empty or a copy of another; its address."""
        if not self.server:
            return ""
        self.made += 1
        name = f"{self.prefix}_{os.getpid()}_{self.made}"
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{template.rpartition("/")[2]}"')
        return f"{self.server}/{name}"

    def drop(self, address: str) -> None:
        """Take one away again."""
        if address:
            self.run(f'DROP DATABASE "{address.rpartition("/")[2]}" WITH (FORCE)')

    def run(self, sql: str) -> None:
        """Run a command that stands in no transaction."""
        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as connection:
            connection.execute(sql.encode())


@dataclass
class Server:
    """A running `pulang serve` with everything below it."""

    installation: Installation
    process: "subprocess.Popen[bytes]"

    def stop(self) -> None:
        """As an administrator does."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(15)

    def kill(self) -> None:
        """As the kernel does when memory is out: no process of the tree gets a last word."""
        below = frozen(self.process.pid)
        for pid in below:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(15)
        _wait(lambda: not any(is_alive(pid) for pid in below))


def serve(
    installation: Installation, before: Callable[[], None] | None = None, *options: str, **settings: str
) -> Server:
    """Start serving and wait until it answers. ``before`` runs in the new process, for limits."""
    process = subprocess.Popen(
        [PULANG, "--plane", installation.plane, "serve", *options],
        env={**installation.environment, **settings},
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=before,  # noqa: PLW1509
    )
    server = Server(installation, process)
    try:
        _wait(lambda: process.poll() is not None or answers(installation.port))
        assert process.poll() is None, "the server ended by itself"
    except BaseException:
        server.kill()
        raise
    return server


@contextmanager
def serving(
    installation: Installation, before: Callable[[], None] | None = None, *options: str, **settings: str
) -> Iterator[Server]:
    """A server for the length of a test."""
    server = serve(installation, before, *options, **settings)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


def answers(port: int) -> bool:
    """Whether the health page says ready."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    except http.client.HTTPException:
        return False
    finally:
        connection.close()


def _wait(ready: Callable[[], bool], seconds: float = PATIENCE) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.02)


def frozen(pid: int) -> list[int]:
    """Hold a whole tree in the same moment, so that no process outlives another long enough to hear of its end."""
    below = [pid]
    for one in below:
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGSTOP)
        below += [found for found in descendants(one) if found not in below]
    return below


def descendants(pid: int) -> Sequence[int]:
    """Processes below this one, parents before their children."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(entry.name))
    found, todo = [], [pid]
    while todo:
        below = children.get(todo.pop(0), [])
        found += below
        todo += below
    return found


def is_alive(pid: int) -> bool:
    """Whether it runs; what has ended and was not collected yet does not."""
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def limited(
    command: Sequence[str], environment: dict[str, str], *, most_bytes: int
) -> "subprocess.CompletedProcess[str]":
    """Run a command that cannot write any file beyond a size, as on a full disk."""
    return subprocess.run(
        command,
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=no_file_beyond(most_bytes),
    )


def no_file_beyond(size: int) -> Callable[[], None]:
    """For a new process: the system refuses to let any file grow beyond this size in bytes."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def peak_of(command: Sequence[str], environment: dict[str, str]) -> int:
    """The most memory that a command held, in bytes."""
    code = (
        "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:]); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024); sys.exit(done.returncode)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return int(done.stdout)
