"""A thousand kills of the server tree while people write, shared out among planes and engines."""

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

from bench.figures import Figure, figure
from bench.processes import ROOT

KILLS = 1_000
ENGINES = ("sqlite", "postgresql")
_DONE = re.compile(r"(\d+) kills; .*; (\d+) broken")


def figures(kills: int, say: Callable[[str], object]) -> Iterator[Figure]:
    """How many kills there were on each engine, and how many promises were broken; raises where one was."""
    for engine in ENGINES:
        began = time.monotonic()
        said = _run(engine, -(-kills // len(ENGINES)), say)
        done = [(int(number), int(broken)) for number, broken in _DONE.findall(said)]
        killed, broken = sum(number for number, _ in done), sum(broken for _, broken in done)
        say(f"   {killed} kills in {time.monotonic() - began:.0f} s, {broken} broken promises")
        yield figure("kills", "Kills of the server tree", "", [killed], engine=engine, note=f"{broken} broken promises")


def _run(engine: str, kills: int, say: Callable[[str], object]) -> str:
    command = [sys.executable, "-m", "tests.recovery.kills", "--kills", str(kills), "--engine", engine]
    said = ""
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            said += line
            say(line.rstrip())
    if process.returncode:
        raise RuntimeError(f"a promise was broken on {engine}")
    return said
