"""Courses and their versions, with what a human-rights reader said of each."""

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

__all__ = [
    "Course",
    "CourseFlag",
    "CourseModule",
    "CourseReading",
    "CourseSession",
    "CourseVersion",
    "SessionProvision",
    "Verdict",
]
