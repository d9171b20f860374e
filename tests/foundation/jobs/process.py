"""A worker, or a look at the timetable, as a process of its own; what was done stands as lines of a file.

``python process.py worker|timetable|ask <file of lines>``; a worker here counts a silence of a second as death.
"""

import os
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from pulang.foundation.jobs import lease, timetable, work, worker  # noqa: E402
from pulang.foundation.policy.viewer import Viewer  # noqa: E402
from pulang.kernel.ids import uuid4  # noqa: E402

LINES = Path(sys.argv[2])
GO = LINES.with_name("go")


def say(text: str) -> None:
    with LINES.open("a", encoding="utf-8") as lines:
        lines.write(f"{text}\n")


def slow(running: work.Running) -> None:
    """A hundred small steps, unless somebody says that it may be quick."""
    say(f"began {os.getpid()}")
    for step in range(100):
        running.step(step, 100)
        time.sleep(0 if GO.exists() else 0.1)
    say("done")


def count() -> None:
    say("counted")
    time.sleep(0.2)


work.register(work.Work("tests.slow", slow, lambda about_id: say("gave up")))
timetable.TIMETABLE.clear()
timetable.register(timetable.Entry("tests.count", timedelta(hours=1), count))
lease.LEASE, lease.RENEWED_EVERY = timedelta(seconds=1), timedelta(seconds=0.3)
worker.LOST_EVERY, worker.REST = 0.2, 0.1

if sys.argv[1] == "ask":
    work.enqueue("tests.slow", about_id=uuid4(), by=Viewer(), language="en")
elif sys.argv[1] == "timetable":
    while not GO.exists():
        time.sleep(0.001)
    timetable.run_due()
else:
    this = worker.Worker()
    this.looked_at_timetable = float("inf")
    signal.signal(signal.SIGTERM, lambda number, frame: this.stopping.set())
    this.run()
