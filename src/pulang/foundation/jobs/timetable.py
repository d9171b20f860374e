"""What is done again and again, as data: name, how often, and the function. Each turn is taken by one process only."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from pulang.foundation.jobs.models import Job, Turn
from pulang.foundation.jobs.rules import KEPT_FOR
from pulang.kernel import clock

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Entry:
    """One line of the timetable. ``run`` must be able to be cut short and begun again."""

    name: str
    every: timedelta
    run: Callable[[], None]


@dataclass(frozen=True)
class Ran:
    """What one look at the timetable did: the names of what ran, and of what failed."""

    well: tuple[str, ...]
    failed: tuple[str, ...]


TIMETABLE: dict[str, Entry] = {}


def register(*entries: Entry) -> None:
    """Called at start-up by an app that has something to do regularly; registering again replaces."""
    TIMETABLE.update({entry.name: entry for entry in entries})


def run_due() -> Ran:
    """Run what is due. What fails is written down and comes again at its next turn; the others run all the same."""
    results = {entry.name: _run(entry) for entry in _due() if _take(entry)}
    return Ran(
        well=tuple(name for name, well in results.items() if well),
        failed=tuple(name for name, well in results.items() if not well),
    )


def _due() -> list[Entry]:
    """What seems due, by one read."""
    now = clock.now()
    began = dict(Turn.objects.values_list("name", "began_at"))
    return [entry for entry in TIMETABLE.values() if _is_due(entry, began.get(entry.name), now)]


def _is_due(entry: Entry, began_at: datetime | None, now: datetime) -> bool:
    return began_at is None or not now - entry.every < began_at <= now + entry.every


def _take(entry: Entry) -> bool:
    """Whether this process has the turn: of two that ask at the same moment, the second finds it taken.

    A turn that seems to lie far ahead was written by a clock that has been set back since.
    """
    now = clock.now()
    Turn.objects.bulk_create([Turn(name=entry.name)], ignore_conflicts=True)
    due = Q(began_at__isnull=True) | Q(began_at__lte=now - entry.every) | Q(began_at__gt=now + entry.every)
    return Turn.objects.filter(due, name=entry.name).update(began_at=now, ended_at=None, failure="") == 1


def _run(entry: Entry) -> bool:
    failure, began = "", time.perf_counter()
    try:
        entry.run()
    except Exception as error:
        log.exception("a task of the timetable failed", extra={"fields": {"task": entry.name}})
        failure = type(error).__name__
    else:
        took = round((time.perf_counter() - began) * 1000, 1)
        log.info("a task of the timetable ran", extra={"fields": {"task": entry.name, "ms": took}})
    Turn.objects.filter(name=entry.name).update(ended_at=clock.now(), failure=failure)
    return not failure


def note(name: str) -> None:
    """Write down that something regular which stands on no timetable of ours was just done, such as a backup."""
    now = clock.now()
    Turn.objects.update_or_create(name=name, defaults={"began_at": now, "ended_at": now, "failure": ""})


def ended() -> dict[str, datetime]:
    """When each thing that is done again and again last ended well."""
    rows = Turn.objects.filter(ended_at__isnull=False, failure="").values_list("name", "ended_at")
    return {name: at for name, at in rows if at is not None}


def forget_old_jobs() -> None:
    """Jobs that ended a fortnight ago, with their rows in the queue."""
    from django_tasks_db.models import DBTaskResult

    old = Job.objects.filter(finished_at__lt=clock.now() - KEPT_FOR).values("result")
    DBTaskResult.objects.filter(pk__in=list(old.values_list("result", flat=True))).delete()


register(Entry("jobs.forget", timedelta(hours=6), forget_old_jobs))
