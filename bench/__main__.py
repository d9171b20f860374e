"""``make bench``: make worlds, measure, print a table and JSON lines.

make bench SIZE=100000 ONLY=list,search ENGINES=sqlite WRITE=docs/explanation/performance.md
"""

import argparse
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import monotonic

from rich.console import Console

from bench import gate, kills, machine
from bench.engines import Site, Store
from bench.figures import Figure, json_line, markdown, print_table, written_into
from bench.measures import Effort, Measure, measures, starting
from bench.processes import PULANG, running

say = Console(stderr=True, highlight=False).print
APART = ("gate", "kills")


def main() -> int:
    """The command."""
    asked = _asked()
    told = machine.described()
    if busy := machine.too_busy():
        say(f"[bold]{busy}[/bold]")
        if asked.quiet:
            return 1
    began = monotonic()
    signal.signal(signal.SIGTERM, _leave)
    figures = []
    for found in _everything(asked):
        figures.append(found)
        print(json_line(found, told | {"load": round(machine.load(), 2)}), flush=True)
    told["load after"], told["seconds"] = round(machine.load(), 2), round(monotonic() - began)
    print_table(figures)
    if asked.json:
        lines = "".join(json_line(found, told) + "\n" for found in figures)
        Path(asked.json).write_text(lines, encoding="utf-8")
    if asked.write:
        path = Path(asked.write)
        path.write_text(written_into(path.read_text(encoding="utf-8"), markdown(figures, told)), encoding="utf-8")
    return 0


def _leave(number: int, frame: object) -> None:
    """End as if somebody had said so at the keyboard: servers are stopped, copies removed."""
    raise KeyboardInterrupt


def _asked() -> argparse.Namespace:
    known = ", ".join([*(measure.slug for measure in measures()), *APART])
    parser = argparse.ArgumentParser(prog="make bench", description="Measure Pulang on worlds of a chosen size.")
    parser.add_argument("--size", type=int, default=100_000, help="of each thing; a tenth of it is measured too")
    parser.add_argument("--only", default="", help=f"some of: {known}; all but the last two when empty")
    parser.add_argument("--engines", default="sqlite,postgresql")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", default="", help="where worlds are kept (PULANG_DATA/bench)")
    parser.add_argument("--times", type=int, default=60, help="how often a page is asked")
    parser.add_argument("--seconds", type=float, default=30, help="how long many people are at work")
    parser.add_argument("--cases", type=int, default=gate.CASES, help="cases of the gate")
    parser.add_argument("--kills", type=int, default=kills.KILLS)
    parser.add_argument("--write", default="", help="a document whose marked section gets the table")
    parser.add_argument("--json", default="", help="a file for the JSON lines")
    parser.add_argument("--quiet", action="store_true", help="refuse on a busy machine")
    return parser.parse_args()


def _everything(asked: argparse.Namespace) -> Iterator[Figure]:
    wanted = [name for name in asked.only.split(",") if name]
    chosen = [measure for measure in measures() if not wanted or measure.slug in wanted]
    unknown = set(wanted) - {measure.slug for measure in measures()} - set(APART)
    if unknown:
        sys.exit(f"There is no measure {', '.join(sorted(unknown))}.")
    if chosen:
        yield from _measured(asked, chosen)
    if "gate" in wanted:
        yield from gate.figures(asked.cases, asked.seed, say)
    if "kills" in wanted:
        yield from kills.figures(asked.kills, say)


def _measured(asked: argparse.Namespace, chosen: Sequence[Measure]) -> Iterator[Figure]:
    store, effort = Store(_folder(asked), asked.seed, say), Effort(asked.times, asked.seconds)
    for engine in asked.engines.split(","):
        with store.server(engine) as server:
            for size in (max(asked.size // 10, 10), asked.size):
                yield from _of_size(store, engine, server, size, chosen, effort)


def _of_size(
    store: Store, engine: str, server: str, size: int, chosen: Sequence[Measure], effort: Effort
) -> Iterator[Figure]:
    for plane in ("forum", "service"):
        here = [measure for measure in chosen if plane in measure.planes]
        if not here:
            continue
        with store.site(plane, engine, size, server) as site:
            for found in on_site(site, here, effort):
                yield Figure(**{**vars(found), "engine": engine, "size": size})
    if any(measure.slug == "memory" for measure in chosen) and engine == "sqlite":
        with store.site("forum", engine, size) as forum, store.site("service", engine, size) as service:
            yield Figure(**{**vars(starting.both(forum, service)), "engine": engine, "size": size})


def on_site(site: Site, chosen: Sequence[Measure], effort: Effort) -> Iterator[Figure]:
    """The figures of these measures; those that ask a server share one."""
    for measure in chosen:
        if not measure.served:
            yield from _told(site, measure, effort)
    served = [measure for measure in chosen if measure.served]
    if served:
        command = [PULANG, "--plane", site.plane, "serve"]
        with running(command, site.environment, [site.port], "/health"):
            for measure in served:
                yield from _told(site, measure, effort)


def _told(site: Site, measure: Measure, effort: Effort) -> Iterator[Figure]:
    say(f"{site.engine}, {site.size:,}, {site.plane}: {measure.slug} (load {machine.load():.1f})")
    for found in measure.run(site, effort):
        say(f"   {found.title}: {found.median:.4g} {found.unit} ({found.p95:.4g})")
        yield found


def _folder(asked: argparse.Namespace) -> Path:
    import os

    return Path(asked.folder or Path(os.environ.get("PULANG_DATA", "var")) / "bench").resolve()


if __name__ == "__main__":
    sys.exit(main())
