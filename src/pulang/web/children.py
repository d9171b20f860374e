"""Processes below `pulang serve`: how each is started, asked, told of and stopped."""

import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field

from pulang.web.cli.terminal import say
from pulang.web.planes import Plane

STOP_WITHIN = 30.0  # seconds for requests that are under way
PR_SET_PDEATHSIG = 1
log = logging.getLogger("pulang.serve")


@dataclass
class Child:
    """One plane's server (``role`` is "server"), or the worker or the figures beside it."""

    plane: Plane
    process: "subprocess.Popen[bytes]"
    role: str
    port: int = 0
    listen: str = "127.0.0.1"
    as_json: bool = False
    started: float = field(default_factory=time.monotonic)
    ends_on_purpose: bool = False

    @property
    def command(self) -> list[str]:
        """What it was started with."""
        return [str(part) for part in self.process.args]  # type: ignore[union-attr]


def run(plane: Plane, command: list[str]) -> "subprocess.Popen[bytes]":
    """Start a command for one plane in a group of its own, which ends with this process."""
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


def healthy(child: Child) -> bool:
    """Whether its health page says ready."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(child.listen, child.listen)  # noqa: S104 - compared, not bound
    request = urllib.request.Request(f"http://{host}:{child.port}/health", headers={"Host": "127.0.0.1"})
    try:
        with urllib.request.urlopen(request, timeout=1) as answer:  # noqa: S310 - our own server
            return bool(answer.status == 200)
    except OSError:
        return False


def tell(child: Child, words: str, *, event: str) -> None:
    """Say it to a person, or write it as a line of the log."""
    if not child.as_json:
        say(words)
        return
    code = child.process.returncode
    fields = {"plane": child.plane.slug, "worker": child.role, **({} if code is None else {"code": code})}
    log.info("process", extra={"fields": {"what": event, **fields}})


def stop(children: list[Child]) -> None:
    """Ask all to stop, give requests that are under way their time, and let nothing outlive this."""
    for child in children:
        with suppress(ProcessLookupError):
            child.process.terminate()
    deadline = time.monotonic() + STOP_WITHIN
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.process.wait(max(0.1, deadline - time.monotonic()))
        _kill_group(child)
        child.process.wait()


def _kill_group(child: Child) -> None:
    """The whole group, so that no worker outlives its server."""
    with suppress(ProcessLookupError):
        os.killpg(child.process.pid, signal.SIGKILL)
