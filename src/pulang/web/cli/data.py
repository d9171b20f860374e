"""``frameworks``, ``facilities``, ``coverage`` and ``record``."""

from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import click

from pulang.web.cli.main import each_plane, needs_plane, setup
from pulang.web.cli.terminal import progress, say

if TYPE_CHECKING:
    from pulang.web.cli.importing import Outcome

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def frameworks() -> None:
    """Framework documents and their good practices."""


@frameworks.command("check")
@click.argument("file", type=FILE, required=False)
@click.pass_context
def check(context: click.Context, file: Path | None) -> None:
    """Check a file of framework documents without importing it; the project's own file when none is named."""
    setup(context.find_root().obj or "forum")
    importing = _importing()
    _tell(importing.check_frameworks(file), "would be")


@frameworks.command("import")
@click.argument("file", type=FILE, required=False)
@click.pass_context
def import_(context: click.Context, file: Path | None) -> None:
    """Import a file of framework documents. A wrong file imports nothing; a second import changes nothing."""
    if context.find_root().obj is None:
        each_plane(context, "frameworks", "import", *([str(file)] if file else []))
        return
    needs_plane(context)
    importing = _importing()
    with progress("Importing framework documents"):
        outcome = importing.import_frameworks(file)
    _tell(outcome, "was")


@click.group()
def facilities() -> None:
    """The register of facilities (service plane)."""


@facilities.command("import")
@click.argument("file", type=FILE)
@click.option("--write", is_flag=True, help="Write; without it the file is only checked.")
@click.option("--good-rows", is_flag=True, help="Keep the good rows when some are bad; otherwise nothing is written.")
@click.pass_context
def import_facilities(context: click.Context, file: Path, write: bool, good_rows: bool) -> None:
    """Import facilities with capacity, population and staff strength from XLSX or CSV. Checks only, unless --write."""
    if needs_plane(context) != "service":
        raise click.UsageError("The register of facilities belongs to the service plane: pulang --plane service ...")
    importing = _importing()
    with progress("Reading the file"):
        outcome = importing.import_facilities(file, write=write, good_rows=good_rows)
    for problem in outcome.problems:
        click.echo(problem)
    say(outcome.summary)
    if outcome.problems and not (write and good_rows):
        context.exit(1)


@click.group()
def record() -> None:
    """The public record of CVE-P and of the working groups' meetings (forum plane)."""


@record.command("check")
@click.argument("file", type=FILE, required=False)
@click.pass_context
def check_record(context: click.Context, file: Path | None) -> None:
    """Check a file of the public record without importing it; the project's own file when none is named."""
    _forum_only(context)
    _tell(_importing().check_record(file), "would be")


@record.command("import")
@click.argument("file", type=FILE, required=False)
@click.pass_context
def import_record(context: click.Context, file: Path | None) -> None:
    """Import a file of the public record. A wrong file imports nothing; a second import changes nothing."""
    _forum_only(context)
    importing = _importing()
    with progress("Importing the public record"):
        outcome = importing.import_record(file)
    _tell(outcome, "was")


def _forum_only(context: click.Context) -> None:
    """The record has one home, so that no plane need be named."""
    if context.find_root().obj not in (None, "forum"):
        raise click.UsageError("The public record belongs to the forum plane.")
    setup("forum")


def _importing() -> ModuleType:
    """The work behind the commands, which needs a plane that is set up and has its tables."""
    from pulang.web.cli import importing

    try:
        importing.demand_prepared()
    except importing.NotPrepared as error:
        raise click.ClickException(str(error)) from None
    return importing


def _tell(outcome: "Outcome", did: str) -> None:
    """Every problem on its own line and exit code 1; otherwise the summary."""
    for problem in outcome.problems:
        click.echo(problem)
    if outcome.problems:
        number = len(outcome.problems)
        raise click.ClickException(f"{number} {'problem' if number == 1 else 'problems'}; nothing {did} imported.")
    say(outcome.summary)


@click.group()
def coverage() -> None:
    """Who holds which course, as it is kept for counting (service plane)."""


@coverage.command("verify")
@click.pass_context
def verify_coverage(context: click.Context) -> None:
    """Count anew and compare. Exit code 0 when nothing differs; 1 and what differs when something does."""
    importing = _of_service(context, "Coverage")
    with progress("Counting anew"):
        found = importing.verify_coverage()
    if found:
        raise click.ClickException(f"{found} Run pulang --plane service coverage rebuild.")
    say("Coverage says what certificates and roll say.")


@coverage.command("rebuild")
@click.pass_context
def rebuild_coverage(context: click.Context) -> None:
    """Count anew and put right what differs. Say what it was."""
    importing = _of_service(context, "Coverage")
    with progress("Counting anew"):
        found = importing.rebuild_coverage()
    say(f"{found} It is put right." if found else "Nothing differed; nothing was written.")


def _of_service(context: click.Context, what: str) -> ModuleType:
    if needs_plane(context) != "service":
        raise click.UsageError(f"{what} belongs to the service plane: pulang --plane service ...")
    return _importing()


COMMANDS = (frameworks, facilities, coverage, record)
