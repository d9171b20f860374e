"""Requests to erase everything that belongs to an organisation."""

from django.db import models
from django.db.models import Q

from pulang.common.accounts.models import Organisation, User
from pulang.foundation.sealed.fields import SealedTextField
from pulang.foundation.stewardship import Retention, Scope, Sensitivity, Stewardship
from pulang.kernel.ids import uuid7


def _paired(name: str) -> models.CheckConstraint:
    """A time and its author stand together or not at all."""
    both = Q(**{f"{name}_at__isnull": False, f"{name}_by__isnull": False})
    neither = Q(**{f"{name}_at__isnull": True, f"{name}_by__isnull": True})
    return models.CheckConstraint(condition=both | neither, name=f"erasure_{name}_at_and_by")


class Erasure(models.Model):
    """Asked for by whoever speaks for the organisation; carried out by an administrator, not before a stated day."""

    stewardship = Stewardship(Scope.ORGANISATION, Sensitivity.RESTRICTED, Retention.PERMANENT)

    id = models.UUIDField(primary_key=True, default=uuid7)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    reason = SealedTextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    not_before = models.DateField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    rows = models.PositiveBigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-asked_at", "-id"], name="erasure_by_time")]
        constraints = [
            _paired("withdrawn"),
            _paired("done"),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(withdrawn_at__isnull=True, done_at__isnull=True),
                name="erasure_one_open",
            ),
        ]
