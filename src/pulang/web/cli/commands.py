"""Every command of the command line, gathered."""

import click

from pulang.web.cli import administration, data, serving


def register(cli: click.Group) -> None:
    """Attach the commands to the group."""
    for command in (*serving.COMMANDS, *administration.COMMANDS, *data.COMMANDS):
        cli.add_command(command)
