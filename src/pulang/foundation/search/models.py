"""What can be searched: one row for each language of an object."""

from django.db import models

from pulang.foundation.stewardship import Retention, Scope, Sensitivity, Stewardship


class SearchRow(models.Model):
    """The words of one object in one language. Written by `index`, read by `find`; never a sealed text.

    `heading`, `folded` and `sounds` are words parted by single blanks: the folded title, the folded
    passage, and for names the skeletons of both (kernel.folding).
    """

    stewardship = Stewardship(Scope.ORGANISATION, Sensitivity.RESTRICTED, Retention.WITH_PARENT)

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=60)
    object_id = models.UUIDField()
    language = models.CharField(max_length=12)
    title = models.TextField()
    passage = models.TextField()
    heading = models.TextField()
    folded = models.TextField()
    sounds = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "language"], name="searchrow_once_per_language")
        ]
