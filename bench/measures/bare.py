"""The bare Django view beside a measure: same data, same query, same server, none of our ways around it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bench.client import Client
from bench.engines import BARE, Site
from bench.processes import running


@contextmanager
def bare(site: Site, client: Client) -> Iterator[Client]:
    """Somebody who is signed in at the product, at the bare views of the same database."""
    port = site.ports[BARE]
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning", "bench.bare.wsgi:application",
    ]  # fmt: skip
    with running(command, site.environment, [port], "/health"):
        there = Client(port, cookies=dict(client.cookies))
        yield there
        there.close()
