"""Courses and their versions, what a human-rights reader said of each, and the deliveries at which they are taught."""

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
from pulang.common.learning.models.results import Attempt, Certificate, Opinion, OpinionGiven, Way
from pulang.common.learning.models.trainers import TeachingObserved, TrainerCertification

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
    "Enrolment",
    "Opinion",
    "OpinionGiven",
    "SessionProvision",
    "Source",
    "TeachingObserved",
    "TrainerCertification",
    "TrainerPart",
    "Verdict",
    "Was",
    "Way",
]
