"""One process tree for one plane or both: start, watch, begin anew, stop; nothing is left behind or cut off."""

import os
import shutil
import signal
import socket
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType

from pulang.web import config as configuration
from pulang.web.children import Child, healthy, run, stop, tell
from pulang.web.cli.terminal import say
from pulang.web.operation import logs
from pulang.web.planes import PLANES, Plane

READY_WITHIN = 30.0
REST_OF_WORKER = 5.0
GRANIAN_LOGS = Path(logs.__file__).with_name("granian.json")
MULTIPROCESS = "PROMETHEUS_MULTIPROC_DIR"


class CannotServe(Exception):
    """Why serving cannot begin, and what to do."""


@dataclass(frozen=True)
class Wanted:
    """How to serve. ``workers`` are web processes for each plane; ``background`` starts a worker beside them."""

    workers: int = 1
    background: bool = True
    accounts: bool = False
    listen: str = "127.0.0.1"
    metrics_port: int = 0
    as_json: bool = False


def serve(plane: str | None, wanted: Wanted) -> int:
    """Serve until a signal; the exit code is 0 after one, 1 when a server ended by itself. SIGHUP begins anew.

    Raises ``CannotServe``.
    """
    config = configuration.load(plane)
    wanted = replace(wanted, listen=config.listen, metrics_port=config.metrics_port, as_json=config.logs_json)
    if wanted.as_json:
        logs.configure(logs.configuration(as_json=True))
    planes = [PLANES[plane]] if plane else list(PLANES.values())
    ports = {each.slug: port_of(each) for each in planes}
    for each in planes:
        _demand_free(each, wanted.listen, ports[each.slug])
    with _Figures(wanted, planes):
        return _serve(planes, ports, wanted)


def _serve(planes: list[Plane], ports: dict[str, int], wanted: Wanted) -> int:
    asked = _Asked()
    servers = [_start(each, ports[each.slug], wanted) for each in planes]
    others: list[Child] = []
    try:
        if _wait_ready(servers, asked):
            _announce(servers, wanted)
            if wanted.background:
                others += [_start_worker(each, wanted) for each in planes]
            if wanted.metrics_port:
                others += [
                    _start_metrics(each, wanted.metrics_port + place, wanted) for place, each in enumerate(planes)
                ]
        return _watch(servers, others, asked)
    finally:
        stop([*servers, *others])


class _Asked:
    """Remembers that a signal asked to stop, or to begin anew."""

    def __init__(self) -> None:
        self.stop = self.renew = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        signal.signal(signal.SIGHUP, self._renew)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stop = True

    def _renew(self, number: int, frame: FrameType | None) -> None:
        self.renew = True


class _Figures:
    """A folder in which the processes of one tree count together, when figures are asked for."""

    def __init__(self, wanted: Wanted, planes: list[Plane]) -> None:
        self.folder = ""
        if wanted.metrics_port and wanted.metrics_port + len(planes) - 1 > 65535:
            raise CannotServe("PULANG_METRICS_PORT is too high: each plane needs one.")
        self.is_wanted = bool(wanted.metrics_port)

    def __enter__(self) -> None:
        if self.is_wanted:
            self.folder = os.environ[MULTIPROCESS] = tempfile.mkdtemp(prefix="pulang-figures-")

    def __exit__(self, *error: object) -> None:
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)


def port_of(plane: Plane) -> int:
    """Where a plane listens. Raises ``CannotServe`` for a port that is none."""
    name = f"PORT_{plane.slug.upper()}"
    value = os.environ.get(name, str(plane.port))
    if not value.isdigit() or not 1 <= int(value) <= 65535:
        raise CannotServe(f"{name} is {value!r}; allowed: a number from 1 to 65535.")
    return int(value)


