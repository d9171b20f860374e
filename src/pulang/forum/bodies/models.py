"""Working groups as data: name, co-chairs, dates, successor. Nothing is tied to one name."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Organisation
from pulang.foundation.stewardship import Retention, Scope, Sensitivity, Stewardship
from pulang.kernel.ids import uuid7


class Body(models.Model):
    """A working group. ``key`` is immutable; a successor takes over its open work."""

    stewardship = Stewardship(Scope.INSTALLATION, Sensitivity.PUBLIC, Retention.PERMANENT)

    id = models.UUIDField(primary_key=True)
    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, related_name="predecessors")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="body_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.name


class SeatKind(models.TextChoices):
    CO_CHAIR = "co-chair", _("Co-chair")
    MEMBER = "member", _("Member")
    OBSERVER = "observer", _("Observer")


class Seat(models.Model):
    """A country's or organisation's place in a body, for a time."""

    stewardship = Stewardship(Scope.COUNTRY, Sensitivity.PUBLIC, Retention.PERMANENT)

    id = models.UUIDField(primary_key=True, default=uuid7)
    body = models.ForeignKey(Body, models.PROTECT, related_name="seats")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="seats")
    kind = models.CharField(max_length=10, choices=SeatKind.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=SeatKind.values), name="seat_kind_is_known"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="seat_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["body", "organisation"], condition=Q(ends_on__isnull=True), name="seat_open_once"
            ),
        ]
