"""The register of facilities: whom each is for, how many people it holds, and who works there, day by day."""

from django.db import models
from django.db.models import Q

from pulang.common.accounts.models import Organisation, User
from pulang.common.facilities.models.waiting import WaitingFile
from pulang.common.facilities.rules import FOR_WHOM, ForWhom
from pulang.foundation.sortkeys import SortKeyField
from pulang.foundation.stewardship import Retention, Scope, Sensitivity, Stewardship
from pulang.kernel.ids import uuid7


def not_negative(*names: str, name: str) -> models.CheckConstraint:
    """None of these columns is below zero; an unknown one may be empty."""
    condition = Q()
    for column in names:
        condition &= Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__gte": 0})
    return models.CheckConstraint(condition=condition, name=name)


class Facility(models.Model):
    """What the register knows of one organisation of the kind *facility*; its figures are those of the latest day.

    ``sort_key`` follows the organisation's name (``actions.follow_name``), so that one index gives the order by name.
    """

    stewardship = Stewardship(Scope.ORGANISATION, Sensitivity.RESTRICTED, Retention.PERMANENT)

    organisation = models.OneToOneField(Organisation, models.PROTECT, primary_key=True, related_name="facility")
    sort_key = SortKeyField(max_length=400)
    for_whom = models.CharField(max_length=10, choices=[(use.value, label) for use, label in FOR_WHOM.items()])
    counted_on = models.DateField()
    capacity = models.PositiveIntegerField()
    population = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "organisation"], name="facility_by_name"),
            models.Index(fields=["capacity", "organisation"], name="facility_by_capacity"),
            models.Index(fields=["population", "organisation"], name="facility_by_population"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(for_whom__in=[use.value for use in ForWhom]), name="facility_for_whom_is_known"
            ),
            not_negative("capacity", "population", name="facility_figures_not_negative"),
        ]

    def __str__(self) -> str:
        return self.organisation.name


class FacilityImport(models.Model):
    """One import that wrote: when, by whom, and the rows that were left out (``Problem.as_data``)."""

    stewardship = Stewardship(Scope.INSTALLATION, Sensitivity.RESTRICTED, Retention.PERMANENT)

    id = models.UUIDField(primary_key=True, default=uuid7)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    command = models.CharField(max_length=60, blank=True)
    left_out = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(made_by__isnull=False) | ~Q(command=""), name="facility_import_names_its_author"
            )
        ]


class FacilityCount(models.Model):
    """Places and people of one day. A correction replaces the row by a new one; what it said before stays."""

    stewardship = Stewardship(Scope.ORGANISATION, Sensitivity.RESTRICTED, Retention.PERMANENT)

    id = models.UUIDField(primary_key=True, default=uuid7)
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="counts")
    counted_on = models.DateField()
    capacity = models.PositiveIntegerField()
    population = models.PositiveIntegerField()
    source = models.ForeignKey(FacilityImport, models.PROTECT, related_name="counts")
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["facility", "-counted_on", "-id"], name="facility_count_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "counted_on"],
                condition=Q(replaced_at__isnull=True),
                name="facility_count_once_a_day",
            ),
            not_negative("capacity", "population", name="facility_count_not_negative"),
        ]


class Grade(models.Model):
    """A grade of staff. ``key`` is its folded name; ``rules.GRADES`` has words for some, ``name`` is for others."""

    stewardship = Stewardship(Scope.INSTALLATION, Sensitivity.MEMBERS, Retention.PERMANENT)

    key = models.CharField(max_length=120, unique=True)
    name = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["position", "id"], name="grade_in_order")]
        constraints = [models.CheckConstraint(condition=~Q(key=""), name="grade_has_a_key")]

    def __str__(self) -> str:
        return self.name


class StaffStrength(models.Model):
    """Staff of one grade on the day of a count: women and men in post, and established posts where they are known."""

    stewardship = Stewardship(Scope.ORGANISATION, Sensitivity.RESTRICTED, Retention.WITH_PARENT)

    count = models.ForeignKey(FacilityCount, models.CASCADE, related_name="staff")
    grade = models.ForeignKey(Grade, models.PROTECT, related_name="+")
    women = models.PositiveIntegerField()
    men = models.PositiveIntegerField()
    posts = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["count", "grade"], name="staff_once_a_grade"),
            not_negative("women", "men", "posts", name="staff_not_negative"),
        ]


class FacilityUpload(WaitingFile):
    """A table of figures that waits to be written."""
