"""``course offline`` and ``course results``: folders for self-study without network, and what comes back from them."""

from pathlib import Path

import click

from pulang.web.cli.main import needs_plane
from pulang.web.cli.terminal import progress, say

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("offline")
@click.argument("key")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@click.option(
    "--by", "who", required=True, help="Sign-in name of whoever holds the delivery; the audit says that name."
)
@click.option("--language", required=True, type=click.Choice(["en", "fr", "ar", "id"]), help="Language of the folder.")
@click.option("--for", "number", default="", help="Service number of the one person for whom it is.")
@click.option("--class", "keys", type=int, default=0, help="Or for a class: how many keys. They are printed once.")
@click.pass_context
def offline(
    context: click.Context, key: str, file: Path | None, who: str, language: str, number: str, keys: int
) -> None:
    """Make a folder for self-study as a zip: of the running self-study delivery of the course or edition KEY."""
    needs_plane(context)
    if bool(number) == bool(keys):
        raise click.UsageError("Say for whom: --for SERVICE-NUMBER, or --class HOW-MANY.")
    from pulang.web.cli import studying

    try:
        made = studying.offline(key, who, language, number, keys, file)
    except studying.Failed as error:
        raise click.ClickException(str(error)) from None
    for line in made.lines:
        click.echo(line)
    say(f"Written to {made.file}.")


@click.group("results")
def results() -> None:
    """Results files of folders for self-study."""


@results.command("import")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option(
    "--by", "who", required=True, help="Sign-in name of whoever holds the delivery; the audit says that name."
)
@click.option("--write", is_flag=True, help="Take them; without it nothing is written.")
@click.option("--good-rows", is_flag=True, help="With --write: take the good rows although others are refused.")
@click.pass_context
def import_(context: click.Context, files: tuple[Path, ...], who: str, write: bool, good_rows: bool) -> None:
    """Say what would become of every row of these files (JSON, or zips), then take them. Nothing counts twice."""
    needs_plane(context)
    from pulang.web.cli import studying

    try:
        with progress("Reading the files"):
            outcome = studying.bring_in(files, who, write=write, good_rows_only=good_rows)
    except studying.Failed as error:
        raise click.ClickException(str(error)) from None
    for line in outcome.lines:
        click.echo(line)
    say(outcome.summary)
    if outcome.held_back:
        raise click.ClickException(
            "Some rows are refused, so nothing was written. Take the good ones with --good-rows."
        )
