"""``worker``, ``run-due`` and ``metrics``: what is done when nobody waits for it."""

import signal

import click

from pulang.web.cli.main import each_plane, needs_plane, setup
from pulang.web.cli.terminal import say


@click.command()
@click.pass_context
def worker(context: click.Context) -> None:
    """Do the background work of one plane, and its timetable once a minute, until Ctrl-C or SIGTERM.

    What a large document took of memory is given back: the worker begins anew in its own place.

    Any number may run on one database. A job whose worker died is found again after 30 seconds. `pulang serve` starts
    one for each plane that it serves.
    """
    needs_plane(context)
    _demand_prepared()
    from pulang.foundation.jobs import memory
    from pulang.foundation.jobs.worker import Worker

    this = Worker()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, frame: this.stopping.set())
    this.run()
    if this.is_full and not this.stopping.is_set():
        memory.begin_anew()


@click.command("run-due")
@click.pass_context
def run_due(context: click.Context) -> None:
    """Run what is due on the timetable and end. For cron; not needed where a worker runs.

    Exit code 1 when something failed. Two at the same moment share the work: each task runs once.
    """
    plane = context.find_root().obj
    if plane is None:
        each_plane(context, "run-due")
        return
    setup(plane)
    _demand_prepared()
    from pulang.foundation.jobs import timetable

    ran = timetable.run_due()
    names = f" ({', '.join(ran.well)})" if ran.well else ""
    say(f"{plane}: {len(ran.well)} done{names}, {len(ran.failed)} failed.")
    if ran.failed:
        raise click.ClickException(f"{plane}: failed: {', '.join(ran.failed)}. The log says why.")


@click.command()
@click.option(
    "--port", type=click.IntRange(1, 65535), envvar="PULANG_METRICS_PORT", required=True, help="Where to answer."
)
@click.pass_context
def metrics(context: click.Context, port: int) -> None:
    """Answer Prometheus at PULANG_METRICS_LISTEN (127.0.0.1), until Ctrl-C or SIGTERM.

    `pulang serve` starts this by itself where PULANG_METRICS_PORT is set. Alone it knows queue, timetable, backup and
    database, but no requests. It tells nothing about anybody, and asks for no password: keep the port inside.
    """
    needs_plane(context)
    _demand_prepared()
    from pulang.web import config
    from pulang.web.operation import figures

    figures.serve(config.load(context.find_root().obj).metrics_listen, port)


def _demand_prepared() -> None:
    from pulang.web.cli import importing

    try:
        importing.demand_prepared()
    except importing.NotPrepared as error:
        raise click.ClickException(str(error)) from None


COMMANDS = (worker, run_due, metrics)
