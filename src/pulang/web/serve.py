"""One process tree for one plane or both: start, watch, stop; nothing is left behind."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

from pulang.web.cli.terminal import say
from pulang.web.planes import PLANES, Plane

READY_WITHIN = 30.0
REST_OF_WORKER = 5.0
STOP_WITHIN = 4.0
ADDRESS = "127.0.0.1"
PR_SET_PDEATHSIG = 1


class CannotServe(Exception):
    """Why serving cannot begin, and what to do."""


@dataclass
class Child:
    """One plane's server, or the worker beside it."""

    plane: Plane
    process: subprocess.Popen[bytes]
    port: int = 0
    started: float = field(default_factory=time.monotonic)


def serve(plane: str | None, *, accounts: bool) -> int:
    """Serve until a signal; the exit code is 0 after one, 1 when a server ended by itself."""
    planes = [PLANES[plane]] if plane else list(PLANES.values())
    ports = {each.slug: _port(each) for each in planes}
    for each in planes:
        _demand_free(each, ports[each.slug])
    stopping = _Stopping()
    servers = [_start(each, ports[each.slug]) for each in planes]
    workers: list[Child] = []
    try:
        if _wait_ready(servers, stopping):
            _announce(servers, accounts)
            workers += [_start_worker(each) for each in planes]
        return _watch(servers, workers, stopping)
    finally:
        _stop([*servers, *workers])


class _Stopping:
    """Remembers that a signal asked to stop."""

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked = True


def _port(plane: Plane) -> int:
    name = f"PORT_{plane.slug.upper()}"
    value = os.environ.get(name, str(plane.port))
    if not value.isdigit() or not 1 <= int(value) <= 65535:
        raise CannotServe(f"{name} is {value!r}; allowed: a number from 1 to 65535.")
    return int(value)


def _demand_free(plane: Plane, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError:
            raise CannotServe(
                f"Port {port} is in use, so the {plane.slug} plane cannot listen there. "
                f"Choose another: PORT_{plane.slug.upper()}={port + 100} make run"
            ) from None


def _start(plane: Plane, port: int) -> Child:
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", ADDRESS, "--port", str(port),
        "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning", "pulang.web.wsgi:application",
    ]  # fmt: skip
    return Child(plane, _run(plane, command), port)


def _start_worker(plane: Plane) -> Child:
    """Once the servers answer, so that nobody waits for it; at a lower priority, so that pages come first."""
    return Child(plane, _run(plane, ["nice", sys.executable, "-m", "pulang.web", "--plane", plane.slug, "worker"]))


def _run(plane: Plane, command: list[str]) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "PULANG_PLANE": plane.slug,
        "DJANGO_SETTINGS_MODULE": f"pulang.web.settings.{plane.slug}",
    }
    return subprocess.Popen(command, env=environment, start_new_session=True, preexec_fn=_stop_with_parent)  # noqa: PLW1509


def _stop_with_parent() -> None:
    """Ask Linux to stop a server when its parent dies, however it dies; elsewhere there is no such thing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _wait_ready(children: list[Child], stopping: _Stopping) -> bool:
    deadline = time.monotonic() + READY_WITHIN
    waiting = list(children)
    while waiting and not stopping.asked and time.monotonic() < deadline:
        waiting = [child for child in waiting if child.process.poll() is None and not _healthy(child)]
        if waiting:
            time.sleep(0.05)
    return not waiting and not stopping.asked and all(child.process.poll() is None for child in children)


def _healthy(child: Child) -> bool:
    try:
        with urllib.request.urlopen(f"http://{ADDRESS}:{child.port}/health", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _announce(children: list[Child], accounts: bool) -> None:
    for child in children:
        say(f"{child.plane.slug:8} http://localhost:{child.port}")
    if accounts:
        from pulang.web.demo.accounts import print_table

        print_table([child.plane.slug for child in children])
    say("Press Ctrl-C to stop.")


def _watch(servers: list[Child], workers: list[Child], stopping: _Stopping) -> int:
    """Until a signal. A server that ends by itself ends the whole; a worker is started again."""
    while not stopping.asked:
        for child in servers:
            if child.process.poll() is not None:
                say(f"The {child.plane.slug} plane stopped by itself (exit code {child.process.returncode}).")
                return 1
        workers[:] = [_kept_alive(worker) for worker in workers]
        time.sleep(0.1)
    return 0


def _kept_alive(worker: Child) -> Child:
    """The worker, or the one that takes its place; not more often than every few seconds."""
    if worker.process.poll() is None or time.monotonic() - worker.started < REST_OF_WORKER:
        return worker
    say(f"The worker of the {worker.plane.slug} plane ended (exit code {worker.process.returncode}); starting another.")
    return _start_worker(worker.plane)


def _stop(children: list[Child]) -> None:
    for child in children:
        _signal(child, signal.SIGTERM)
    deadline = time.monotonic() + STOP_WITHIN
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.process.wait(max(0.1, deadline - time.monotonic()))
        _signal(child, signal.SIGKILL)
        child.process.wait()


def _signal(child: Child, number: signal.Signals) -> None:
    """Signal the whole group, so that no worker outlives its server."""
    try:
        os.killpg(child.process.pid, number)
    except ProcessLookupError:
        return
