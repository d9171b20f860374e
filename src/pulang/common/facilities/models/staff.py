"""The staff roll: the officers of a service, the posts that they held, and the lists it came from."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Contact, Organisation, User
from pulang.common.facilities.models.register import Facility, Grade
from pulang.common.facilities.models.waiting import WaitingFile
from pulang.foundation.sortkeys import SortKeyField
from pulang.foundation.stewardship import Retention, Scope, Sensitivity, Stewardship
from pulang.kernel.ids import uuid7

PERSONAL = Stewardship(Scope.ORGANISATION, Sensitivity.PERSONAL, Retention.WORK)


class Sex(models.TextChoices):
    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")


class Officer(models.Model):
    """Somebody on the roll of a service; no account is needed. Facility and grade are those of the latest posting.

    ``number`` is the service number as it is compared (folded); ``joined_on`` is empty where no list said it.
    ``sort_key`` follows the contact's name, so that one index gives a facility's roll by name.
    """

    stewardship = PERSONAL

    contact = models.OneToOneField(Contact, models.PROTECT, primary_key=True, related_name="officer")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    number = models.CharField(max_length=80, blank=True)
    sort_key = SortKeyField(max_length=400)
    sex = models.CharField(max_length=5, choices=Sex.choices, blank=True)
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="officers")
    grade = models.ForeignKey(Grade, models.PROTECT, related_name="+")
    joined_on = models.DateField(null=True)
    left_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["facility", "sort_key", "contact"], name="officer_of_facility_by_name"),
            models.Index(
                fields=["facility", "grade", "sex", "joined_on", "contact", "left_on"],
                condition=Q(left_on__isnull=True),
                name="officer_in_post_whole",
            ),
            models.Index(fields=["left_on", "contact"], name="officer_who_left"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(sex__in=["", *Sex.values]), name="officer_sex_is_known"),
            models.UniqueConstraint(fields=["service", "number"], condition=~Q(number=""), name="officer_number_once"),
        ]

    def __str__(self) -> str:
        return self.contact.name


class StaffList(models.Model):
    """A personnel list of one day that was taken: by whom, how many of each change, and the rows left out."""

    stewardship = Stewardship(Scope.ORGANISATION, Sensitivity.RESTRICTED, Retention.WORK)

    id = models.UUIDField(primary_key=True, default=uuid7)
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    listed_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    command = models.CharField(max_length=60, blank=True)
    changes = models.JSONField(default=dict)
    left_out = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(made_by__isnull=False) | ~Q(command=""), name="staff_list_names_its_author"
            )
        ]

    def __str__(self) -> str:
        return self.listed_on.isoformat()


class StaffPosting(models.Model):
    """A post that an officer held from one day (on) to another (not on). A change ends it and adds the next."""

    stewardship = PERSONAL

    id = models.UUIDField(primary_key=True, default=uuid7)
    officer = models.ForeignKey(Officer, models.CASCADE, related_name="postings")
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="+")
    grade = models.ForeignKey(Grade, models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    source = models.ForeignKey(StaffList, models.PROTECT, related_name="postings")

    class Meta:
        indexes = [models.Index(fields=["officer", "-starts_on", "-id"], name="staff_posting_latest_first")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="staff_posting_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["officer"], condition=Q(ends_on__isnull=True), name="staff_posting_open_once"
            ),
        ]


class StaffUpload(WaitingFile):
    """A personnel list of one day that waits to be taken."""

    listed_on = models.DateField()
