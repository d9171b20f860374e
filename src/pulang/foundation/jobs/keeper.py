"""How far the jobs are that this process is at."""

import time
from dataclasses import dataclass

from pulang.foundation.jobs.models import Job
from pulang.foundation.jobs.work import Stopping
from pulang.kernel.stopping import Stop

WRITTEN_EVERY = 1.0


@dataclass
class Keeper:
    """How far one job is, written at most once a second."""

    job: Job
    stopping: Stop
    written: float = 0.0

    def step(self, done: int, of: int) -> None:
        if self.stopping.is_set():
            raise Stopping
        if time.monotonic() - self.written > WRITTEN_EVERY or done >= of:
            self.written = time.monotonic()
            Job.objects.filter(pk=self.job.pk, attempts=self.job.attempts).update(done=done, of=of)


AT_WORK: dict[object, Keeper] = {}


def keeper_of(job: Job) -> Keeper:
    """The keeper of a job that this process is at."""
    return AT_WORK[job.pk]
