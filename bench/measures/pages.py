"""Reading: bytes of pages, the smallest call, Today, long lists, search."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from html import unescape
from urllib.parse import quote

from bench.client import Answer, Client, Unexpected, again
from bench.engines import Site
from bench.figures import Figure, figure
from bench.measures import Effort
from bench.measures.bare import bare

_ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')
_NEXT = re.compile(r'<a href="([^"]+)" rel="next">')
RESTRICTED = {"forum": "policy-3", "service": "training"}
LIST = {"forum": "/cve-p/", "service": "/facilities/"}
WHAT = {"forum": "requests", "service": "facilities"}
SEARCHED = (("latin", "Latin", "family visit"), ("arabic", "Arabic", "زيارة الاسرة"))


def weights(site: Site, effort: Effort) -> Iterator[Figure]:
    """Bytes on the line, heads included: the sign-in page with all it brings, and Today afterwards."""
    visitor = Client(site.port)
    visitor.get("/", expect=302)
    page = visitor.get("/account/login/?next=/")
    first = page.bytes + sum(visitor.get(unescape(path)).bytes for path in dict.fromkeys(_ASSET.findall(page.text)))
    yield figure("bytes-first", "First visit, with style and script", "kB", [first / 1000], beat=3000, wanted=10)
    today = Client(site.port).sign_in(RESTRICTED[site.plane]).get("/")
    yield figure("bytes-today", "Today of a focal point", "kB", [today.bytes / 1000])


def simple(site: Site, effort: Effort) -> Iterator[Figure]:
    """The smallest things that somebody who is known can ask for: as a program, and as a page."""
    person = Client(site.port).sign_in(RESTRICTED[site.plane])
    with bare(site, person) as there:
        limit, slow = _rate(there, "/me", effort), again(lambda: there.get("/me"), effort.times)
        by_django, pk = _rate(there, "/django", effort), json.loads(there.get("/me").body)["id"]
        unknown = _rate(there, f"/open?id={pk}", effort)
    yield figure("bare-open", "A bare view without authentication, four at once", "/s", [unknown], more_is_better=True)
    title = "A bare view with Django's own session and account, four at once"
    yield figure("bare-django", title, "/s", [by_django], more_is_better=True)
    program = _program(site)
    if program is not None:
        rate = _rate(program, "/api/v1/me", effort)
        title = "Simple authenticated calls by a program, four at once"
        yield figure("simple-api", title, "/s", [rate], bare=limit, beat=99, more_is_better=True)
    rate = _rate(person, "/notices/", effort)
    title = "Simple authenticated pages, four at once"
    yield figure("simple-page", title, "/s", [rate], bare=limit, beat=99, more_is_better=True)
    alone = again(lambda: person.get("/notices/"), effort.times)
    yield figure("simple-alone", "A simple authenticated page, alone", "ms", alone, bare=sorted(slow)[len(slow) // 2])


def _rate(client: Client, path: str, effort: Effort) -> float:
    """Calls in a second by four at once."""
    return calls_per_second([client, *_others(client, 3)], path, effort.seconds / 10)


def _program(site: Site) -> Client | None:
    """A program with an access token of a restricted person, where there is an API."""
    token = json.loads(site.python("bench.inside", "token", "--who", RESTRICTED[site.plane]))
    client = Client(site.port, headers={"Authorization": f"Bearer {token}"})
    try:
        client.get("/api/v1/me")
    except Unexpected:
        return None
    return client


def _others(client: Client, number: int) -> list[Client]:
    """The same person at other connections."""
    return [Client(client.port, cookies=dict(client.cookies), headers=client.headers) for _ in range(number)]


def calls_per_second(clients: list[Client], path: str, seconds: float) -> float:
    """How many calls these make together, each waiting for its answer before it asks again.

    Each is answered once at least, so that a busy machine gives a rate as well.
    """
    done, until, failed = [0] * len(clients), time.perf_counter() + seconds, list[Exception]()

    def ask(place: int) -> None:
        while not failed and (not done[place] or time.perf_counter() < until):
            try:
                clients[place].get(path)
            except (Unexpected, OSError) as error:
                failed.append(error)
            done[place] += 1

    for client in clients:
        client.get(path)
    began = time.perf_counter()
    threads = [threading.Thread(target=ask, args=(place,)) for place in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return sum(done) / (time.perf_counter() - began)


def today(site: Site, effort: Effort) -> Iterator[Figure]:
    """The first page of the day, of somebody for whom much waits."""
    person = Client(site.port).sign_in(RESTRICTED[site.plane])
    values = again(lambda: person.get("/"), effort.times)
    yield figure(f"today-{site.plane}", f"Today, {site.plane}", "ms", values)


def lists(site: Site, effort: Effort) -> Iterator[Figure]:
    """A hundred rows with the exact number of all that this person may see; the first page and a far one."""
    person, path = Client(site.port).sign_in(RESTRICTED[site.plane]), LIST[site.plane] + "?size=100"
    far, number = _far(person, path, effort.far)
    first = again(lambda: person.get(path), effort.times)
    there = again(lambda: person.get(far), effort.times)
    what = WHAT[site.plane]
    with bare(site, person) as limit:
        least = _median(limit, lambda: limit.get("/list"), effort)
    title = f"List of 100 {what}, restricted, exact count"
    yield figure(f"list-{site.plane}", title, "ms", first, bare=least, beat=135, wanted=10)
    title = f"Its page {effort.far}, by cursor" if number == effort.far else "Its far page, by cursor"
    note = "" if number == effort.far else f"page {number}"
    yield figure(f"list-far-{site.plane}", title, "ms", there, beat=250, wanted=10, note=note)


def _median(client: Client, call: Callable[[], Answer], effort: Effort) -> float:
    values = again(call, effort.times)
    return sorted(values)[len(values) // 2]


def _far(person: Client, path: str, number: int) -> tuple[str, int]:
    """The address of a page by following "next" so often, or to the one before the last; and its number.

    Not the last one: it may hold a single row, and would then be compared with a full page of a larger world.
    """
    before, reached = path, 1
    while (found := _NEXT.search(person.get(path).text)) and reached < number:
        query = unescape(found[1])
        before, path = path, query if query.startswith("/") else path.partition("?")[0] + query
        reached += 1
    return (path, reached) if found else (before, max(reached - 1, 1))


def search(site: Site, effort: Effort) -> Iterator[Figure]:
    """The library's page with the best passages for two words, in either script."""
    person = Client(site.port).sign_in(RESTRICTED[site.plane])
    for slug, title, asked in SEARCHED:
        address = f"/practices/?q={quote(asked)}"
        values = again(lambda address=address: person.get(address), effort.times)  # type: ignore[misc]
        with bare(site, person) as limit:
            query = f"/search?q={quote(asked)}"
            least = _median(limit, lambda query=query: limit.get(query), effort)  # type: ignore[misc]
        yield figure(f"search-{slug}", f"Search of the texts, {title} script", "ms", values, bare=least)
