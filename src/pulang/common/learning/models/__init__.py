"""Courses, countries' editions of them, the deliveries at which they are taught, and what comes of those."""

from pulang.common.learning.models.courses import (
    Course,
    CourseFlag,
    CourseModule,
    CourseReading,
    CourseSession,
    CourseVersion,
    SessionProvision,
    Verdict,
)
from pulang.common.learning.models.deliveries import (
    Attendance,
    Decision,
    Delivery,
    DeliverySession,
    DeliveryTrainer,
    Enrolment,
    Source,
    TrainerPart,
    Was,
)
from pulang.common.learning.models.editions import (
    Edition,
    EditionFlag,
    EditionOperation,
    EditionProvision,
    EditionVersion,
    Settlement,
    Standing,
)
from pulang.common.learning.models.results import Attempt, Certificate, Opinion, OpinionGiven, Way
from pulang.common.learning.models.trainers import TeachingObserved, TrainerCertification
from pulang.common.learning.models.work import WorkObservation

__all__ = [
    "Attempt",
    "Attendance",
    "Certificate",
    "Course",
    "CourseFlag",
    "CourseModule",
    "CourseReading",
    "CourseSession",
    "CourseVersion",
    "Decision",
    "Delivery",
    "DeliverySession",
    "DeliveryTrainer",
    "Edition",
    "EditionFlag",
    "EditionOperation",
    "EditionProvision",
    "EditionVersion",
    "Enrolment",
    "Opinion",
    "OpinionGiven",
    "SessionProvision",
    "Settlement",
    "Source",
    "Standing",
    "TeachingObserved",
    "TrainerCertification",
    "TrainerPart",
    "Verdict",
    "Was",
    "Way",
    "WorkObservation",
]
