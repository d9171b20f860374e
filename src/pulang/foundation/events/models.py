"""The audit chain. Nothing here has a foreign key: an event outlives what it speaks of."""

from django.db import models

from pulang.foundation.stewardship import Retention, Scope, Sensitivity, Stewardship


class Event(models.Model):
    """One thing that happened: ids and verb in clear, before and after values sealed with the subject's key.

    ``position`` is gapless from 1. Rows are only ever inserted, at the end; triggers refuse everything else.
    """

    stewardship = Stewardship(Scope.INSTALLATION, Sensitivity.RESTRICTED, Retention.AUDIT)

    position = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    principal_id = models.UUIDField(null=True)
    command = models.CharField(max_length=60, blank=True)
    verb = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=60)
    object_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    subject_id = models.UUIDField(null=True)
    values_sealed = models.BinaryField(null=True)
    digest = models.BinaryField()

    class Meta:
        ordering = ["position"]
        indexes = [
            models.Index(fields=["object_id", "-position"], name="event_object"),
            models.Index(fields=["actor_id", "-position"], name="event_actor"),
            models.Index(fields=["verb", "-position"], name="event_verb"),
            models.Index(fields=["organisation_id", "-position"], name="event_organisation"),
            models.Index(fields=["object_kind", "-position"], name="event_object_kind"),
            models.Index(fields=["at", "position"], name="event_at"),
        ]


class ChainHead(models.Model):
    """Where the chain ends: one row, locked while an event is appended, so that a missing tail is noticed too."""

    stewardship = Stewardship(Scope.INSTALLATION, Sensitivity.RESTRICTED, Retention.AUDIT)

    id = models.SmallIntegerField(primary_key=True, default=1)
    position = models.BigIntegerField()
    digest = models.BinaryField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="chainhead_is_one_row")]


class SubjectKey(models.Model):
    """The key that seals what events say about one subject, wrapped by the installation's key ring.

    Destroying the row makes those values unreadable for ever while the chain still verifies.
    """

    stewardship = Stewardship(Scope.PERSON, Sensitivity.SECRET, Retention.WITH_PARENT)

    subject_id = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField()
    made_at = models.DateTimeField()


class ErasedSubject(models.Model):
    """One line of the ledger of erasures: it is applied again after an older backup has been restored.

    ``what`` names the way in which an app removes its own rows again (``foundation.events.erasing``); empty where only
    the key went.
    """

    stewardship = Stewardship(Scope.INSTALLATION, Sensitivity.RESTRICTED, Retention.AUDIT)

    subject_id = models.UUIDField(primary_key=True)
    erased_at = models.DateTimeField()
    what = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["erased_at", "subject_id"]
        indexes = [models.Index(fields=["erased_at", "subject_id"], name="erasedsubject_order")]
