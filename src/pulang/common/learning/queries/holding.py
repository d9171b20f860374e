"""Who holds a certificate of a course, whichever version or edition of it was taught: counted, never named."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from pulang.common.learning.models import Certificate
from pulang.common.learning.queries.courses import courses
from pulang.common.learning.rules.speaking import title_of
from pulang.foundation.policy.viewer import Viewer


@dataclass(frozen=True)
class Issued:
    """How many people got a certificate of a course in some time, at how many deliveries."""

    people: int
    deliveries: int


def holders(course: UUID, on: date) -> "QuerySet[Certificate, Any]":
    """The contacts who hold a certificate that is valid on that day, as a subquery."""
    holding = Q(until__isnull=True) | Q(until__gte=on)
    return _of(course).filter(holding, revoked_at__isnull=True).values("enrolment__contact")


def issued_since(course: UUID, since: date, people: "QuerySet[Any, Any]") -> Issued:
    """Certificates that were issued to these contacts since a day and stand. One query."""
    rows = _of(course).filter(issued_on__gte=since, revoked_at__isnull=True, enrolment__contact__in=people)
    found = rows.aggregate(
        people=Count("enrolment__contact", distinct=True), deliveries=Count("enrolment__delivery", distinct=True)
    )
    return Issued(found["people"], found["deliveries"])


def course_choices(viewer: Viewer, language: str) -> list[tuple[UUID, str, str]]:
    """The courses that the viewer may read: id, key and title."""
    lines = [line for line in courses(viewer) if line.version.released_at is not None]
    return [
        (line.version.course_id, line.version.course.key, title_of(line.course.wordings, language).heading)
        for line in lines
    ]


def _of(course: UUID) -> QuerySet[Certificate]:
    return Certificate.objects.filter(enrolment__delivery__course_version__course=course)
