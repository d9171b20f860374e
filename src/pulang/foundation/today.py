"""What an app tells Today: one duty, with why it is there and when it is due."""

from dataclasses import dataclass
from datetime import date

from pulang.foundation.ui.parts import Task


@dataclass(frozen=True)
class Duty:
    """One line of Today.

    ``mine``: the viewer acts next; otherwise the viewer waits for somebody. ``due``: the day by which it should be
    done. ``since``: the day on which the wait began. ``at_once``: it needs the viewer now, whatever its date.
    """

    task: Task
    mine: bool
    since: date
    due: date | None = None
    at_once: bool = False
