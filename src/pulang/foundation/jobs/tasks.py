"""The one task that the queue knows: do the job with this id."""

from uuid import UUID

from django.utils import translation
from django_tasks import task

from pulang.foundation.jobs.keeper import keeper_of
from pulang.foundation.jobs.models import Job
from pulang.foundation.jobs.work import KINDS, Running


@task
def perform(job_id: str) -> None:
    """Run the job's function in the language of whoever asked. Raises what the function raises."""
    job = Job.objects.get(pk=UUID(job_id))
    running = Running(job.about_id, job.asker_id, job.language, keeper_of(job).step)
    with translation.override(job.language):
        KINDS[job.work].run(running)
