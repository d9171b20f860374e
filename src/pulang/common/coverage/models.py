"""What is kept so that coverage is counted quickly: which officers hold which course, and where they serve."""

from django.db import models
from django.db.models import Q

from pulang.common.facilities.models import Facility, Grade, Officer
from pulang.common.learning.models import Certificate, Course, Delivery
from pulang.foundation.stewardship import Retention, Scope, Sensitivity, Stewardship


class Standing(models.Model):
    """A certificate that was not revoked, of somebody on the staff roll, with what coverage asks of both.

    It says nothing that certificate and roll do not say: whatever changes one of them writes it in the same
    transaction. Whether the certificate holds on a day is told by ``until``, so that no day needs work.
    """

    stewardship = Stewardship(Scope.ORGANISATION, Sensitivity.PERSONAL, Retention.WITH_PARENT)

    certificate = models.OneToOneField(Certificate, models.CASCADE, primary_key=True, related_name="+")
    course = models.ForeignKey(Course, models.CASCADE, related_name="+", db_index=False)
    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="+")
    officer = models.ForeignKey(Officer, models.CASCADE, related_name="+")
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="+")
    grade = models.ForeignKey(Grade, models.PROTECT, related_name="+", db_index=False)
    sex = models.CharField(max_length=5, blank=True)
    joined_on = models.DateField(null=True)
    left_on = models.DateField(null=True)
    issued_on = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["course", "facility", "grade", "sex", "officer", "joined_on", "until", "left_on"],
                condition=Q(left_on__isnull=True),
                name="standing_in_post",
            ),
            models.Index(fields=["course", "issued_on"], name="standing_lately_issued"),
            models.Index(fields=["course", "left_on"], name="standing_of_who_left"),
        ]
