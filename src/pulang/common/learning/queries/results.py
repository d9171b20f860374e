"""Tests of deliveries and what was answered; scores are for the trainee and the trainers, and for nobody else."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import Avg, Count, QuerySet
from django.http import Http404

from pulang.common.learning.models import Attempt, Decision, Delivery, Enrolment, Opinion, OpinionGiven, TrainerPart
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries.taught import taught, taught_whole
from pulang.common.learning.rules.answering.tests import Test, tests_of
from pulang.common.learning.rules.opinions import Ratings, ratings
from pulang.common.learning.rules.spread import Spread, gains, spread
from pulang.common.learning.rules.vocabulary import Purpose
from pulang.foundation.policy.rules import get, visible
from pulang.foundation.policy.viewer import Viewer


def tests(row: Delivery) -> tuple[Test, ...]:
    """The tests of what is taught at a delivery, in the order of teaching."""
    course = taught(row)
    return tests_of(course, taught_whole(row) if row.cut else course)


def test_of(row: Delivery, slug: str) -> Test:
    """One of them, or ``Http404``."""
    found = next((test for test in tests(row) if test.slug == slug), None)
    if found is None:
        raise Http404
    return found


def own_place(viewer: Viewer, row: Delivery) -> Enrolment | None:
    """The viewer's own place at a delivery."""
    rows = visible(viewer, P.RESULT_GIVE, Enrolment.objects.select_related("delivery"))
    return rows.filter(delivery=row).first()


def demand_own_place(viewer: Viewer, row: Delivery) -> Enrolment:
    """The viewer's own place at a delivery, or ``Http404``."""
    return get(viewer, P.RESULT_GIVE, Enrolment.objects.select_related("delivery"), delivery=row)


def attempts(viewer: Viewer, row: Delivery) -> QuerySet[Attempt]:
    """What was answered at a delivery, as far as the viewer may see scores."""
    rows = Attempt.objects.filter(enrolment__delivery=row).select_related("enrolment__contact")
    return visible(viewer, P.RESULT_VIEW, rows).order_by("enrolment__contact__sort_key", "enrolment", "recorded_at")


def sees_scores(viewer: Viewer, row: Delivery) -> bool:
    """Whether the viewer teaches at a delivery: whoever only watches or plans sees no score of others."""
    if not (viewer.user_id and viewer.may(P.DELIVERY_HOLD)):
        return False
    return row.trainers.filter(contact__user=viewer.user_id).exclude(part=TrainerPart.OBSERVER).exists()


def answered(enrolments: Iterable[Enrolment]) -> Mapping[UUID, frozenset[str]]:
    """Which tests each of these people has answered, by their slugs. One query. Done or not done; no score."""
    found: dict[UUID, set[str]] = {}
    rows = Attempt.objects.filter(enrolment__in=[each.pk for each in enrolments])
    for pk, *where in rows.values_list("enrolment", "module", "session", "activity"):
        found.setdefault(pk, set()).add(".".join(where))
    return {pk: frozenset(slugs) for pk, slugs in found.items()}


def has_said(place: Enrolment) -> bool:
    """Whether somebody has said what they thought of the delivery."""
    return OpinionGiven.objects.filter(pk=place.pk).exists()


def opinions(row: Delivery) -> Ratings:
    """What was thought of a delivery, once enough people have said so that nobody can be told."""
    means = row.opinions.aggregate(
        count=Count("pk"), useful=Avg("useful"), clear=Avg("clear"), respected=Avg("respected")
    )
    return ratings(means)


def wishes(row: Delivery) -> Sequence[str]:
    """What people would do differently, in an order that says nothing of when they wrote."""
    return list(
        Opinion.objects.filter(delivery=row)
        .exclude(differently="")
        .order_by("id")
        .values_list("differently", flat=True)
    )


def gain(row: Delivery) -> Spread | None:
    """What people gained between the first test before and the first after, in points of a hundred.

    ``None`` where the course has no test of each kind.
    """
    asked = tests(row)
    before = next((test for test in asked if test.purpose is Purpose.PRE_TEST), None)
    after = next((test for test in asked if test.purpose is Purpose.POST_TEST), None)
    if before is None or after is None:
        return None
    early, late = _shares(row, before), _shares(row, after)
    people = sorted({*early, *late})
    return spread(gains([early.get(each) for each in people], [late.get(each) for each in people]))


def _shares(row: Delivery, test: Test) -> dict[UUID, float]:
    """Of those who have a place and answered a test, how much of it was right, in hundredths."""
    rows = Attempt.objects.filter(
        enrolment__delivery=row, enrolment__decision=Decision.ACCEPTED, of__gt=0, **test.place
    )
    return {pk: 100 * right / of for pk, right, of in rows.values_list("enrolment", "right", "of")}
