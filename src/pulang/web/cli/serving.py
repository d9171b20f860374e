"""``serve``, ``migrate``, ``check`` and ``demo``."""

import sys

import click

from pulang.web.cli.main import each_plane, setup
from pulang.web.cli.terminal import say


@click.command()
@click.option("--accounts", is_flag=True, help="Also print the demonstration accounts.")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    envvar="PULANG_WORKERS",
    help="Web processes a plane. Each keeps one processor busy at most and takes 60 to 90 MB, so the default is for "
    "a small machine that serves both planes; one for each processor is quickest for many people at once.",
)
@click.option("--background/--no-background", default=True, help="Also a worker for background work (the default).")
@click.pass_context
def serve(context: click.Context, accounts: bool, workers: int, background: bool) -> None:
    """Serve one plane, or both from one process tree, until Ctrl-C or SIGTERM.

    The forum listens on PORT_FORUM (8000), the service plane on PORT_SERVICE (8001), both on 127.0.0.1 unless
    PULANG_LISTEN names another address. After SIGTERM requests that are under way are finished, for up to 30 seconds.
    After SIGHUP new processes take over, with new code and settings, and no request is lost.
    """
    from pulang.web import serve as serving

    try:
        wanted = serving.Wanted(workers=workers, background=background, accounts=accounts)
        sys.exit(serving.serve(context.find_root().obj, wanted))
    except serving.CannotServe as error:
        raise click.ClickException(str(error)) from None


@click.command()
@click.pass_context
def migrate(context: click.Context) -> None:
    """Prepare the database, the translations and the style sheets. Safe to run again at any time."""
    plane = context.find_root().obj
    if plane is None:
        each_plane(context, "migrate")
        return
    setup(plane)
    from pulang.foundation.installation.made import WrongInstallation
    from pulang.web.prepare import prepare

    try:
        prepare()
    except WrongInstallation as error:
        raise click.ClickException(str(error)) from None


@click.command()
@click.option(
    "--deploy", is_flag=True, help="Also refuse what is unsafe once others can reach it, and say what to set."
)
@click.pass_context
def check(context: click.Context, deploy: bool) -> None:
    """Look for what is wrong with settings, database and audit protection. Exit code 1 when something is.

    With --deploy also for what makes a real installation unsafe: run it before the first visitor, and by a timer.
    """
    plane = context.find_root().obj
    if plane is None:
        each_plane(context, "check", *(["--deploy"] if deploy else []))
        return
    setup(plane)
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    if deploy:
        _demand_ready(plane)
    try:
        call_command("check", databases=["default"], verbosity=0)
    except SystemCheckError as error:
        raise click.ClickException(f"{plane}: {error}") from None
    say(f"{plane}: nothing wrong was found.")


def _demand_ready(plane: str) -> None:
    """Print each refusal and advice; exit code 1 where there is a refusal."""
    from django.db import OperationalError

    from pulang.web import config
    from pulang.web.operation import found, readiness

    try:
        seen = readiness.findings(found.facts(config.load(plane)))
    except OperationalError:
        raise click.ClickException(f"{plane}: the database does not answer. Check PULANG_DATABASE_URL.") from None
    for finding in seen:
        click.echo(f"{plane}: {'refused' if finding.refuses else 'advice'}: {finding.what} {finding.set}")
    if refusals := sum(finding.refuses for finding in seen):
        raise click.ClickException(f"{plane}: {refusals} {'reason' if refusals == 1 else 'reasons'} not to open it.")


@click.command()
@click.option("--reset", is_flag=True, help="Remove the demonstration's data first and begin again.")
@click.pass_context
def demo(context: click.Context, reset: bool) -> None:
    """Make the demonstration worlds: fictitious countries, people and prisons, with dates relative to today.

    Refused unless the installation was made as a demonstration (PULANG_DEMONSTRATION=true from the start).
    """
    plane = context.find_root().obj
    if plane is None:
        each_plane(context, "demo", *(["--reset"] if reset else []))
        return
    from pulang.web.demo import loading

    try:
        loading.load(plane, reset=reset)
    except loading.NotADemonstration as error:
        raise click.ClickException(str(error)) from None


COMMANDS = (serve, migrate, check, demo)
