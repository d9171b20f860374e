"""Courses, countries' editions of them, the deliveries at which they are taught, and what comes of those."""

from pulang.common.learning.models.courses import (
    Course,
    CourseFlag,
    CourseModule,
    CourseOrigin,
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
from pulang.common.learning.models.rooms import Answering, Asks, PhonesAllowed, Reply, Room, Round, Seat
from pulang.common.learning.models.study import StudyAnswer, StudyFolder, StudyKey
from pulang.common.learning.models.trainers import TeachingObserved, TrainerCertification
from pulang.common.learning.models.work import WorkObservation

__all__ = [
    "Answering",
    "Asks",
    "Attempt",
    "Attendance",
    "Certificate",
    "Course",
    "CourseFlag",
    "CourseModule",
    "CourseOrigin",
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
    "PhonesAllowed",
    "Reply",
    "Room",
    "Round",
    "Seat",
    "SessionProvision",
    "Settlement",
    "Source",
    "Standing",
    "StudyAnswer",
    "StudyFolder",
    "StudyKey",
    "TeachingObserved",
    "TrainerCertification",
    "TrainerPart",
    "Verdict",
    "Was",
    "Way",
    "WorkObservation",
]
