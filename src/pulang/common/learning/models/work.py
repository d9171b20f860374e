"""Whether people do at work what they were taught: a sample is drawn, and somebody else looks."""

from django.db import models
from django.db.models import Q

from pulang.common.accounts.models import User
from pulang.common.learning.models.deliveries import Enrolment
from pulang.common.learning.models.results import NAMED
from pulang.foundation.pairs import together
from pulang.kernel.ids import uuid7


class WorkObservation(models.Model):
    """One participant who was drawn to be observed at work until a day; then what was seen, or why nothing could be.

    ``marks`` has for each thing to look for (``rules.work``) one of ``Mark``.
    """

    stewardship = NAMED

    id = models.UUIDField(primary_key=True, default=uuid7)
    enrolment = models.OneToOneField(Enrolment, models.CASCADE, related_name="work_observation")
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    due_on = models.DateField()
    seen_on = models.DateField(null=True)
    marks = models.JSONField(default=dict)
    said = models.TextField(blank=True)
    not_seen_why = models.TextField(blank=True)
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["due_on", "id"], name="work_observation_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=together("recorded_at", "recorded_by"), name="work_observation_recorded_at_and_by"
            ),
            models.CheckConstraint(
                condition=Q(recorded_at__isnull=True, seen_on__isnull=True, not_seen_why="")
                | Q(recorded_at__isnull=False, seen_on__isnull=False, not_seen_why="")
                | (Q(recorded_at__isnull=False, seen_on__isnull=True) & ~Q(not_seen_why="")),
                name="work_observation_is_open_seen_or_not_possible",
            ),
        ]
