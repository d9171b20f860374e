"""Engagement requests and the working group's answers. Facts only: the state is computed by ``rules``."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Organisation, User
from pulang.common.files.models import Attachment
from pulang.common.followup.models import ActionPlan
from pulang.common.frameworks.models import Provision
from pulang.common.marking.models import Marking
from pulang.forum.bodies.models import Body, Seat
from pulang.forum.engagements.rules import Outcome
from pulang.foundation.stewardship import Retention, Scope, Sensitivity, Stewardship
from pulang.foundation.texts.models import Translation
from pulang.kernel.ids import uuid7

REQUEST_TEXTS = ("title", "problem", "help_wanted", "tried")


def paired(name: str) -> models.CheckConstraint:
    """A time and its author stand together or not at all."""
    both = Q(**{f"{name}_at__isnull": False, f"{name}_by__isnull": False})
    neither = Q(**{f"{name}_at__isnull": True, f"{name}_by__isnull": True})
    return models.CheckConstraint(condition=both | neither, name=f"%(class)s_{name}_at_and_by")


class EngagementRequest(models.Model):
    """A corrections service asks the working group for help at a host. ``round`` counts submissions."""

    stewardship = Stewardship(Scope.COUNTRY, Sensitivity.RESTRICTED, Retention.WORK)

    id = models.UUIDField(primary_key=True, default=uuid7)
    body = models.ForeignKey(Body, models.PROTECT, related_name="requests")
    host = models.ForeignKey(Organisation, models.PROTECT, related_name="engagement_requests")
    country = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=200)
    problem = models.TextField(blank=True)
    help_wanted = models.TextField(blank=True)
    tried = models.TextField(blank=True)
    round = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    endorsed_at = models.DateTimeField(null=True)
    endorsed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    first_endorsed_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    given = models.ForeignKey("Answer", models.PROTECT, null=True, related_name="+")
    marking = models.OneToOneField(Marking, models.PROTECT, related_name="+")
    provisions = models.ManyToManyField(Provision, through="RequestProvision", related_name="+")

    class Meta:
        indexes = [
            # With what the rule of the list asks beside its order, so that counting reads nothing else.
            models.Index(fields=["-changed_at", "-id", "first_endorsed_at", "country"], name="request_in_list"),
            models.Index(fields=["country", "-changed_at"], name="request_of_country"),
            # What waits in a country: far fewer than all that have no answer yet.
            models.Index(fields=["country", "given", "endorsed_at"], name="request_waiting_in_country"),
        ]
        constraints = [
            paired("submitted"),
            paired("endorsed"),
            paired("returned"),
            paired("withdrawn"),
            models.CheckConstraint(
                condition=Q(endorsed_at__isnull=True) | Q(submitted_at__isnull=False),
                name="request_endorsed_after_submission",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RequestProvision(models.Model):
    """A request names a provision: the thread."""

    stewardship = Stewardship(Scope.COUNTRY, Sensitivity.MEMBERS, Retention.WITH_PARENT)

    request = models.ForeignKey(EngagementRequest, models.CASCADE, related_name="links")
    provision = models.ForeignKey(Provision, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "provision"], name="request_provision_once")]


class RequestFile(Attachment):
    """Evidence beside a request: what shows the problem."""

    stewardship = Stewardship(Scope.COUNTRY, Sensitivity.RESTRICTED, Retention.WITH_PARENT)

    to = models.ForeignKey(EngagementRequest, models.CASCADE, related_name="files")


class RequestTranslation(Translation):
    """The request's text in another language than the one it was written in."""

    stewardship = Stewardship(Scope.COUNTRY, Sensitivity.RESTRICTED, Retention.WITH_PARENT)

    request = models.ForeignKey(EngagementRequest, models.CASCADE, related_name="translations")
    title = models.CharField(max_length=200)
    problem = models.TextField(blank=True)
    help_wanted = models.TextField(blank=True)
    tried = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "language"], name="request_translation_once")]


class TurnKind(models.TextChoices):
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    ENDORSED = "endorsed", _("Endorsed")
    SENT = "sent", _("Answer sent to the co-chairs")
    CLEARED = "cleared", _("Cleared")
    OBJECTED = "objected", _("Objected")
    GIVEN = "given", _("Answer given")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    PLANNED = "planned", _("Action plan recorded")
    RELEASED = "released", _("Released to members")


class RequestTurn(models.Model):
    """One step of a request as its readers see it: who, when, and what was said."""

    stewardship = Stewardship(Scope.COUNTRY, Sensitivity.RESTRICTED, Retention.WORK)

    id = models.UUIDField(primary_key=True, default=uuid7)
    request = models.ForeignKey(EngagementRequest, models.CASCADE, related_name="turns")
    round = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=TurnKind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    for_principal = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    text = models.TextField(blank=True)
    inside_working_group = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["request", "at"], name="turn_of_request")]
        constraints = [models.CheckConstraint(condition=Q(kind__in=TurnKind.values), name="turn_kind_is_known")]


class Answer(models.Model):
    """A draft of the working group's answer, and the answer once both co-chairs have cleared it."""

    stewardship = Stewardship(Scope.INSTALLATION, Sensitivity.RESTRICTED, Retention.WORK)

    id = models.UUIDField(primary_key=True, default=uuid7)
    request = models.ForeignKey(EngagementRequest, models.PROTECT, related_name="answers")
    round = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=20)
    language = models.CharField(max_length=5)
    text = models.TextField()
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    set_aside_at = models.DateTimeField(null=True)
    given_at = models.DateTimeField(null=True)
    marking = models.OneToOneField(Marking, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            paired("drafted"),
            paired("sent"),
            models.CheckConstraint(
                condition=Q(outcome__in=[outcome.value for outcome in Outcome]),
                name="answer_outcome_is_known",
            ),
            models.CheckConstraint(
                condition=Q(given_at__isnull=True) | Q(sent_at__isnull=False), name="answer_given_after_sent"
            ),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(given_at__isnull=True, set_aside_at__isnull=True),
                name="answer_one_open_per_request",
            ),
        ]


class Clearance(models.Model):
    """A co-chair's word on an answer: cleared, or objected with a reason."""

    stewardship = Stewardship(Scope.INSTALLATION, Sensitivity.RESTRICTED, Retention.WORK)

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="clearances")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    cleared = models.BooleanField()
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "seat"], name="clearance_once_per_seat"),
            models.CheckConstraint(condition=Q(cleared=True) | ~Q(reason=""), name="objection_has_a_reason"),
        ]


class RequestPlan(models.Model):
    """An action plan that an accepted request led to."""

    stewardship = Stewardship(Scope.COUNTRY, Sensitivity.MEMBERS, Retention.WITH_PARENT)

    request = models.ForeignKey(EngagementRequest, models.PROTECT, related_name="plans")
    plan = models.OneToOneField(ActionPlan, models.PROTECT, related_name="request_link")
