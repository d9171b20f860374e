"""The loop of a background worker: take a job, do it, and once a minute look at the timetable."""

import logging
import os
import secrets
import socket
import time

from django.db import DatabaseError, OperationalError, close_old_connections, transaction

from pulang.foundation.jobs import keeper, lease, memory, timetable
from pulang.foundation.jobs.models import Job
from pulang.foundation.jobs.rules import MOST_ATTEMPTS, TRIED_AGAIN_AFTER
from pulang.foundation.jobs.tasks import perform
from pulang.foundation.jobs.work import KINDS, Stopping
from pulang.kernel.stopping import Stop

log = logging.getLogger(__name__)
REST = 1.0
TIMETABLE_EVERY = 60.0
LOST_EVERY = 5.0
WORKER_DIED = "WorkerDied"
MOST_GROWTH = 25_000_000  # bytes; a first document takes twice that


class Worker:
    """One worker of one plane. ``stopping`` may be set from a signal handler.

    ``most_growth`` is by how many bytes it may have grown while nothing waits; ``is_full`` says that it ended since it
    has grown by more.
    """

    def __init__(self) -> None:
        self.stopping = Stop()
        self.name = f"{socket.gethostname()[:20]}-{os.getpid()}-{secrets.token_hex(4)}"
        self.looked_at_timetable = self.looked_for_lost = float("-inf")
        self.most_growth = MOST_GROWTH
        self.is_full = False

    def run(self) -> None:
        """Work until asked to stop, or full and idle. A database that is away for a moment is waited for."""
        began_with = memory.taken()
        while not (self.stopping.is_set() or self.is_full):
            try:
                busy = self.once()
            except OperationalError:
                log.log(logging.WARNING, "the database does not answer; trying again")
                busy = False
            close_old_connections()
            if not busy:
                self.stopping.wait(REST)
                self.is_full = memory.taken() - began_with > self.most_growth

    def once(self) -> bool:
        """Look once for everything that is due; whether a job was done."""
        if time.monotonic() - self.looked_for_lost >= LOST_EVERY:
            self.looked_for_lost = time.monotonic()
            give_back_lost()
        if time.monotonic() - self.looked_at_timetable >= TIMETABLE_EVERY:
            self.looked_at_timetable = time.monotonic()
            timetable.run_due()
        job = lease.claim(self.name)
        if job is not None:
            self.do(job)
        return job is not None

    def do(self, job: Job) -> None:
        """Run one job that was taken, and say what came of it."""
        keeper.AT_WORK[job.pk] = keeper.Keeper(job, self.stopping)
        try:
            with lease.Kept(job):
                perform.call(str(job.pk))
        except Stopping:
            lease.give_back(job, counts=False)
        except (DatabaseError, OSError) as error:
            self._tried(job, error)
        except Exception as error:
            log.exception("a job failed", extra=_about(job))
            give_up(job, type(error).__name__)
        else:
            lease.finish(job)
            log.info("a job is done", extra=_about(job))
        finally:
            del keeper.AT_WORK[job.pk]

    def _tried(self, job: Job, error: Exception) -> None:
        """What the machine refused may go well a little later."""
        log.exception("a job could not be done", extra=_about(job))
        if job.attempts >= MOST_ATTEMPTS:
            give_up(job, type(error).__name__)
        else:
            lease.give_back(job, after=TRIED_AGAIN_AFTER)


def _about(job: Job) -> dict[str, dict[str, object]]:
    return {"fields": {"job": str(job.pk), "work": job.work, "attempt": job.attempts}}


def give_back_lost() -> None:
    """Put the jobs of dead workers back into the queue; one that was tried too often has failed."""
    for job in lease.lost():
        if job.attempts >= MOST_ATTEMPTS:
            give_up(job, WORKER_DIED)
        else:
            lease.give_back(job)


def give_up(job: Job, failure: str) -> None:
    """The job has failed for good: say so to whoever it was for."""
    with transaction.atomic():
        if lease.finish(job, failure):
            KINDS[job.work].gave_up(job.about_id)
