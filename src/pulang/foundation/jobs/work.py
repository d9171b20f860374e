"""What apps say about background work: which kinds there are, and that a piece of it is to be done."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from pulang.foundation.jobs.models import Job
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock


class Stopping(Exception):
    """The worker was asked to stop: the job goes back to the queue as if it had not been begun."""


@dataclass(frozen=True)
class Running:
    """A job at work, as its function gets it.

    ``step(done, of)`` keeps the progress, and raises ``Stopping`` where the worker was asked to stop.
    """

    about_id: UUID
    asker_id: UUID | None
    language: str
    step: Callable[[int, int], None]


@dataclass(frozen=True)
class Work:
    """A kind of work. ``run`` may be called again for the same thing after a crash, so it must do a thing once only.

    ``gave_up(about_id)`` is called when it failed for good.
    """

    name: str
    run: Callable[[Running], None]
    gave_up: Callable[[UUID], None]


KINDS: dict[str, Work] = {}


def register(work: Work) -> None:
    """Called at start-up by an app that has work of this kind; registering again replaces."""
    KINDS[work.name] = work


def enqueue(name: str, *, about_id: UUID, by: Viewer, language: str) -> Job:
    """Have work done on the thing with this id, once the transaction in which this is called has committed.

    The queue is a table of the same database, so the job is there exactly when what it works on is there.
    """
    from pulang.foundation.jobs.tasks import perform

    job = Job(work=KINDS[name].name, about_id=about_id, asker_id=by.user_id, language=language, asked_at=clock.now())
    with transaction.atomic():
        job.result_id = UUID(perform.enqueue(str(job.pk)).id)
        job.save(force_insert=True)
    return job
