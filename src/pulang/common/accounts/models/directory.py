"""Organisations, contacts, people who sign in, and what they are where."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pulang.foundation.sealed.fields import SealedTextField
from pulang.foundation.sortkeys import SortKeyField
from pulang.foundation.stewardship import Retention, Scope, Sensitivity, Stewardship
from pulang.kernel.ids import uuid7


class OrganisationKind(models.TextChoices):
    COUNTRY = "country", _("Country")
    MINISTRY = "ministry", _("Ministry")
    SERVICE = "service", _("Corrections or probation service")
    REGION = "region", _("Region")
    FACILITY = "facility", _("Facility")
    ACADEMY = "academy", _("National training facility")
    INTERNATIONAL = "international", _("International organisation")
    CIVIL_SOCIETY = "civil-society", _("Civil society organisation")


class Organisation(models.Model):
    """A node of the tree. ``key`` is immutable and means the same thing on every installation."""

    stewardship = Stewardship(Scope.ORGANISATION, Sensitivity.MEMBERS, Retention.PERMANENT)

    id = models.UUIDField(primary_key=True)
    key = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    name = models.CharField(max_length=200)
    sort_key = SortKeyField(max_length=400)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    country = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    weekend = models.CharField(max_length=27, default="sat,sun")
    made_at = models.DateTimeField()
    closed_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="organisation_by_name"),
            models.Index(fields=["parent", "sort_key", "id"], name="organisation_below_by_name"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=OrganisationKind.values), name="organisation_kind_is_known"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="organisation_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationLink(models.Model):
    """The closure of the tree: every pair of ancestor and descendant, each node with itself at depth 0."""

    stewardship = Stewardship(Scope.ORGANISATION, Sensitivity.MEMBERS, Retention.WITH_PARENT)

    ancestor = models.ForeignKey(Organisation, models.CASCADE, related_name="links_down")
    descendant = models.ForeignKey(Organisation, models.CASCADE, related_name="links_up")
    depth = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ancestor", "descendant"], name="organisation_link_once")]


class Holiday(models.Model):
    """A day on which a country does not work; expected-by dates step over it."""

    stewardship = Stewardship(Scope.COUNTRY, Sensitivity.PUBLIC, Retention.PERMANENT)

    country = models.ForeignKey(Organisation, models.CASCADE, related_name="holidays")
    day = models.DateField()
    name = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["country", "day"], name="holiday_once")]


class Contact(models.Model):
    """Somebody who is not in custody: an officer, an expert, a focal point; with or without an account."""

    stewardship = Stewardship(Scope.PERSON, Sensitivity.PERSONAL, Retention.ACCOUNT)

    id = models.UUIDField(primary_key=True, default=uuid7)
    name = models.CharField(max_length=200)
    sort_key = SortKeyField(max_length=400)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="contacts")
    position = models.CharField(max_length=200, blank=True)
    service_number = models.CharField(max_length=40, blank=True)
    email = SealedTextField(blank=True)
    phone = SealedTextField(blank=True)
    made_at = models.DateTimeField()
    left_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="contact_by_name"),
            models.Index(fields=["organisation", "sort_key", "id"], name="contact_of_organisation"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "service_number"],
                condition=~Q(service_number=""),
                name="contact_service_number_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Users(BaseUserManager["User"]):
    """Accounts are made by ``actions.make_account`` only; the manager finds them by their folded name."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(sign_in_name=username)


class User(AbstractBaseUser):
    """Somebody who signs in. No e-mail, no superuser, no staff flag: what a user may do comes from memberships."""

    stewardship = Stewardship(Scope.PERSON, Sensitivity.PERSONAL, Retention.ACCOUNT)

    id = models.UUIDField(primary_key=True, default=uuid7)
    sign_in_name = models.CharField(max_length=80, unique=True)
    contact = models.OneToOneField(Contact, models.PROTECT, null=True, related_name="user")
    language = models.CharField(max_length=5, default="en")
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "sign_in_name"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = Users()

    class Meta:
        indexes = [models.Index(fields=["-made_at", "-id"], name="user_by_time")]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_active=True) | Q(closed_at__isnull=False), name="user_closed_has_a_time"
            )
        ]

    def __str__(self) -> str:
        return self.sign_in_name


class Membership(models.Model):
    """One role of one user at one organisation, from one day (on) to another (not on)."""

    stewardship = Stewardship(Scope.PERSON, Sensitivity.MEMBERS, Retention.ACCOUNT)

    id = models.UUIDField(primary_key=True, default=uuid7)
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["user", "starts_on"], name="membership_of_user"),
            models.Index(fields=["organisation", "role", "id"], name="membership_of_place_by_role"),
            models.Index(fields=["organisation", "-starts_on", "-id"], name="membership_of_place_by_time"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(ends_on__isnull=True),
                name="membership_open_once",
            ),
        ]


class Deputy(models.Model):
    """One user acts with the deputisable memberships of another for a time."""

    stewardship = Stewardship(Scope.PERSON, Sensitivity.MEMBERS, Retention.ACCOUNT)

    id = models.UUIDField(primary_key=True, default=uuid7)
    principal = models.ForeignKey(User, models.PROTECT, related_name="deputies")
    deputy = models.ForeignKey(User, models.PROTECT, related_name="deputises_for")
    starts_on = models.DateField()
    ends_on = models.DateField()
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(principal=F("deputy")), name="deputy_is_somebody_else"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="deputy_ends_after_it_starts"),
        ]
