"""What people write while the server is killed: requests, plans, facilities, files. Each write says how it ended."""

import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from tests.recovery.client import Answer, Client

COLUMNS = "key,name,under,for whom,date,capacity,population\n"
ROWS = 6
REMOVED_AGAIN_FROM, STAYS = 50, 10


class End(Enum):
    """How a write ended for whoever wrote: nobody knows, it is there, or it is there no more."""

    UNKNOWN = "unknown"
    KEPT = "kept"
    REMOVED = "removed"


@dataclass(frozen=True)
class Kind:
    """One kind of write: who does it, and where its mark stands afterwards, in how many rows."""

    name: str
    account: str
    write: Callable[[Client, str, int], End]
    table: str
    column: str
    rows: int = 1


def request(client: Client, mark: str, number: int) -> End:
    """A draft of a request."""
    page = opened(client, "/cve-p/new/")
    form = {"host": page.options("host")[0], "language": "en", "title": mark}
    return _kept(client.post("/cve-p/new/", form), "/need/")


def plan(client: Client, mark: str, number: int) -> End:
    """An action plan with the good practice that it serves."""
    return _kept(_plan(client, mark), "/plans/")


def _plan(client: Client, title: str) -> Answer:
    page = opened(client, "/plans/new/")
    soon = time.localtime(time.time() + 3 * 86400)
    form = {
        "host": page.options("host")[0],
        "language": "en",
        "title": title,
        "problem": "Visitors wait in the rain.",
        "first_step": "A covered waiting place.",
        "must_agree": "The governor",
        "indicator": "Minutes of waiting",
        "baseline": "60",
        "target": "10",
        "first_step_on_day": str(soon.tm_mday),
        "first_step_on_month": str(soon.tm_mon),
        "first_step_on_year": str(soon.tm_year),
        "provisions": page.checkboxes("provisions")[0],
    }
    return client.post("/plans/new/", form)


def register(client: Client, mark: str, number: int) -> End:
    """A table of facilities, sent, checked and written; each of its rows carries the mark."""
    key = re.sub("[ _]", "-", mark).lower()
    rows = [f"{key}-{row},{mark} {row},kilima-coast,men,2026-01-31,100,90" for row in range(ROWS)]
    opened(client, "/facilities/import/")
    sent = client.post("/facilities/import/", {}, file=("facilities.csv", (COLUMNS + "\n".join(rows)).encode()))
    if _kept(sent, "/facilities/import/check/") is End.UNKNOWN:
        return End.UNKNOWN
    opened(client, "/facilities/import/check/")
    return _kept(client.post("/facilities/import/check/", {"choice": "write"}), "/facilities/import/done/")


def upload(client: Client, mark: str, number: int) -> End:
    """A file beside a plan of its own. Most are taken away again later on: one person may not keep without end."""
    made = _plan(client, f"place of {mark}")
    if _kept(made, "/plans/") is End.UNKNOWN:
        return End.UNKNOWN
    opened(client, f"{made.path}files/")
    sent = client.post(f"{made.path}files/", {"title": mark}, file=("notes.txt", content(mark)))
    end = _kept(sent, made.path)
    if end is End.UNKNOWN or number < REMOVED_AGAIN_FROM or number % STAYS == 0:
        return end
    return _removed(client, made.path)


def _removed(client: Client, place: str) -> End:
    """Whoever is not told that the file is gone does not know: it may be there or not."""
    try:
        way = re.search(rf'href="({place}files/[0-9a-f-]+/remove/)"', opened(client, place).text)
        assert way is not None, f"{place}: no way to remove the file that was acknowledged"
        opened(client, way[1])
        return End.REMOVED if _kept(client.post(way[1], {}), place) is End.KEPT else End.UNKNOWN
    except Away:
        return End.UNKNOWN


def content(mark: str) -> bytes:
    """What a file with this mark holds: up to 300 kB, told by the mark alone."""
    length = 1 + int(hashlib.sha256(mark.encode()).hexdigest()[:8], 16) % 300_000
    return (f"{mark}\n" * (length // len(mark) + 1)).encode()


class Away(OSError):
    """The server answered that it is away for the moment."""


def opened(client: Client, path: str) -> Answer:
    """The page of a form. Raises ``Away``, and AssertionError for what would be a mistake."""
    answer = client.get(path)
    if answer.status == 503:
        raise Away
    assert answer.status == 200, f"{path}: {answer.status} {answer.path}"
    return answer


def _kept(answer: Answer, where: str) -> End:
    """Whether the server led on to what it made; a page with errors would be a mistake of the harness."""
    assert answer.status in {302, 503}, answer.text
    assert answer.status == 503 or where in answer.path, f"{where} was expected, not {answer.path}"
    return End.KEPT if answer.status == 302 else End.UNKNOWN


REQUESTS, PLANS = ("engagements_engagementrequest", "title"), ("followup_actionplan", "title")
FILES, FACILITIES = ("files_storedfile", "title"), ("accounts_organisation", "name")
KINDS: dict[str, tuple[Kind, ...]] = {
    "forum": (
        Kind("requests", "otieno", request, *REQUESTS),
        Kind("plans", "amina", plan, *PLANS),
        Kind("files", "amina", upload, *FILES),
    ),
    "service": (
        Kind("plans", "amina", plan, *PLANS),
        Kind("imports", "amina", register, *FACILITIES, rows=ROWS),
        Kind("files", "neema", upload, *FILES),
    ),
}
