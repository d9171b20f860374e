"""Notices: what the product tells one person. Nothing is mailed."""

from django.db import models
from django.db.models import Q

from pulang.common.accounts.models import User
from pulang.common.notices.rules import Kind
from pulang.foundation.stewardship import Retention, Scope, Sensitivity, Stewardship
from pulang.kernel.ids import uuid7


class Notice(models.Model):
    """One thing to look at: its kind gives the words, ``link`` is an address of this site that has its own guard."""

    stewardship = Stewardship(Scope.PERSON, Sensitivity.PERSONAL, Retention.TRANSIENT)

    id = models.UUIDField(primary_key=True, default=uuid7)
    recipient = models.ForeignKey(User, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40, choices=[(kind.value, kind.value) for kind in Kind])
    link = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["recipient", "-made_at", "-id"], name="notice_by_time"),
            models.Index(fields=["recipient"], name="notice_unread", condition=Q(read_at__isnull=True)),
            models.Index(fields=["made_at"], name="notice_by_age"),
        ]
        constraints = [models.CheckConstraint(condition=Q(link__startswith="/"), name="notice_stays_on_this_site")]
