"""Progress for people, silence for machines."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

QUIET = "PULANG_QUIET"


@contextmanager
def progress(label: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """A progress bar on a terminal, nothing elsewhere. Gives a function that takes the number of items done."""
    if not sys.stderr.isatty() or os.environ.get(QUIET):
        yield lambda done: None
        return
    # Loaded where somebody watches; a server has no use for it.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total)
        yield lambda done: bar.advance(task, done)


def say(text: str) -> None:
    """A line for whoever watches; on standard error, so that output can be piped."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201
