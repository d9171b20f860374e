"""Access tokens: with what a program acts as a person."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models.directory import User
from pulang.foundation.stewardship import Retention, Scope, Sensitivity, Stewardship
from pulang.kernel.ids import uuid7


class TokenScope(models.TextChoices):
    READ = "read", _("Read")
    WRITE = "read-write", _("Read and write")


class AccessToken(models.Model):
    """One token of one person, for a time. Only its digest is kept; the token itself is shown once, when it is made."""

    stewardship = Stewardship(Scope.PERSON, Sensitivity.SECRET, Retention.ACCOUNT)

    id = models.UUIDField(primary_key=True, default=uuid7)
    user = models.ForeignKey(User, models.PROTECT, related_name="access_tokens")
    name = models.CharField(max_length=80)
    scope = models.CharField(max_length=10, choices=TokenScope.choices)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-made_at", "-id"], name="token_of_user")]
        constraints = [
            models.CheckConstraint(condition=Q(scope__in=TokenScope.values), name="token_scope_is_known"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="token_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(name=""), name="token_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
