"""Progress for people, silence for machines."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

QUIET = "PULANG_QUIET"
console = Console(stderr=True)


@contextmanager
def progress(label: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """A progress bar on a terminal, nothing elsewhere. Gives a function that takes the number of items done."""
    if not sys.stderr.isatty() or os.environ.get(QUIET):
        yield lambda done: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(label, total=total)
        yield lambda done: bar.advance(task, done)


def say(text: str) -> None:
    """A line for whoever watches; on standard error, so that output can be piped."""
    console.print(text, highlight=False, markup=False, soft_wrap=True)
