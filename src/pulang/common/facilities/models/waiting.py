"""A file between its check and the decision: one shape for every kind of table that is brought in."""

from typing import Any

from django.db import models

from pulang.common.accounts.models import User
from pulang.foundation.sealed.fields import SealedTextField
from pulang.foundation.stewardship import Retention, Scope, Sensitivity, Stewardship
from pulang.kernel.ids import uuid4


class WaitingFile(models.Model):
    """For whoever sent it, under seal, for a day at most; a second file takes the place of the first."""

    stewardship = Stewardship(Scope.PERSON, Sensitivity.RESTRICTED, Retention.TRANSIENT)

    id = models.UUIDField(primary_key=True, default=uuid4)
    user: "models.OneToOneField[Any, Any]" = models.OneToOneField(User, models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    text = SealedTextField()
    made_at = models.DateTimeField()

    class Meta:
        abstract = True
