"""The group of commands, and the plane they work on."""

import os
import sys

import click

from pulang.web import config
from pulang.web.cli.terminal import QUIET
from pulang.web.planes import PLANES

EPILOG = "Settings are read from PULANG_* in the environment, or from the file named by PULANG_CONFIG (pulang.env)."


@click.group(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--plane",
    type=click.Choice(sorted(PLANES)),
    envvar="PULANG_PLANE",
    help="The plane to work on. Commands that can work on both do so when none is given.",
)
@click.version_option(package_name="pulang", prog_name="pulang")
@click.pass_context
def cli(context: click.Context, plane: str | None) -> None:
    """Pulang, the working platform for detention and reintegration.

    Two planes: the forum (the working group and its members) and the service (one corrections service).
    Each has its own database and its own accounts.
    """
    try:
        config.load(plane)
    except config.WrongSettings as error:
        raise click.ClickException(str(error)) from None
    context.obj = plane


def main() -> None:
    """Entry point of the ``pulang`` script."""
    from pulang.web.cli import commands

    commands.register(cli)
    cli()


def setup(plane: str) -> None:
    """Load Django for one plane; a process serves one plane only."""
    os.environ["PULANG_PLANE"] = plane
    os.environ["DJANGO_SETTINGS_MODULE"] = f"pulang.web.settings.{plane}"
    import django

    django.setup()


def needs_plane(context: click.Context) -> str:
    """The plane that was named, or a clear refusal."""
    plane = context.find_root().obj
    if plane is None:
        raise click.UsageError("This command works on one plane. Say which: pulang --plane forum ...")
    setup(plane)
    return str(plane)


def each_plane(context: click.Context, *arguments: str) -> None:
    """Run this command again for each plane, side by side, in processes of their own; fail when one fails.

    Only the first shows its progress: two bars on one terminal would write over each other.
    """
    import subprocess

    command = [sys.executable, "-m", "pulang.web"]
    running = [
        subprocess.Popen([*command, "--plane", plane, *arguments], env={**os.environ, QUIET: "1" if place else ""})
        for place, plane in enumerate(PLANES)
    ]
    codes = [process.wait() for process in running]
    if any(codes):
        context.exit(max(codes))
