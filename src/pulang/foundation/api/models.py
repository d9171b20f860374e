"""What was answered to writes of programs, so that one that is sent again is not done again."""

from django.db import models
from django.db.models import Q

from pulang.foundation.sealed.fields import SealedTextField
from pulang.foundation.stewardship import Retention, Scope, Sensitivity, Stewardship
from pulang.kernel.ids import uuid7


class KeptAnswer(models.Model):
    """One write under its idempotency key: reserved while it runs (``answered_at`` is empty), then with its answer.

    ``holder_id`` is the access token. Of the key and of what was sent only digests are kept. The answer is an id and
    an address, under seal, for a day.
    """

    stewardship = Stewardship(Scope.PERSON, Sensitivity.RESTRICTED, Retention.TRANSIENT)

    id = models.UUIDField(primary_key=True, default=uuid7)
    holder_id = models.UUIDField()
    key_digest = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    reserved_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    answer = SealedTextField(null=True)

    class Meta:
        indexes = [models.Index(fields=["reserved_at"], name="kept_answer_by_age")]
        constraints = [
            models.UniqueConstraint(fields=["holder_id", "key_digest"], name="kept_answer_once_a_key"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, status__isnull=True, answer__isnull=True)
                | Q(answered_at__isnull=False, status__isnull=False, answer__isnull=False),
                name="kept_answer_is_whole_or_awaited",
            ),
        ]
