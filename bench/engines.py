"""SQLite and a throw-away PostgreSQL with the durability that installations have, and worlds kept on both."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from scripts.cluster import cluster

from bench.processes import PULANG, ROOT

STALE = 7 * 86_400
PLANES = ("forum", "service")
BARE = "bare"


@dataclass(frozen=True)
class Site:
    """One plane with its world on one engine: where the data lie, and where it answers."""

    plane: str
    engine: str
    size: int
    folder: Path
    ports: dict[str, int]
    database_url: str = ""

    @property
    def port(self) -> int:
        return self.ports[self.plane]

    @property
    def environment(self) -> dict[str, str]:
        """What commands of this installation are started with."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("PULANG_", "DJANGO_", "PORT_"))}
        return {
            **kept,
            "PULANG_DATA": str(self.folder),
            "PULANG_DEMONSTRATION": "true",
            "PULANG_DATABASE_URL": self.database_url,
            "PULANG_PLANE": self.plane,
            "PULANG_API_PER_MINUTE": "1000000",
            **{f"PORT_{plane.upper()}": str(self.ports[plane]) for plane in PLANES},
        }

    def call(self, *arguments: str) -> str:
        """Run a command of the command line on this plane; what it said. Raises RuntimeError where it failed."""
        return self._run([PULANG, "--plane", self.plane, *arguments])

    def python(self, module: str, *arguments: str) -> str:
        """Run a module of ours in a process that belongs to this plane."""
        return self._run([sys.executable, "-m", module, *arguments])

    def _run(self, command: list[str]) -> str:
        done = subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.stderr[-3000:]}")
        return done.stdout


class Store:
    """Worlds that were made before, in a folder; each measurement works on a copy."""

    def __init__(self, folder: Path, seed: int, say: object = print) -> None:
        self._folder, self._seed, self._say = folder, seed, say
        self._folder.mkdir(parents=True, exist_ok=True)
        self._ports = {name: free_port() for name in (*PLANES, BARE)}

    @contextmanager
    def site(self, plane: str, engine: str, size: int, server: str = "") -> Iterator[Site]:
        """A copy of the world, up to date with the migrations of this code; gone at the end."""
        kept = self._kept(plane, engine, size, server)
        name = f"bench_run_{plane}_{size}"
        folder = self._folder / name
        shutil.rmtree(folder, ignore_errors=True)
        try:
            shutil.copytree(kept.folder, folder)
            url = self._copied(server, kept.database_url, name)
            site = Site(plane, engine, size, folder, self._ports, url)
            site.call("migrate")
            yield site
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            if server:
                _sql(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _kept(self, plane: str, engine: str, size: int, server: str) -> Site:
        name = f"world-{plane}-{engine}-{size}-{self._seed}"
        folder = self._folder / name
        database = name.replace("-", "_")
        site = Site(plane, engine, size, folder, self._ports, f"{server}/{database}" if server else "")
        if not self._is_fresh(folder):
            shutil.rmtree(folder, ignore_errors=True)
            if server:
                _sql(server, f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
                _sql(server, f'CREATE DATABASE "{database}" TEMPLATE template0')
            began = time.monotonic()
            self._say(f"making the world of the {plane}, {size:,} of each thing, on {engine}")  # type: ignore[operator]
            if server:
                self._carry(site)
            else:
                site.python("bench.worlds", "--plane", plane, "--size", str(size), "--seed", str(self._seed))
            (folder / "made.json").write_text(json.dumps({"generator": generator(), "at": time.time()}))
            self._say(f"   made in {time.monotonic() - began:.0f} s")  # type: ignore[operator]
        return site

    def _carry(self, site: Site) -> None:
        """The same world as on SQLite, with the same keys, carried over."""
        made = self._kept(site.plane, "sqlite", site.size, "")
        keys = f"{site.plane}/keys.json"
        (site.folder / site.plane).mkdir(parents=True)
        shutil.copy(made.folder / keys, site.folder / keys)
        site.python("bench.carry", "--from", str(made.folder / site.plane / "pulang.sqlite3"))

    def _is_fresh(self, folder: Path) -> bool:
        """Made by the same generator not long ago: dates are relative to the day of making."""
        stamp = folder / "made.json"
        if not stamp.exists():
            return False
        made = json.loads(stamp.read_text())
        return bool(made["generator"] == generator() and time.time() - made["at"] < STALE)

    def _copied(self, server: str, url: str, name: str) -> str:
        if not server:
            return ""
        _sql(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        _sql(server, f'CREATE DATABASE "{name}" TEMPLATE "{url.rpartition("/")[2]}"')
        return f"{server}/{name}"

    @contextmanager
    def server(self, engine: str) -> Iterator[str]:
        """The address of a PostgreSQL of our own that keeps its worlds; empty for SQLite."""
        if engine == "sqlite":
            yield ""
            return
        with cluster(self._folder / "postgresql" / "data", options=(), keep=True) as address:
            yield address


def free_port() -> int:
    """A port at which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def generator() -> str:
    """A fingerprint of what makes worlds."""
    digest = sha256()
    for path in sorted((ROOT / "bench" / "worlds").glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _sql(server: str, sql: str) -> None:
    import psycopg

    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(sql.encode())
