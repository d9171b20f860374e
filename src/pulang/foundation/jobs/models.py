"""Background work that was asked for, and when each task of the timetable last ran."""

from django.db import models
from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from pulang.foundation.jobs.rules import State, state_of
from pulang.foundation.stewardship import Retention, Scope, Sensitivity, Stewardship
from pulang.kernel.ids import uuid7


class Job(models.Model):
    """One piece of work beside the queue's row: who asked, in which language, how far it is. Ids only, no content.

    ``lease_until`` is renewed while a worker is at it; a job whose lease has run out is given to another worker.
    """

    stewardship = Stewardship(Scope.PERSON, Sensitivity.RESTRICTED, Retention.TRANSIENT)

    id = models.UUIDField(primary_key=True, default=uuid7)
    result = models.OneToOneField(DBTaskResult, models.CASCADE, related_name="job")
    work = models.CharField(max_length=60)
    about_id = models.UUIDField()
    asker_id = models.UUIDField(null=True)
    language = models.CharField(max_length=5)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=200, blank=True)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["lease_until"], name="job_by_lease", condition=Q(lease_until__isnull=False)),
            models.Index(fields=["finished_at"], name="job_by_end", condition=Q(finished_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(lease_until__isnull=True), name="job_at_its_end_has_no_lease"
            ),
        ]

    @property
    def state(self) -> State:
        """Waiting, running, done or failed, from its facts."""
        return state_of(started_at=self.started_at, finished_at=self.finished_at, failure=self.failure)


class Turn(models.Model):
    """When a task of the timetable last began and ended. ``began_at`` is taken by one process only."""

    stewardship = Stewardship(Scope.INSTALLATION, Sensitivity.MEMBERS, Retention.PERMANENT)

    name = models.CharField(max_length=60, primary_key=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True)
