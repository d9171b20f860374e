"""Studying on one's own: what was answered in practice, folders for machines without network, and their keys."""

from django.db import models
from django.db.models import Q

from pulang.common.accounts.models import User
from pulang.common.learning.models.deliveries import Delivery, Enrolment
from pulang.common.learning.models.results import Way
from pulang.common.learning.rules.vocabulary import LANGUAGES
from pulang.foundation.pairs import together
from pulang.foundation.sealed.fields import SealedTextField
from pulang.foundation.stewardship import Retention, Scope, Sensitivity, Stewardship
from pulang.kernel.ids import uuid4, uuid7

NAMED = Stewardship(Scope.ORGANISATION, Sensitivity.PERSONAL, Retention.WORK)
PART = Stewardship(Scope.ORGANISATION, Sensitivity.MEMBERS, Retention.WITH_PARENT)
DELICATE = Stewardship(Scope.ORGANISATION, Sensitivity.PERSONAL, Retention.WITH_PARENT)


class StudyAnswer(models.Model):
    """One answer in practice: to a question of a quiz, or a choice in a scenario. The first one stands.

    ``item`` is the key of the question, or the number of the step; ``answer`` is that of ``rules.answering.scoring``,
    for a step the scene and the choice.
    """

    stewardship = NAMED

    id = models.UUIDField(primary_key=True, default=uuid4)
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="study_answers")
    module = models.SlugField(max_length=60)
    session = models.SlugField(max_length=60)
    activity = models.SlugField(max_length=60)
    item = models.SlugField(max_length=60)
    answer = models.JSONField()
    reason = models.TextField(blank=True)
    way = models.CharField(max_length=6, choices=Way.choices)
    given_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "module", "session", "activity", "item"], name="study_answer_once"
            ),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="study_answer_way_is_known"),
        ]


class StudyFolder(models.Model):
    """A folder on a stick with what a self-study delivery teaches, in one language, for one person or for a class.

    A folder for a person carries its key; one for a class carries none, since each person gets one on paper.
    """

    stewardship = PART

    id = models.UUIDField(primary_key=True, default=uuid7)
    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="study_folders")
    language = models.CharField(max_length=5)
    is_for_class = models.BooleanField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    revoked_why = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["delivery", "-made_at", "-id"], name="study_folder_of_delivery")]
        constraints = [
            models.CheckConstraint(condition=Q(language__in=LANGUAGES), name="study_folder_language_is_known"),
            models.CheckConstraint(
                condition=together("revoked_at", "revoked_by", with_words="revoked_why"),
                name="study_folder_revoked_at_and_by_with_a_reason",
            ),
        ]


class StudyKey(models.Model):
    """A key with which results are signed. It is somebody's: from the beginning, or from the first results on."""

    stewardship = DELICATE

    id = models.UUIDField(primary_key=True, default=uuid4)
    folder = models.ForeignKey(StudyFolder, models.CASCADE, related_name="keys")
    number = models.PositiveSmallIntegerField()
    secret = SealedTextField()
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, null=True, related_name="study_keys")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["folder", "number"], name="study_key_number_once"),
            models.UniqueConstraint(fields=["folder", "enrolment"], name="study_key_one_a_person"),
        ]
