"""Where a state is brought back to: an empty installation, or a throw-away place that proves a backup."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection, connections

from pulang.foundation.recovery.problems import RecoveryError

PREFIX = ".recovery-"


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """A folder inside ``folder`` for its owner only, removed at the end; what a killed process left goes too."""
    for left in folder.glob(f"{PREFIX}*"):
        if not _alive(left.name.removeprefix(PREFIX).split("-")[0]):
            shutil.rmtree(left, ignore_errors=True)
    made = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=folder))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _alive(pid: str) -> bool:
    return pid.isdigit() and (Path("/proc") / pid).exists()


@contextmanager
def connected_to(**changes: Any) -> Iterator[None]:
    """The installation's connection leads elsewhere for a while."""
    default = connections[connection.alias]
    default.close()
    before: Mapping[str, Any] = default.settings_dict
    default.settings_dict = {**before, **changes}
    try:
        yield
    finally:
        default.close()
        default.settings_dict = dict(before)


@contextmanager
def sqlite_file(path: Path) -> Iterator[None]:
    """Work on this database file."""
    with connected_to(NAME=path):
        yield


@contextmanager
def postgresql_schema() -> Iterator[None]:
    """Work in a schema of its own inside the same database; it is dropped at the end.

    Raises ``RecoveryError`` where the account may not make one.
    """
    name = f"pulang_proof_{os.getpid()}_{secrets.token_hex(3)}"
    _run(f'CREATE SCHEMA "{name}"')
    set_before = connection.settings_dict["OPTIONS"].get("options", "")
    options = {**connection.settings_dict["OPTIONS"], "options": f"{set_before} -c search_path={name}"}
    try:
        with connected_to(OPTIONS=options):
            yield
    finally:
        _run(f'DROP SCHEMA "{name}" CASCADE')


def _run(sql: str) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError as error:
        account = connection.settings_dict["USER"]
        raise RecoveryError(
            f"The backup cannot be proved in this database: the account {account} may not make a schema. "
            "Give it CREATE on the database, or restore the backup on another machine to prove it."
        ) from error
