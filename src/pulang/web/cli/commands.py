"""Every command of the command line, gathered."""

import click

from pulang.web.cli import administration, classroom, courses, data, keys, recovery, serving, working


def register(cli: click.Group) -> None:
    """Attach the commands to the group."""
    for command in (
        *serving.COMMANDS,
        *classroom.COMMANDS,
        *administration.COMMANDS,
        *data.COMMANDS,
        *courses.COMMANDS,
        *recovery.COMMANDS,
        *keys.COMMANDS,
        *working.COMMANDS,
    ):
        cli.add_command(command)
