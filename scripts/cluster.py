"""A throw-away PostgreSQL cluster on a free port, run by a user who is not root, gone at the end."""

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

FAST = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


class NoPostgresql(Exception):
    """Why no cluster could be started."""


@contextmanager
def cluster(folder: Path, options: Sequence[str] = FAST, *, keep: bool = False) -> Iterator[str]:
    """The address of a cluster, without a database name; raises ``NoPostgresql`` where there is no server.

    It is new, unless it is to ``keep`` what it holds from one time to the next. ``FAST`` is not durable.
    """
    binaries = _binaries()
    as_user = _as_somebody_else(folder)
    port = _free_port()
    if not (folder / "PG_VERSION").exists():
        owner = ("-U", "pulang", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        _call(as_user, binaries / "initdb", "-D", folder, *owner)
    said = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' {' '.join(options)}"
    log = folder.parent / "postgresql.log"
    log.touch()
    log.chmod(0o666)
    _call(as_user, binaries / "pg_ctl", "-D", folder, "-w", "-l", log, "-o", said, "start")
    try:
        yield f"postgresql://pulang@127.0.0.1:{port}"
    finally:
        _call(as_user, binaries / "pg_ctl", "-D", folder, "-m", "fast" if keep else "immediate", "stop")


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    if initdb is None:
        raise NoPostgresql("no server binaries were found (package postgresql)")
    return Path(initdb).resolve().parent


def _as_somebody_else(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root; then ``postgres`` or ``nobody`` runs it, in a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0:
        return []
    user = next((name for name in ("postgres", "nobody") if _exists(name)), None)
    if user is None or shutil.which("setpriv") is None:
        raise NoPostgresql("root may not run it, and there is no other user to do so")
    entry = pwd.getpwnam(user)
    os.chown(folder, entry.pw_uid, entry.pw_gid)
    folder.parent.chmod(0o711)
    return ["setpriv", f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups"]


def _exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _call(as_user: list[str], *command: object) -> None:
    done = subprocess.run([*as_user, *map(str, command)], capture_output=True, text=True, check=False, cwd="/")
    if done.returncode:
        raise NoPostgresql(f"{command[0]} failed: {done.stderr.strip()[-300:]}")
