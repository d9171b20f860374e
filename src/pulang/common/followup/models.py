"""Action plans: the follow-up activity in which officials apply what they learnt to their own prison."""

from django.db import models
from django.db.models import Q

from pulang.common.accounts.models import Contact, Organisation, User
from pulang.common.files.models import Attachment
from pulang.common.frameworks.models import Provision
from pulang.common.marking.models import Marking
from pulang.foundation.stewardship import Retention, Scope, Sensitivity, Stewardship
from pulang.foundation.texts.models import Translation
from pulang.kernel.ids import uuid7

PLAN_TEXTS = ("title", "problem", "first_step", "must_agree", "indicator", "baseline", "target")
OUTCOME_TEXTS = ("result", "value_reached", "lesson")


class ActionPlan(models.Model):
    """One plan for one host. Its text is for the host, the mentor and the country's focal points."""

    stewardship = Stewardship(Scope.COUNTRY, Sensitivity.RESTRICTED, Retention.WORK)

    id = models.UUIDField(primary_key=True, default=uuid7)
    host = models.ForeignKey(Organisation, models.PROTECT, related_name="action_plans")
    owner = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="action_plans")
    mentor = models.ForeignKey(User, models.PROTECT, null=True, related_name="mentored_plans")
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=200)
    problem = models.TextField()
    first_step = models.TextField()
    first_step_on = models.DateField()
    must_agree = models.TextField()
    indicator = models.TextField()
    baseline = models.CharField(max_length=200)
    target = models.CharField(max_length=200)
    written_on_paper_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    marking = models.OneToOneField(Marking, models.PROTECT, related_name="+")
    provisions = models.ManyToManyField(Provision, through="PlanProvision", related_name="+")

    class Meta:
        indexes = [
            # With what the rule of the list asks beside its order, so that what is left out is not read.
            models.Index(
                fields=["-made_at", "-id", "host", "made_by", "owner", "mentor", "marking"], name="plan_in_list"
            ),
            models.Index(fields=["first_step_on", "id"], name="plan_by_first_step"),
        ]

    def __str__(self) -> str:
        return self.title


class PlanProvision(models.Model):
    """A plan serves a provision: the thread."""

    stewardship = Stewardship(Scope.COUNTRY, Sensitivity.MEMBERS, Retention.WITH_PARENT)

    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="links")
    provision = models.ForeignKey(Provision, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "provision"], name="plan_provision_once")]


class PlanFile(Attachment):
    """Evidence beside a plan: a photograph, a list, minutes."""

    stewardship = Stewardship(Scope.COUNTRY, Sensitivity.RESTRICTED, Retention.WITH_PARENT)

    to = models.ForeignKey(ActionPlan, models.CASCADE, related_name="files")


class PlanTranslation(Translation):
    """The plan's text in another language than the one it was written in."""

    stewardship = Stewardship(Scope.COUNTRY, Sensitivity.RESTRICTED, Retention.WITH_PARENT)

    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="translations")
    title = models.CharField(max_length=200)
    problem = models.TextField()
    first_step = models.TextField()
    must_agree = models.TextField()
    indicator = models.TextField()
    baseline = models.CharField(max_length=200)
    target = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "language"], name="plan_translation_once")]


class PlanOutcome(models.Model):
    """What came of a plan: result, value reached, lesson. Marked by itself, so that a country can release it alone."""

    stewardship = Stewardship(Scope.COUNTRY, Sensitivity.RESTRICTED, Retention.WORK)

    id = models.UUIDField(primary_key=True, default=uuid7)
    plan = models.OneToOneField(ActionPlan, models.PROTECT, related_name="outcome")
    language = models.CharField(max_length=5)
    result = models.TextField()
    value_reached = models.CharField(max_length=200)
    seen_on = models.DateField()
    lesson = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    marking = models.OneToOneField(Marking, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(result=""), name="outcome_has_a_result")]


class OutcomeTranslation(Translation):
    """Result and lesson in another language."""

    stewardship = Stewardship(Scope.COUNTRY, Sensitivity.RESTRICTED, Retention.WITH_PARENT)

    outcome = models.ForeignKey(PlanOutcome, models.CASCADE, related_name="translations")
    result = models.TextField()
    value_reached = models.CharField(max_length=200)
    lesson = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["outcome", "language"], name="outcome_translation_once")]
