"""A class of thirty that answers at once, and the bytes of what each device loads."""

import json
import re
import threading
from collections.abc import Iterator
from html import unescape

from bench.client import Answer, Client
from bench.engines import Site
from bench.figures import Figure, figure
from bench.measures import Effort
from bench.processes import PULANG, running

CLASS, TIMES = 30, 10
_ROUND = re.compile(r'name="round" value="([^"]+)"')
_CHOICE = re.compile(r'name="choice" value="([^"]+)"')
_ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')


def classroom(site: Site, effort: Effort) -> Iterator[Figure]:
    """A class as ``pulang classroom`` serves it."""
    command = [PULANG, "--plane", site.plane, "classroom"]
    with running(command, site.environment, [site.port], "/health"):
        yield from _class(site, effort)


def _class(site: Site, effort: Effort) -> Iterator[Figure]:
    """Thirty devices take their seats; then all send an answer at the same moment, again and again."""
    code = json.loads(site.python("bench.classes"))["code"]
    address = f"/room/{code}/"
    devices = [Client(site.port) for _ in range(CLASS)]
    first = devices[0].get(address)
    weight = first.bytes + sum(
        devices[0].get(unescape(path)).bytes for path in dict.fromkeys(_ASSET.findall(first.text))
    )
    yield figure(
        "classroom-first", "First page of a device in a class, with its style", "kB", [weight / 1000], beat=2300
    )
    pages = [_seated(device, address, number) for number, device in enumerate(devices)]
    yield figure("classroom-later", "Later page of a device in a class", "kB", [pages[0].bytes / 1000])
    found = _ROUND.search(pages[0].text)
    assert found is not None, "a room that is asked something shows it"
    choices, times = _CHOICE.findall(pages[0].text), max(1, min(TIMES, effort.times // 6))
    seconds: list[float] = []
    for turn in range(times):
        seconds += _all_at_once(devices, f"{address}answer/", found[1], choices, turn)
    values = [each * 1000 for each in seconds]
    yield figure("classroom-answer", f"An answer, {CLASS} devices at the same moment", "ms", values)


def _seated(device: Client, address: str, number: int) -> Answer:
    device.get(address)
    device.post(address, {"nickname": f"Table {number}"})
    return device.get(address)


def _all_at_once(devices: list[Client], address: str, asked: str, choices: list[str], turn: int) -> list[float]:
    """How long each of them waited."""
    start, waited = threading.Barrier(len(devices)), [0.0] * len(devices)

    def send(place: int, device: Client) -> None:
        choice = choices[(place + turn) % len(choices)]
        start.wait()
        waited[place] = device.post(address, {"round": asked, "choice": choice, "reason": "We asked him."}).seconds

    threads = [threading.Thread(target=send, args=pair) for pair in enumerate(devices)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waited
