"""Granian with one queue of connections for all processes of a plane.

By default each of its processes has a queue of its own, and what waits in the queue of a process that ends is cut off
(unless the kernel was told net.ipv4.tcp_migrate_req=1). In one queue it waits for the next process: nothing is lost
when new processes take over, and nobody waits for a busy process while another rests.
"""

import argparse
import json
import os
import signal
from pathlib import Path

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

BLOCKING_THREADS = 4


class OneQueue(MPServer):
    """The socket is opened once and inherited, as Granian does wherever a kernel cannot share out connections."""

    def _init_shared_socket(self) -> None:
        super()._init_shared_socket()  # type: ignore[no-untyped-call]
        if self._ssp is not None:
            self._shd, self._ssp = self._ssp.build(), None


def main() -> None:
    """Serve pulang.web.wsgi until a signal; SIGHUP starts new processes before the old ones end."""
    parser = argparse.ArgumentParser(prog="granian")
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", required=True, type=int)
    parser.add_argument("--workers", required=True, type=int)
    parser.add_argument("--log-config", type=Path)
    asked = parser.parse_args()
    os.register_at_fork(after_in_child=_end_when_asked)
    OneQueue(
        "pulang.web.wsgi:application",
        address=asked.host,
        port=asked.port,
        interface=Interfaces.WSGI,
        workers=asked.workers,
        blocking_threads=BLOCKING_THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig=json.loads(asked.log_config.read_text()) if asked.log_config else None,
    ).serve()


def _end_when_asked() -> None:
    """A process that is still starting ends at once; with the handler of its parent it would not hear of it."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


if __name__ == "__main__":
    main()