def _demand_free(plane: Plane, listen: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in listen else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((listen, port))
        except OSError:
            raise CannotServe(
                f"Port {port} is in use, so the {plane.slug} plane cannot listen there. "
                f"Choose another: PORT_{plane.slug.upper()}={port + 100} make run"
            ) from None


def _start(plane: Plane, port: int, wanted: Wanted) -> Child:
    command = [
        sys.executable, "-m", "pulang.web.operation.granian", "--host", wanted.listen, "--port", str(port),
        "--workers", str(wanted.workers), *(["--log-config", str(GRANIAN_LOGS)] if wanted.as_json else []),
    ]  # fmt: skip
    return Child(plane, run(plane, command), "server", port, wanted.listen, wanted.as_json)


def _start_worker(plane: Plane, wanted: Wanted) -> Child:
    """Once the servers answer, so that nobody waits for it; at a lower priority, so that pages come first."""
    command = ["nice", sys.executable, "-m", "pulang.web", "--plane", plane.slug, "worker"]
    return Child(plane, run(plane, command), "worker", as_json=wanted.as_json)


def _start_metrics(plane: Plane, port: int, wanted: Wanted) -> Child:
    command = ["nice", sys.executable, "-m", "pulang.web", "--plane", plane.slug, "metrics", "--port", str(port)]
    return Child(plane, run(plane, command), "metrics", port, as_json=wanted.as_json)


def _wait_ready(children: list[Child], asked: _Asked) -> bool:
    deadline = time.monotonic() + READY_WITHIN
    waiting = list(children)
    while waiting and not asked.stop and time.monotonic() < deadline:
        waiting = [child for child in waiting if child.process.poll() is None and not healthy(child)]
        if waiting:
            time.sleep(0.05)
    return not waiting and not asked.stop and all(child.process.poll() is None for child in children)


def _announce(children: list[Child], wanted: Wanted) -> None:
    for child in children:
        tell(child, f"{child.plane.slug:8} http://{_host(wanted.listen)}:{child.port}", event="serving")
    if wanted.accounts:
        from pulang.web.demo.accounts import print_table

        print_table([child.plane.slug for child in children])
    if not wanted.as_json:
        say("Press Ctrl-C to stop.")


def _host(listen: str) -> str:
    """How this machine itself finds the server: passkeys want a name, another address is not heard at localhost."""
    is_local = listen.startswith(("127.", "0.")) or listen in ("localhost", "::", "::1")
    return "localhost" if is_local else f"[{listen}]" if ":" in listen else listen


def _watch(servers: list[Child], others: list[Child], asked: _Asked) -> int:
    """Until a signal. A server that ends by itself ends the whole; a worker is started again."""
    while not asked.stop:
        if asked.renew:
            asked.renew = False
            _renew(servers, others)
        for child in servers:
            if (code := child.process.poll()) is not None:
                words = f"The {child.plane.slug} plane stopped by itself (exit code {code})."
                tell(child, words, event="a server ended by itself")
                return 1
        others[:] = [_kept_alive(child) for child in others]
        time.sleep(0.1)
    return 0


def _renew(servers: list[Child], others: list[Child]) -> None:
    """New processes take over before the old ones, which finish what they are at, end; workers come again."""
    for child in servers:
        tell(child, f"The {child.plane.slug} plane begins anew.", event="a server begins anew")
        with suppress(ProcessLookupError):
            child.process.send_signal(signal.SIGHUP)
    for child in others:
        child.ends_on_purpose = True
        with suppress(ProcessLookupError):
            child.process.terminate()


def _kept_alive(child: Child) -> Child:
    """The worker, or the one that takes its place; not more often than every few seconds."""
    if (code := child.process.poll()) is None:
        return child
    if not child.ends_on_purpose:
        if time.monotonic() - child.started < REST_OF_WORKER:
            return child
        words = f"The {child.role} of the {child.plane.slug} plane ended (exit code {code}); starting another."
        tell(child, words, event="a worker ended; starting another")
    return replace(child, process=run(child.plane, child.command), started=time.monotonic(), ends_on_purpose=False)
