"""``frameworks`` and ``facilities``."""

from pathlib import Path

import click

from pulang.web.cli.main import each_plane, needs_plane, setup
from pulang.web.cli.terminal import progress, say

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def frameworks() -> None:
    """Framework documents and their good practices."""


@frameworks.command("check")
@click.argument("file", type=FILE, required=False)
def check(file: Path | None) -> None:
    """Check a file of framework documents without importing it; the project's own file when none is named."""
    setup("forum")
    from pulang.web.cli import importing

    problems = importing.check_frameworks(file)
    for problem in problems:
        click.echo(problem)
    if problems:
        raise click.ClickException(f"{len(problems)} problems; nothing would be imported.")
    say("The file is right.")


@frameworks.command("import")
@click.argument("file", type=FILE, required=False)
@click.pass_context
def import_(context: click.Context, file: Path | None) -> None:
    """Import a file of framework documents. A wrong file imports nothing; a second import changes nothing."""
    if context.find_root().obj is None:
        each_plane(context, "frameworks", "import", *([str(file)] if file else []))
        return
    needs_plane(context)
    from pulang.web.cli import importing

    with progress("Importing framework documents"):
        outcome = importing.import_frameworks(file)
    for problem in outcome.problems:
        click.echo(problem)
    if outcome.problems:
        raise click.ClickException(f"{len(outcome.problems)} problems; nothing was imported.")
    say(outcome.summary)


@click.group()
def facilities() -> None:
    """The register of facilities (service plane)."""


@facilities.command("import")
@click.argument("file", type=FILE)
@click.option("--write", is_flag=True, help="Write; without it the file is only checked.")
@click.option("--good-rows", is_flag=True, help="Keep the good rows when some are bad; otherwise nothing is written.")
@click.pass_context
def import_facilities(context: click.Context, file: Path, write: bool, good_rows: bool) -> None:
    """Import facilities with capacity, population and staff strength from CSV. Checks only, unless --write is given."""
    if needs_plane(context) != "service":
        raise click.UsageError("The register of facilities belongs to the service plane: pulang --plane service ...")
    from pulang.web.cli import importing

    with progress("Reading the file"):
        outcome = importing.import_facilities(file, write=write, good_rows=good_rows)
    for problem in outcome.problems:
        click.echo(problem)
    say(outcome.summary)
    if outcome.problems and not (write and good_rows):
        context.exit(1)


COMMANDS = (frameworks, facilities)
