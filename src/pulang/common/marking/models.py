"""The marking that every content object carries: a Traffic Light Protocol label and an audience.

An ``invited`` recipient was named by the owner later on, and reads for that reason alone; the others are in the
audience because their role has to do with the thing.
"""

from django.db import models
from django.db.models import Q

from pulang.common.accounts.models import Organisation, User
from pulang.foundation.stewardship import Retention, Scope, Sensitivity, Stewardship
from pulang.kernel.ids import uuid7
from pulang.kernel.tlp import Label


class Marking(models.Model):
    """One object's label and audience. Named people for RED; recipients' organisations, offices of the installation
    and named people for AMBER and AMBER+STRICT; GREEN (the body's members) and CLEAR (anyone) need no list.
    """

    stewardship = Stewardship(Scope.ORGANISATION, Sensitivity.MEMBERS, Retention.WITH_PARENT)

    id = models.UUIDField(primary_key=True, default=uuid7)
    label = models.CharField(max_length=20)
    organisations = models.ManyToManyField(Organisation, through="AudienceOrganisation", related_name="+")
    people = models.ManyToManyField(User, through="AudiencePerson", related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(label__in=[label.value for label in Label]), name="marking_label_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.label


class AudienceOrganisation(models.Model):
    """A recipient organisation of something marked AMBER or AMBER+STRICT."""

    stewardship = Stewardship(Scope.ORGANISATION, Sensitivity.MEMBERS, Retention.WITH_PARENT)

    marking = models.ForeignKey(Marking, models.CASCADE)
    organisation = models.ForeignKey(Organisation, models.PROTECT)
    invited = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "marking"], condition=Q(invited=True), name="audience_organisation_invited"
            )
        ]
        constraints = [models.UniqueConstraint(fields=["marking", "organisation"], name="audience_organisation_once")]


class AudiencePerson(models.Model):
    """A named recipient of something marked RED."""

    stewardship = Stewardship(Scope.PERSON, Sensitivity.MEMBERS, Retention.WITH_PARENT)

    marking = models.ForeignKey(Marking, models.CASCADE)
    person = models.ForeignKey(User, models.PROTECT)
    invited = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["marking", "person"], name="audience_person_once")]


class AudienceOffice(models.Model):
    """An office whose holders are recipients, whoever they are at the time: the co-chairs, the secretariat."""

    stewardship = Stewardship(Scope.ORGANISATION, Sensitivity.MEMBERS, Retention.WITH_PARENT)

    marking = models.ForeignKey(Marking, models.CASCADE)
    role = models.SlugField(max_length=40)
    invited = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = [models.Index(fields=["role", "marking"], condition=Q(invited=True), name="audience_office_invited")]
        constraints = [models.UniqueConstraint(fields=["marking", "role"], name="audience_office_once")]
