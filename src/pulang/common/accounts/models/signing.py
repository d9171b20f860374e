"""What people sign in with beside a password, and what a session that ended keeps for them.

Second factors made by the sign-in library (authenticator app, passkeys, recovery codes) are in its own table.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models.directory import User
from pulang.foundation.sealed.fields import SealedTextField
from pulang.foundation.stewardship import Retention, Scope, Sensitivity, Stewardship
from pulang.kernel.ids import uuid7


class Lost(models.TextChoices):
    FACTOR = "factor", _("The second factor: the code list, the app or the passkey")
    PASSWORD = "password", _("The password")
    BOTH = "both", _("Both, the password and the second factor")


class Reenrolment(models.Model):
    """A live account whose holder lost something: one person asks, another approves, and only then comes a code."""

    stewardship = Stewardship(Scope.PERSON, Sensitivity.PERSONAL, Retention.ACCOUNT)

    id = models.UUIDField(primary_key=True, default=uuid7)
    user = models.ForeignKey(User, models.PROTECT, related_name="reenrolments")
    lost = models.CharField(max_length=8, choices=Lost.choices)
    reason = SealedTextField(blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_as_administrator = models.BooleanField()
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    used_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-asked_at"], name="reenrolment_of_user")]
        constraints = [
            models.CheckConstraint(condition=Q(lost__in=Lost.values), name="reenrolment_lost_is_known"),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="reenrolment_approved_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="reenrolment_withdrawn_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("asked_by")),
                name="reenrolment_needs_two_people",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(approved_at__isnull=False), name="reenrolment_used_when_approved"
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="reenrolment_open_once",
            ),
        ]


class SignInCode(models.Model):
    """A one-time code that is printed and handed over. Only its digest is kept, under a key outside the database."""

    stewardship = Stewardship(Scope.PERSON, Sensitivity.SECRET, Retention.ACCOUNT)

    id = models.UUIDField(primary_key=True, default=uuid7)
    user = models.ForeignKey(User, models.PROTECT, related_name="sign_in_codes")
    reenrolment = models.ForeignKey(Reenrolment, models.PROTECT, null=True, related_name="codes")
    digest = models.CharField(max_length=120)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-issued_at"], name="signincode_of_user")]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(used_at__isnull=True, voided_at__isnull=True), name="signincode_open_once"
            )
        ]


class CodeList(models.Model):
    """A printed sheet of numbered single-use codes. They are used in order; ``next_number`` is the lowest unused.

    It counts as a second factor from the moment its holder proves to have it on paper (``confirmed_at``).
    """

    stewardship = Stewardship(Scope.PERSON, Sensitivity.SECRET, Retention.ACCOUNT)

    id = models.UUIDField(primary_key=True, default=uuid7)
    user = models.ForeignKey(User, models.CASCADE, related_name="code_lists")
    digests = models.JSONField()
    next_number = models.PositiveSmallIntegerField(default=1)
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(confirmed_at__isnull=False), name="codelist_confirmed_once"
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(confirmed_at__isnull=True), name="codelist_waiting_once"
            ),
        ]

    @property
    def left(self) -> int:
        """How many codes are unused."""
        return len(self.digests) - self.next_number + 1


class Draft(models.Model):
    """What somebody had typed when the session ended. It is given back to the same person at the same address only."""

    stewardship = Stewardship(Scope.PERSON, Sensitivity.PERSONAL, Retention.TRANSIENT)

    id = models.UUIDField(primary_key=True, default=uuid7)
    user = models.ForeignKey(User, models.CASCADE, related_name="drafts")
    address = models.CharField(max_length=500)
    content = SealedTextField()
    kept_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "address"], name="draft_once")]
