"""A hundred thousand cases of the gate: worlds of marked things, callers with any roles, every way out.

What is asked and what is expected is in ``bench.cases``; here it is shared out among the planes.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import Any

from bench.figures import Figure, figure
from bench.processes import ROOT

CASES = 100_000
PLANES = ("forum", "service")


def figures(cases: int, seed: int, say: Callable[[str], object]) -> Iterator[Figure]:
    """How many cases there were by the plane; raises where something left that may not."""
    for plane in PLANES:
        began = time.monotonic()
        said = _run(plane, cases // len(PLANES), seed, say)
        kinds = ", ".join(f"{number:,} {kind}" for kind, number in said["kinds"].items())
        say(f"   {plane}: {kinds}; {said['allowed']:,} times something left; {time.monotonic() - began:.0f} s")
        note = f"{plane}: {kinds}; nothing above the ceiling"
        yield figure("gate-" + plane, "Cases of the gate", "", [sum(said["kinds"].values())], note=note)


def _run(plane: str, cases: int, seed: int, say: Callable[[str], object]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="pulang-gate-") as folder:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("PULANG_", "DJANGO_"))}
        environment = {**kept, "PULANG_DATA": folder, "PULANG_DEMONSTRATION": "true", "PULANG_PLANE": plane}
        command = [sys.executable, "-m", "bench.cases", "--plane", plane, "--cases", str(cases), "--seed", str(seed)]
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            last = ""
            for line in process.stdout:
                last = line
                if not line.startswith("{"):
                    say(f"   {plane}: {line.rstrip()}")
        if process.returncode:
            raise RuntimeError(f"something left the {plane} that may not: {last}")
    found: dict[str, Any] = json.loads(last)
    return found
