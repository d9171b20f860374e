"""Courses and their versions, with what a human-rights reader said of each, and countries' editions of them."""

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
from pulang.common.learning.models.editions import (
    Decision,
    Edition,
    EditionFlag,
    EditionOperation,
    EditionProvision,
    EditionVersion,
    Standing,
)

__all__ = [
    "Course",
    "CourseFlag",
    "CourseModule",
    "CourseReading",
    "CourseSession",
    "CourseVersion",
    "Decision",
    "Edition",
    "EditionFlag",
    "EditionOperation",
    "EditionProvision",
    "EditionVersion",
    "SessionProvision",
    "Standing",
    "Verdict",
]
