"""What this installation was made as. One row, written once."""

from django.db import models

from pulang.foundation.stewardship import Retention, Scope, Sensitivity, Stewardship


class Installation(models.Model):
    """Which plane this database belongs to, and whether it was made as a demonstration. Never changed afterwards."""

    stewardship = Stewardship(Scope.INSTALLATION, Sensitivity.PUBLIC, Retention.PERMANENT)

    id = models.SmallIntegerField(primary_key=True, default=1)
    plane = models.CharField(max_length=10)
    demonstration = models.BooleanField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="installation_is_one_row")]
