"""Counts that a service gives to the working group: proposed by one person, approved by two others, then signed."""

from django.db import models
from django.db.models import F, Q

from pulang.common.accounts.models import Organisation, User
from pulang.common.marking.models import Marking
from pulang.foundation.pairs import together
from pulang.foundation.stewardship import Retention, Scope, Sensitivity, Stewardship
from pulang.kernel.ids import uuid7


class Release(models.Model):
    """Counts of one period. ``counts`` is what the approvers see and what is signed; it names nobody.

    ``file`` is the signed file, there once two people approved; ``withdrawal`` takes it back.
    """

    stewardship = Stewardship(Scope.ORGANISATION, Sensitivity.MEMBERS, Retention.WORK)

    id = models.UUIDField(primary_key=True, default=uuid7)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    counts = models.JSONField()
    marking = models.OneToOneField(Marking, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    first_approved_at = models.DateTimeField(null=True)
    first_approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    second_approved_at = models.DateTimeField(null=True)
    second_approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    file = models.BinaryField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    returned_why = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_why = models.TextField(blank=True)
    withdrawal = models.BinaryField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-proposed_at", "-id"], name="release_latest_first")]
        constraints = [
            *(
                models.CheckConstraint(condition=together(f"{what}_at", f"{what}_by"), name=f"release_{what}_at_and_by")
                for what in ("first_approved", "second_approved", "returned", "withdrawn")
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="release_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(first_approved_by__isnull=True) | ~Q(first_approved_by=F("proposed_by")),
                name="release_first_is_not_who_proposed",
            ),
            models.CheckConstraint(
                condition=Q(second_approved_by__isnull=True)
                | (
                    Q(first_approved_by__isnull=False)
                    & ~Q(second_approved_by=F("proposed_by"))
                    & ~Q(second_approved_by=F("first_approved_by"))
                ),
                name="release_second_is_neither_of_them",
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=True, second_approved_at__isnull=True)
                | Q(file__isnull=False, second_approved_at__isnull=False),
                name="release_signed_by_two_approvals",
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True) | Q(second_approved_at__isnull=True),
                name="release_returned_or_signed",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawal__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawal__isnull=False, file__isnull=False),
                name="release_withdrawn_once_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.starts_on}"
