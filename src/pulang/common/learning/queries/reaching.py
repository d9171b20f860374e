"""What training reached in a time, counted and never named: for what a service releases."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from pulang.common.accounts.models import Organisation, OrganisationLink
from pulang.common.learning.models import Certificate, Course, Delivery, TrainerCertification
from pulang.common.learning.rules.trainers import Level


@dataclass(frozen=True)
class Reached:
    """People who got a certificate of a course in a time, closed deliveries of it, and certified trainers by level."""

    people: int
    deliveries: int
    trainers: Mapping[str, int]


def courses_held(service: Organisation) -> list[Course]:
    """The courses that were delivered by a service or anything below it, by key."""
    rows = Course.objects.filter(versions__deliveries__organisation__in=_below(service))
    return list(rows.distinct().order_by("key"))


def reached(course: UUID, service: Organisation, first: date, last: date, today: date) -> Reached:
    """What a service and everything below it reached from a day to a day. Three queries."""
    below = _below(service)
    issued = Certificate.objects.filter(
        enrolment__delivery__course_version__course=course,
        enrolment__organisation__in=below,
        issued_on__range=(first, last),
        revoked_at__isnull=True,
    )
    held = Delivery.objects.filter(
        course_version__course=course, organisation__in=below, closed_at__isnull=False, ends_on__range=(first, last)
    )
    return Reached(
        people=issued.aggregate(people=Count("enrolment__contact", distinct=True))["people"],
        deliveries=held.count(),
        trainers=_trainers(course, below, today),
    )


def _trainers(course: UUID, below: "QuerySet[OrganisationLink, Any]", today: date) -> Mapping[str, int]:
    rows = TrainerCertification.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=today),
        course=course,
        contact__organisation__in=below,
        starts_on__lte=today,
        until__gte=today,
    )
    found = dict(rows.order_by().values_list("level").annotate(people=Count("contact", distinct=True)))
    return {level.value: found.get(level.value, 0) for level in Level}


def _below(service: Organisation) -> "QuerySet[OrganisationLink, Any]":
    return OrganisationLink.objects.filter(ancestor=service).values("descendant_id")
