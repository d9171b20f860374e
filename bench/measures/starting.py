"""How long a start takes until pages are answered, and the memory of the whole tree of processes."""

import time
from collections.abc import Iterator
from pathlib import Path

from bench.client import Client
from bench.engines import PLANES, Site
from bench.figures import Figure, figure
from bench.measures import Effort
from bench.processes import PULANG, ROOT, forget_files, running

SETTLED = 3.0
LIBRARIES = Path(PULANG).parents[1]


def starts(site: Site, effort: Effort) -> Iterator[Figure]:
    """From the command to the first answer: with files read from disk anew, and again."""
    cold = [_start(site, cold=True) for _ in range(min(3, effort.starts))]
    warm = [_start(site, cold=False) for _ in range(effort.starts)]
    plane = site.plane
    yield figure("start-cold-" + plane, f"Start of the {plane}, cold", "s", cold, beat=2.4)
    yield figure("start-warm-" + plane, f"Start of the {plane}, warm", "s", warm, beat=1.1)


def _start(site: Site, *, cold: bool) -> float:
    if cold:
        forget_files([LIBRARIES, ROOT / "src", site.folder])
    with running(_command(site), site.environment, [site.port], "/health") as tree:
        return tree.seconds


def _command(site: Site) -> list[str]:
    return [PULANG, "--plane", site.plane, "serve"]


def memory(site: Site, effort: Effort) -> Iterator[Figure]:
    """Of everything that serving starts, a background worker included, after the pages of a day were looked at."""
    with running(_command(site), site.environment, [site.port], "/health") as tree:
        time.sleep(SETTLED)
        at_rest = tree.memory()
        _look_around(site)
        used = tree.memory()
    plane = site.plane
    yield figure("memory-" + plane, f"Memory of the {plane}'s tree, started", "MB", [at_rest], beat=255)
    yield figure(
        "memory-used-" + plane, f"Memory of the {plane}'s tree, after pages and search", "MB", [used], beat=255
    )


def _look_around(site: Site) -> None:
    person, pages = {
        "forum": ("policy-3", ("/", "/cve-p/", "/practices/?q=family", "/plans/", "/directory/", "/account/")),
        "service": ("training", ("/", "/facilities/", "/practices/?q=family", "/plans/", "/account/")),
    }[site.plane]
    client = Client(site.port).sign_in(person)
    for path in pages * 3:
        client.get(path)
    client.close()


def both(forum: Site, service: Site) -> Figure:
    """One command for both planes, as a demonstration is served."""
    environment = {key: value for key, value in forum.environment.items() if key != "PULANG_PLANE"}
    (forum.folder / service.plane).symlink_to(service.folder / service.plane)
    with running([PULANG, "serve"], environment, [forum.ports[plane] for plane in PLANES], "/health") as tree:
        time.sleep(SETTLED)
        return figure("memory-both", "Memory of both planes' tree, started", "MB", [tree.memory()], beat=510)
