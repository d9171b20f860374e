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

__all__ = [
    "Attendance",
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
    "SessionProvision",
    "Source",
    "TrainerPart",
    "Verdict",
    "Was",
]
