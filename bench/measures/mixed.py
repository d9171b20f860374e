"""Sixteen people at once, each with a connection of their own, each with another mind.

Served with a web process for each processor of the machine, as somebody who expects so many would.
"""

import os
import re
import threading
import time
from collections.abc import Iterator, Sequence
from html import unescape
from random import Random

from bench.client import Client, Unexpected
from bench.engines import Site
from bench.figures import Figure, figure
from bench.measures import Effort
from bench.processes import PULANG, running

PEOPLE = (
    "policy-0", "policy-1", "policy-2", "policy-3", "corrections-0", "corrections-1", "corrections-2", "corrections-3",
    "host-0", "host-1", "host-2", "host-3", "desk", "chair-0", "chair-1", "observer",
)  # fmt: skip
_REQUEST = re.compile(r'href="(/cve-p/[0-9a-f-]{36}/)"')
# What people do, of twenty times.
MIX = ("list",) * 5 + ("today",) * 4 + ("request",) * 5 + ("search",) * 2 + ("simple",) * 3 + ("write",)


class Person:
    """Somebody who looks and now and then writes, without a pause."""

    def __init__(self, client: Client, name: str) -> None:
        self.client, self.name, self.random = client.sign_in(name), name, Random(name)
        self.requests: Sequence[str] = _REQUEST.findall(client.get("/cve-p/").text)
        self.times: list[float] = []
        self.form = self._form()

    def _form(self) -> dict[str, str]:
        """A draft's form, for those who may draft."""
        if not self.name.startswith("corrections"):
            return {}
        page = self.client.get("/cve-p/new/").text
        host = re.search(r'<select name="host".*?<option value="([0-9a-f-]+)"', page, re.DOTALL)
        return {"host": unescape(host[1]), "language": "en", "title": "A title"} if host else {}

    def act(self) -> None:
        what = self.random.choice(MIX)
        if what == "write" and self.form:
            answer = self.client.post("/cve-p/new/", self.form)
        else:
            answer = self.client.get(self._path(what))
        self.times.append(answer.seconds * 1000)

    def _path(self, what: str) -> str:
        paths = {"list": "/cve-p/", "today": "/", "search": "/practices/?q=family+visit", "simple": "/notices/"}
        if what == "request" and self.requests:
            return self.random.choice(self.requests)
        return paths.get(what, "/notices/")


def mixed(site: Site, effort: Effort) -> Iterator[Figure]:
    """Answers by the second, and how long one waits for one."""
    workers = os.cpu_count() or 1
    command = [PULANG, "--plane", site.plane, "serve", "--workers", str(workers)]
    with running(command, site.environment, [site.port], "/health"):
        yield from _asked(site, effort, f"{workers} web processes" if workers > 1 else "1 web process")


def _asked(site: Site, effort: Effort, served_by: str) -> Iterator[Figure]:
    people = [Person(Client(site.port), name) for name in PEOPLE]
    failed: list[str] = []
    until = time.perf_counter() + effort.seconds

    def work(person: Person) -> None:
        while time.perf_counter() < until or not (person.times or failed):
            try:
                person.act()
            except (Unexpected, OSError) as error:
                failed.append(f"{person.name}: {error}"[:300])

    began = time.perf_counter()
    threads = [threading.Thread(target=work, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds, times = time.perf_counter() - began, [value for person in people for value in person.times]
    if failed:
        raise RuntimeError(f"{len(failed)} requests failed, the first: {failed[0]}")
    rate = len(times) / seconds
    title = f"{len(people)} clients, mixed, {effort.seconds:g} s, {served_by}"
    yield figure("mixed", title, "/s", [rate], beat=8, wanted=10, more_is_better=True)
    yield figure("mixed-wait", "Wait of one of them", "ms", times)
