"""Organisations whose people are kept out for a while."""

from django.db import models
from django.db.models import Q

from pulang.common.accounts.models.directory import Organisation, User
from pulang.foundation.sealed.fields import SealedTextField
from pulang.foundation.stewardship import Retention, Scope, Sensitivity, Stewardship
from pulang.kernel.ids import uuid7


class Suspension(models.Model):
    """From one moment until it is lifted nobody of an organisation, or of one below it, can sign in or use a role."""

    stewardship = Stewardship(Scope.ORGANISATION, Sensitivity.RESTRICTED, Retention.PERMANENT)

    id = models.UUIDField(primary_key=True, default=uuid7)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="suspensions")
    reason = SealedTextField()
    suspended_at = models.DateTimeField()
    suspended_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(lifted_at__isnull=True), name="suspension_open_once"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="suspension_lifted_at_and_by",
            ),
        ]
