"""``course``: packs are checked, brought in as drafts, and taken along as files."""

from pathlib import Path
from types import ModuleType

import click

from pulang.web.cli import studies
from pulang.web.cli.main import needs_plane, setup
from pulang.web.cli.terminal import progress, say

PACK = click.Path(exists=True, path_type=Path)


@click.group()
def course() -> None:
    """Courses as files: a folder, or a zip of it."""


@course.command("check")
@click.argument("pack", type=PACK)
@click.pass_context
def check(context: click.Context, pack: Path) -> None:
    """Check a pack without importing it: every mistake by file and line, and what must be looked at."""
    setup(context.find_root().obj or "forum")
    outcome = _packs().check(pack)
    _tell(outcome.problems, "would be")
    for line in outcome.remarks:
        click.echo(line)
    say(outcome.summary)


@course.command("import")
@click.argument("pack", type=PACK)
@click.option("--label", default="TLP:GREEN", help="Its label: TLP:GREEN (members) or TLP:CLEAR (anybody).")
@click.pass_context
def import_(context: click.Context, pack: Path, label: str) -> None:
    """Bring a pack in as a draft. A pack with a mistake brings nothing in; a released version never changes.

    A file that another installation signed is checked against the trusted keys, and brought in as it was released.
    """
    needs_plane(context)
    packs = _packs()
    if packs.is_signed(pack):
        _bring_signed(packs, pack)
        return
    if label not in packs.LABELS:
        raise click.UsageError(f"A course is labelled {' or '.join(packs.LABELS)}.")
    with progress("Bringing the course in"):
        outcome = packs.bring_in(pack, label)
    _tell(outcome.problems, "was")
    say(outcome.summary)


@course.command("export")
@click.argument("key")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@click.option("--version", "number", default="", help="Which version; the latest released when it is left out.")
@click.option("--edition", is_flag=True, help="KEY is a country's edition: it leaves as a pack of its own.")
@click.option("--signed", is_flag=True, help="A signed file for another installation: KEY-VERSION.signed.json.")
@click.pass_context
def export(context: click.Context, key: str, file: Path | None, number: str, edition: bool, signed: bool) -> None:
    """Write the zip that a version came from, byte for byte; to KEY-VERSION.zip when no FILE is named."""
    needs_plane(context)
    packs = _packs()
    try:
        if signed:
            say(f"Written to {packs.take_signed_along(key, number, file, edition=edition)}.")
            return
        written = packs.take_edition_along(key, number, file) if edition else packs.take_along(key, number, file)
    except packs.NoSuchCourse as error:
        raise click.ClickException(str(error)) from None
    say(f"Written to {written}.")


def _bring_signed(packs: ModuleType, pack: Path) -> None:
    try:
        outcome = packs.bring_signed_in(pack)
    except packs.NotTaken as error:
        raise click.ClickException(str(error)) from None
    _tell(outcome.problems, "was")
    say(outcome.summary)


def _tell(problems: tuple[str, ...], did: str) -> None:
    """Every problem on its own line and exit code 1."""
    for problem in problems:
        click.echo(problem)
    if problems:
        number = len(problems)
        raise click.ClickException(f"{number} {'mistake' if number == 1 else 'mistakes'}; nothing {did} imported.")


def _packs() -> ModuleType:
    """The work behind the commands, which needs a plane that is set up and has its tables."""
    from pulang.web.cli import importing, packs

    try:
        importing.demand_prepared()
    except importing.NotPrepared as error:
        raise click.ClickException(str(error)) from None
    return packs


course.add_command(studies.offline)
course.add_command(studies.results)
COMMANDS = (course,)
