"""Taking a job, keeping it while it runs, and finding those whose worker died."""

import threading
from datetime import timedelta
from types import TracebackType
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from pulang.foundation.jobs.models import Job
from pulang.foundation.jobs.rules import LEASE, RENEWED_EVERY
from pulang.kernel import clock


def ready() -> "QuerySet[DBTaskResult[Any, Any]]":
    """What the queue has for a worker now, in its order."""
    return DBTaskResult.objects.ready().filter(job__isnull=False)


def claim(worker: str) -> Job | None:
    """The next job, taken by this worker alone; ``None`` when nothing waits. Idle, it only reads."""
    if not ready().exists():
        return None
    with transaction.atomic():
        result = ready().select_for_update(skip_locked=True, of=("self",)).first()
        if result is None:
            return None
        result.claim(worker)
        job: Job = Job.objects.select_for_update().get(result=result)
        job.attempts += 1
        job.started_at = clock.now()
        job.lease_until = clock.now() + LEASE
        job.save(update_fields=["attempts", "started_at", "lease_until"])
    return job


def lost() -> list[Job]:
    """Jobs whose worker has been silent for longer than its lease."""
    return list(Job.objects.filter(lease_until__lt=clock.now()).select_related("result"))


def give_back(job: Job, *, after: timedelta = timedelta(), counts: bool = True) -> bool:
    """Put an unfinished job back into the queue, unless another worker has it by now; whether it was put back.

    ``counts`` says whether what was done counts as an attempt.
    """
    with transaction.atomic():
        mine = Job.objects.select_for_update().filter(pk=job.pk, attempts=job.attempts, finished_at__isnull=True)
        attempts = job.attempts if counts else job.attempts - 1
        if not mine.update(lease_until=None, started_at=None, attempts=attempts, done=0):
            return False
        when = {"run_after": clock.now() + after} if after else {}
        DBTaskResult.objects.filter(pk=job.result_id).update(status=TaskResultStatus.READY, **when)
    return True


def finish(job: Job, failure: str = "") -> bool:
    """Say that a job is done or failed for good, unless another worker has it by now; whether it was said."""
    status = TaskResultStatus.FAILED if failure else TaskResultStatus.SUCCESSFUL
    with transaction.atomic():
        mine = Job.objects.select_for_update().filter(pk=job.pk, attempts=job.attempts, finished_at__isnull=True)
        if not mine.update(lease_until=None, finished_at=clock.now(), failure=failure):
            return False
        DBTaskResult.objects.filter(pk=job.result_id).update(
            status=status, finished_at=clock.now(), exception_class_path=failure
        )
    return True


class Kept:
    """While inside, a thread renews the lease, so that only a dead worker's job is given to another."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._renew, daemon=True)

    def __enter__(self) -> "Kept":
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.over.set()
        self.thread.join()

    def _renew(self) -> None:
        while not self.over.wait(RENEWED_EVERY.total_seconds()):
            try:
                mine = Job.objects.filter(pk=self.job.pk, attempts=self.job.attempts, lease_until__isnull=False)
                mine.update(lease_until=clock.now() + LEASE)
            except DatabaseError:
                continue  # busy or gone for a moment: the lease is longer than several attempts
            finally:
                connection.close()
