"""``backup``, ``restore`` and ``audit anchor``: nothing that was acknowledged is lost."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pulang.kernel.paperkeys import BadKey, PaperKey, parse
from pulang.web import config, secrets
from pulang.web.cli.main import needs_plane
from pulang.web.cli.terminal import progress, say

if TYPE_CHECKING:
    from pulang.foundation.recovery.restore import Restored

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=NEW)
@click.option("--key", "key_file", type=FILE, envvar="PULANG_BACKUP_KEY", required=True, help="File of the backup key.")
@click.option("--verify", is_flag=True, help="Prove it: bring it back in a throw-away place and check rows and chain.")
@click.pass_context
def backup(context: click.Context, file: Path, key_file: Path, verify: bool) -> None:
    """Write an encrypted backup of one plane's data and files, while it runs. Keys are not in it: pulang keys export.

    The file is there whole or not at all. With --verify, a file that is there already is only proved.
    """
    plane = needs_plane(context)
    from pulang.foundation.jobs import timetable
    from pulang.foundation.recovery import backup as engine

    with told():
        key = read_key(key_file)
        if not (verify and file.exists()):
            made = engine.make(file, key, progress)
            say(f"{plane}: {made.rows} rows, {made.events} events, {made.files} files in {file} ({_size(made.size)}).")
        if verify:
            say(f"{plane}: proved. {_found(engine.prove(file, key, progress))}")
        timetable.note("backup")


@click.command()
@click.argument("file", type=FILE)
@click.option("--key", "key_file", type=FILE, envvar="PULANG_BACKUP_KEY", required=True, help="File of the backup key.")
@click.option("--keys", "export", type=FILE, required=True, help="Export of keys (pulang keys export).")
@click.option("--escrow-key", type=FILE, envvar="PULANG_ESCROW_KEY", required=True, help="File of the escrow key.")
@click.option(
    "--erasures", type=FILE, multiple=True, help="A later ledger of erasures (erasures.txt), if there is one."
)
@click.pass_context
def restore(
    context: click.Context, file: Path, key_file: Path, export: Path, escrow_key: Path, erasures: tuple[Path, ...]
) -> None:
    """Bring one plane back into an empty place: data, files, keys; and erase again what had been erased.

    Nobody is signed in afterwards. Then run pulang migrate, and pulang serve.
    """
    had_keys = secrets_stand(context)
    plane = needs_plane(context)
    from pulang.foundation.recovery.whole import Sources
    from pulang.web import recovering

    with told():
        sources = Sources(file, read_key(key_file), export, read_key(escrow_key), erasures)
        outcome = recovering.restore(sources, progress, had_keys=had_keys)
    say(f"{plane}: brought back. {_found(outcome.data)}")
    say(f"{plane}: {outcome.subjects} keys of subjects; {outcome.erased} that had been erased are erased again.")
    if outcome.unreadable:
        say(
            f"{plane}: of {outcome.unreadable} subjects there is no key, since the export of keys is older than they "
            "are: what events say about them cannot be read."
        )
    say("Next: pulang migrate, then pulang serve.")


@click.command()
@click.pass_context
def anchor(context: click.Context) -> None:
    """Print where the chain stands, signed: a short text to keep on paper, away from this machine."""
    needs_plane(context)
    from pulang.foundation.events import anchoring

    found = anchoring.now()
    if found is None:
        raise click.ClickException("Nothing has happened here yet, so there is nothing to anchor.")
    click.echo(found.text(), nl=False)


def secrets_stand(context: click.Context) -> bool:
    """Whether the plane's folder has keys; asked before the plane is set up, which makes them."""
    plane = context.find_root().obj or ""
    return (config.load(plane or None).data.resolve() / plane / secrets.FILE).exists()


def check_anchor(said: str) -> None:
    """Compare the chain with an anchor, given as a file, as its text, or as - for standard input."""
    from pulang.foundation.events import anchoring
    from pulang.kernel import anchors

    try:
        found = anchors.parse(_anchor_text(said))
        anchoring.demand_contained(found)
    except (anchors.BadAnchor, anchoring.NotContained) as error:
        raise click.ClickException(f"The anchor does not hold. {error}") from None
    say(
        f"The chain still contains event {found.position} of {found.time}. "
        f"Compare the key with paper: {found.fingerprint}"
    )


def _anchor_text(said: str) -> str:
    if said == "-":
        return sys.stdin.read()
    if "\n" in said or len(said) > 250 or not Path(said).is_file():
        return said
    return Path(said).read_text(encoding="utf-8", errors="replace")


def read_key(path: Path) -> PaperKey:
    """The key in a file. Raises ``BadKey``."""
    try:
        return parse(path.read_text(encoding="utf-8"))
    except (BadKey, UnicodeDecodeError) as error:
        raise BadKey(f"{path}: {error}") from None


@contextmanager
def told() -> Iterator[None]:
    """Turn what can go wrong into one sentence and exit code 1."""
    import sqlite3

    import psycopg
    from django.db import DatabaseError

    from pulang.foundation.recovery.problems import RecoveryError

    try:
        yield
    except (RecoveryError, BadKey) as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(
            f"{error.strerror or error}: {error.filename or 'the disk'}. Nothing was kept."
        ) from None
    except (DatabaseError, sqlite3.Error, psycopg.Error) as error:
        raise click.ClickException(f"The database refused: {str(error).strip()}. Nothing was kept.") from None


def _found(data: "Restored") -> str:
    return f"{data.rows} rows, {data.files} files, {data.events} events as of {data.made_at}; the chain holds."


def _size(number: int) -> str:
    return f"{number / 1_000_000:.1f} MB" if number >= 100_000 else f"{number / 1000:.1f} kB"


COMMANDS = (backup, restore)
