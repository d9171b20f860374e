"""All tests: both planes on SQLite and on a throw-away PostgreSQL cluster, recovery on each, and the browser journeys.

Three runs go side by side, also on two processors: those that start servers or browsers wait for them. The last line
counts passed, failed and skipped over all runs; what was skipped is named above it. With PULANG_NO_SKIP=1 (continuous
integration) a skipped database or browser is a failure; what a machine may be without (a network namespace, the history
of the repository) is only named.
"""

import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from browser import find
from cluster import NoPostgresql, cluster

ROOT = Path(__file__).resolve().parents[1]
SIDE_BY_SIDE = 3
# Without bytecode on the disk each of the hundreds of processes that the tests start compiles everything anew.
NOT_PASSED_ON = ("PULANG_DATA", "PORT_", "PYTHONDONTWRITEBYTECODE")
PLANES = ("forum", "service")
JOURNEY_MARK = "journey"
NEEDED = ("PostgreSQL: ", "browser journeys: ", "journeys: ")
JOURNEYS = ("tests/journeys",)
NO_JOURNEYS = (
    "-m",
    f"not {JOURNEY_MARK}",
    "--ignore=tests/journeys",
    "--ignore=tests/recovery",
    "--ignore=tests/deployment",
    "--ignore=tests/api_live",
)
NOT_REPEATED = (
    "tests/kernel",
    "tests/foundation/charts",
    "tests/foundation/documents",
    "tests/foundation/texts",
    "tests/foundation/ui",
    "tests/common/learning/test_packs.py",
    "tests/web/operation/test_logs.py",
    *(
        f"tests/repository/test_{name}.py"
        for name in (
            "asvs", "control_flow", "layers", "licences", "log_lines", "sizes", "strings", "styles", "templates",
        )
    ),
)  # fmt: skip
PROGRAMS = ("tests/api_live",)
RECOVERY = ("tests/recovery",)


@dataclass(frozen=True)
class Run:
    """One pytest run: its name, the plane's settings, more environment, and what it collects."""

    name: str
    plane: str
    arguments: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)


DEPLOYMENT = Run("deployment", "forum", ("tests/deployment",))


@dataclass
class Outcome:
    """What came of a run."""

    run: Run
    passed: int = 0
    failed: int = 0
    skipped: list[str] = field(default_factory=list)
    output: str = ""


def main() -> int:
    """Run everything; 0 when nothing failed (and, where asked, nothing was skipped)."""
    with tempfile.TemporaryDirectory(prefix="pulang-tests-") as folder:
        outcomes = list(_everything(Path(folder)))
    skipped = [line for outcome in outcomes for line in outcome.skipped]
    for outcome in outcomes:
        if outcome.failed:
            print(f"\n===== {outcome.run.name} =====\n{outcome.output}")
    for line in skipped:
        print(f"skipped: {line}")
    passed = sum(outcome.passed for outcome in outcomes)
    failed = sum(outcome.failed for outcome in outcomes)
    print(f"{passed} passed, {failed} failed, {len(skipped)} skipped")
    missing = [line for line in skipped if line.startswith(NEEDED)]
    return 1 if failed or (missing and os.environ.get("PULANG_NO_SKIP")) else 0


def _everything(folder: Path) -> Iterator[Outcome]:
    """The longest first, so that the short ones fill the end."""
    runs = [Run(f"{plane}, SQLite", plane, NO_JOURNEYS) for plane in PLANES]
    journeys = _journeys()
    runs += [journeys] if isinstance(journeys, Run) else []
    runs += [Run("recovery, SQLite", "forum", RECOVERY)]
    with _postgresql(folder) as address:
        if isinstance(address, str):
            runs += [_recovery_on_postgresql(address), *(_on_postgresql(plane, address) for plane in PLANES)]
            runs += [_programs_on_postgresql(address)]
        runs += [DEPLOYMENT, *(Run(f"programs, {plane}, SQLite", plane, PROGRAMS) for plane in PLANES)]
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            yield from pool.map(lambda run: _run(run, folder), runs)
        if not isinstance(address, str):
            yield Outcome(Run("PostgreSQL", "", ()), skipped=[f"PostgreSQL: {address}"])
    if isinstance(journeys, Outcome):
        yield journeys


def _on_postgresql(plane: str, address: str) -> Run:
    """What asks for no database is not repeated; what is, takes fewer examples and people (tests/conftest.py)."""
    arguments = (*NO_JOURNEYS, *map("--ignore={}".format, NOT_REPEATED))
    environment = {"PULANG_DATABASE_URL": f"{address}/{plane}", "PULANG_REPEATED": "1"}
    return Run(f"{plane}, PostgreSQL", plane, arguments, environment)


def _recovery_on_postgresql(address: str) -> Run:
    """The other plane than on SQLite, in a database of its own name; kill tests serve both planes wherever they run."""
    return Run("recovery, PostgreSQL", "service", RECOVERY, {"PULANG_DATABASE_URL": f"{address}/recovery"})


def _programs_on_postgresql(address: str) -> Run:
    """One plane is enough: what the engines take differently, such as letters, both planes send."""
    return Run("programs, PostgreSQL", "forum", PROGRAMS, {"PULANG_DATABASE_URL": f"{address}/programs"})


def _journeys() -> Run | Outcome:
    """The browser journeys, or that there is no browser."""
    browser = find()
    environment = {"PULANG_BROWSER": browser} if browser else {}
    run = Run("journeys", "forum", ("-m", JOURNEY_MARK, *JOURNEYS), environment)
    return run if browser else Outcome(run, skipped=["browser journeys: no Chromium was found"])


def _run(run: Run, folder: Path) -> Outcome:
    slug = run.name.replace(", ", "-").lower()
    report = folder / f"{slug}.xml"
    print(f"running: {run.name}", flush=True)
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith(NOT_PASSED_ON)},
        "PULANG_DATA": str(folder / slug),
        "PULANG_DEMONSTRATION": "true",
        "DJANGO_SETTINGS_MODULE": f"pulang.web.settings.{run.plane}",
        **run.environment,
    }
    # A folder of its own: whoever starts pytest elsewhere takes the rights of others away from the common one.
    own = ("-p", "no:cacheprovider", f"--junitxml={report}", f"--basetemp={folder / slug}-temporary")
    command = [sys.executable, "-m", "pytest", "-q", *own, *run.arguments]
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    outcome = _read(run, report, done.stdout + done.stderr)
    if done.returncode not in (0, 1) and not outcome.failed:
        outcome.failed, outcome.output = 1, done.stdout + done.stderr
    counts = f"{outcome.passed} passed, {outcome.failed} failed, {len(outcome.skipped)} skipped"
    print(f"   {run.name}: {counts}, {time.monotonic() - began:.0f} s", flush=True)
    return outcome


def _read(run: Run, report: Path, output: str) -> Outcome:
    outcome = Outcome(run, output=output)
    if not report.exists():
        outcome.failed = 1
        return outcome
    for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314 - written by our own pytest
        if case.find("failure") is not None or case.find("error") is not None:
            outcome.failed += 1
        elif (skip := case.find("skipped")) is not None:
            outcome.skipped.append(f"{run.name}: {case.get('classname')}::{case.get('name')}: {skip.get('message')}")
        else:
            outcome.passed += 1
    return outcome


@contextmanager
def _postgresql(folder: Path) -> Iterator[str | NoPostgresql]:
    try:
        with cluster(folder / "postgresql") as address:
            yield address
    except NoPostgresql as reason:
        yield reason


if __name__ == "__main__":
    sys.exit(main())
