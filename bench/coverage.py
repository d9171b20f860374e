"""Coverage of a large service: 1,000 facilities, 100,000 officers and 1,000,000 attendances, on both engines.

    python -m bench.coverage --engines sqlite,postgresql --officers 100000

The world is written in bulk, past the actions: what is measured is counting. The first answer after an event is counted
anew; the same question again is remembered. The page is asked as a browser asks for it, in one process.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from scripts.cluster import cluster

from bench.figures import Figure, figure, print_table
from bench.processes import ROOT

FACILITIES, OFFICERS, SESSIONS = 1_000, 100_000, 10
WANTED = 100.0  # milliseconds


def figures(engine: str, officers: int) -> Iterator[Figure]:
    """Counting and the page on one engine, in a place that is made for it."""
    said = measured(engine, ["bench.worlds.roll", "--officers", str(officers)])
    titles = {
        "count": "Coverage of all facilities, counted anew",
        "remembered": "The same, asked again",
        "page": "The page of it, counted anew",
    }
    for slug, title in titles.items():
        note = f"{FACILITIES:,} facilities, {said['officers']:,} officers, {said['attendance']:,} attendances"
        yield figure(f"coverage-{slug}", title, "ms", said[slug], engine=engine, size=officers, beat=WANTED, note=note)


def measured(engine: str, module: Sequence[str]) -> dict[str, Any]:
    """What a module of ours measures in an empty installation on one engine: its last line is JSON."""
    with tempfile.TemporaryDirectory(prefix="pulang-bench-") as folder:
        if engine == "sqlite":
            return _run(Path(folder), module, "")
        with cluster(Path(folder) / "cluster") as address:
            return _run(Path(folder), module, f"{address}/postgres")


def _run(folder: Path, module: Sequence[str], database_url: str) -> dict[str, Any]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PULANG_", "DJANGO_"))}
    environment = {
        **kept,
        "PULANG_DATA": str(folder),
        "PULANG_DEMONSTRATION": "true",
        "PULANG_PLANE": "service",
        "PULANG_DATABASE_URL": database_url,
    }
    command = [sys.executable, "-m", *module]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description="Measure coverage on a large service.")
    parser.add_argument("--engines", default="sqlite,postgresql")
    parser.add_argument("--officers", type=int, default=OFFICERS)
    asked = parser.parse_args()
    print_table([each for engine in asked.engines.split(",") for each in figures(engine, asked.officers)])


if __name__ == "__main__":
    main()
