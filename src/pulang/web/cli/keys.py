"""``keys``: making keys for backups, keeping the installation's own keys apart, and changing them."""

from datetime import datetime, timedelta
from pathlib import Path

import click

from pulang.kernel import clock, paperkeys
from pulang.web import secrets
from pulang.web.cli.main import needs_plane
from pulang.web.cli.recovery import FILE, NEW, read_key, told
from pulang.web.cli.terminal import progress, say

REST = timedelta(hours=1)


@click.group()
def keys() -> None:
    """Keys of backups and of the installation (docs/how-to/keys-and-escrow.md)."""


@keys.command("make")
@click.argument("file", type=NEW)
@click.option(
    "--for",
    "purpose",
    type=click.Choice(paperkeys.PURPOSES),
    required=True,
    help="backup: opens backups of data. escrow: opens exports of keys. Keep the two apart.",
)
def make(file: Path, purpose: str) -> None:
    """Make a key as a short text that can be printed and typed in again. Nothing of it is shown."""
    from pulang.foundation.diskfiles import whole_file

    if file.exists():
        raise click.ClickException(f"{file} exists. A key is never written over; choose another name.")
    key = paperkeys.make(purpose)
    with told(), whole_file(file) as out:
        out.write(key.text().encode())
    say(f"{file} holds the {purpose} key {key.fingerprint}. Print it, and keep paper and file away from the backups.")


@keys.command("check")
@click.argument("file", type=FILE)
def check(file: Path) -> None:
    """Say which key a file holds, for example after typing it in from paper. A mistyped line is named."""
    with told():
        key = read_key(file)
    say(f"This is the {key.purpose} key {key.fingerprint}.")


@keys.command("export")
@click.argument("file", type=NEW)
@click.option("--key", "key_file", type=FILE, envvar="PULANG_ESCROW_KEY", required=True, help="File of the escrow key.")
@click.pass_context
def export(context: click.Context, file: Path, key_file: Path) -> None:
    """Write key ring, signing key, keys of subjects and ledger of erasures into an encrypted file of their own.

    Without it a backup cannot be read fully. Make one with every backup, and keep it in another place.
    """
    plane = needs_plane(context)
    from pulang.foundation.recovery import escrow

    with told():
        done = escrow.export(file, read_key(key_file))
    say(f"{plane}: key ring, {done.subjects} keys of subjects and {done.erasures} erasures in {file}.")


@keys.command("status")
@click.pass_context
def status(context: click.Context) -> None:
    """Which keys there are, since when they are retired, and how much is still under each."""
    plane = needs_plane(context)
    from rich.console import Console
    from rich.table import Table

    from pulang.foundation.recovery import rotation

    stored = _stored()
    usage = rotation.usage()
    table = Table(title=f"Keys of the {plane} plane", title_justify="left")
    for heading in ("Key", "State", "In use"):
        table.add_column(heading)
    for name in stored.ring.keys:
        uses = [f"{found[name]} in {holder}" for holder, found in usage.items() if found[name]]
        state = "active" if name == stored.ring.active else f"retired {stored.retired.get(name, '')}".strip()
        table.add_row(name, state, "\n".join(uses) or "nothing")
    Console(width=100).print(table)


@keys.command("rotate")
@click.pass_context
def rotate(context: click.Context) -> None:
    """Make a new key, and seal everything anew with it, a batch at a time, while people work.

    If it is interrupted, run it again: it goes on where it was. The old key stays until nothing uses it (keys drop).
    """
    plane = needs_plane(context)
    from django.conf import settings

    from pulang.foundation.recovery import rotation

    with told():
        if rotation.unfinished():
            say(f"{plane}: an earlier change of keys was interrupted; going on with it.")
        else:
            fresh = secrets.with_new_key(_stored(), at=clock.now().isoformat(timespec="seconds"))
            secrets.write(settings.PULANG_FOLDER / secrets.FILE, fresh)
        changed = 0
        for holder in rotation.holders():
            with progress(f"Sealing anew: {holder.name}", total=holder.count()) as advance:
                changed += rotation.renew(holder, advance)
    say(f"{plane}: {changed} values are sealed anew; the active key is {_stored().ring.active}.")
    say("Make a new export of keys now: earlier ones do not open what is sealed from now on.")


@keys.command("drop")
@click.argument("name")
@click.pass_context
def drop(context: click.Context, name: str) -> None:
    """Take a retired key out of the ring. Refused while anything uses it, and in the first hour of its rest."""
    plane = needs_plane(context)
    from django.conf import settings

    from pulang.foundation.recovery import rotation

    stored = _stored()
    if name not in stored.ring.keys:
        raise click.ClickException(f"There is no key {name}; there are: {', '.join(stored.ring.keys)}.")
    if name == stored.ring.active:
        raise click.ClickException(f"{name} is the active key. Run pulang keys rotate first.")
    if _is_fresh(stored.retired.get(name, "")):
        raise click.ClickException(f"{name} was retired less than an hour ago; what is being written may still use it.")
    uses = [f"{found[name]} in {holder}" for holder, found in rotation.usage().items() if found[name]]
    if uses:
        raise click.ClickException(f"{name} is still in use: {', '.join(uses)}.")
    with told():
        secrets.write(settings.PULANG_FOLDER / secrets.FILE, secrets.without_key(stored, name))
    say(f"{plane}: {name} is gone from the ring.")


def _is_fresh(since: str) -> bool:
    return bool(since) and clock.now() - datetime.fromisoformat(since) < REST


def _stored() -> secrets.Stored:
    from django.conf import settings

    return secrets.read(settings.PULANG_FOLDER / secrets.FILE)


COMMANDS = (keys,)
