"""The installations whose signed files are taken here."""

from django.db import models

from pulang.common.accounts.models import Organisation, User
from pulang.foundation.pairs import together
from pulang.foundation.stewardship import Retention, Scope, Sensitivity, Stewardship
from pulang.kernel.ids import uuid7


class TrustedInstallation(models.Model):
    """Another installation with its public key (a ``did:key``), compared aloud before it was added.

    ``country`` is the country for whose services it speaks; none: the working group's own installation.
    """

    stewardship = Stewardship(Scope.INSTALLATION, Sensitivity.MEMBERS, Retention.PERMANENT)

    id = models.UUIDField(primary_key=True, default=uuid7)
    name = models.CharField(max_length=90)
    country = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=80, unique=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    revoked_why = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["-added_at", "-id"], name="trusted_latest_first")]
        constraints = [
            models.CheckConstraint(
                condition=together("revoked_at", "revoked_by", with_words="revoked_why"),
                name="trusted_revoked_at_and_by_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name
