"""Writing: a request with three provisions, an event, an import."""

import json
from collections.abc import Iterator

from bench.client import Client, again
from bench.engines import Site
from bench.figures import Figure, figure
from bench.measures import Effort
from bench.measures.bare import bare

FILES = 6
ROWS = 200


def create(site: Site, effort: Effort) -> Iterator[Figure]:
    """As the action does it, and over the line, where a program asks for it or somebody fills in the form."""
    values = json.loads(site.python("bench.inside", "create", "--times", str(effort.times * 3)))
    person = Client(site.port).sign_in("corrections-3")
    made = json.loads(site.python("bench.inside", "request"))
    body = json.dumps({"title": "A title", "host": made["host"], "provisions": made["ids"]}).encode()
    with bare(site, person) as limit:
        slow = again(lambda: limit.send("/make", body), effort.times)
    least = sorted(slow)[len(slow) // 2]
    title = "Request with three provisions created"
    yield figure("create", title, "ms", values, bare=least, beat=40, wanted=5, note="the action; bare over HTTP")
    person.get("/cve-p/new/")
    form = {"host": made["host_id"], "language": "en", "title": "A title"}
    sent = again(lambda: person.post("/cve-p/new/", form), effort.times)
    yield figure("create-page", "A draft sent by its form", "ms", sent, beat=40, wanted=5)


def append(site: Site, effort: Effort) -> Iterator[Figure]:
    """One event with sealed values, in a transaction that is on disk before it counts."""
    values = json.loads(site.python("bench.inside", "append", "--times", str(effort.times * 3), "--who", "policy-3"))
    yield figure("append", "Event appended", "ms", values)


def imports(site: Site, effort: Effort) -> Iterator[Figure]:
    """Files of 200 facilities that are new: sent, checked and written by somebody at a browser."""
    person = Client(site.port).sign_in("training")
    seconds = [
        _import(person, text) for text in json.loads(site.python("bench.inside", "table", "--times", str(FILES)))
    ]
    yield figure("import", f"Import of {ROWS} facilities: sent, checked, written", "s", seconds, beat=13.8, wanted=5)
    rates = [ROWS / each for each in seconds]
    yield figure("import-rate", "Rows imported", "/s", rates, beat=ROWS / 13.8, wanted=5, more_is_better=True)


def _import(person: Client, text: str) -> float:
    person.get("/facilities/import/")
    sent = person.post("/facilities/import/", {}, file=("facilities.csv", text.encode()))
    checked = person.get("/facilities/import/check/")
    written = person.post("/facilities/import/check/", {"choice": "write"})
    assert "/done/" in written.path, written.path
    return sent.seconds + checked.seconds + written.seconds
