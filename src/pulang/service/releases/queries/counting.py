"""The counts of a period as they may leave: small cells are left out before anybody sees the proposal."""

from uuid import UUID

from django.utils.translation import get_language

from pulang.common.accounts.models import Organisation
from pulang.common.bridge.queries import Cell, Counts, CourseCounts, left_out_if_small
from pulang.common.coverage.queries import Asked, disclosed_to_others
from pulang.common.learning.models import Course
from pulang.common.learning.queries.holding import course_choices
from pulang.common.learning.queries.reaching import courses_held, reached
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock
from pulang.kernel.tlp import Label
from pulang.service.releases.rules import Quarter


def counted(viewer: Viewer, release: UUID, service: Organisation, quarter: Quarter, label: Label | None) -> Counts:
    """What the service reached in the quarter with each course that it held, and its coverage today."""
    assert service.country is not None, "a service stands in a country"
    titles = {pk: title for pk, _key, title in course_choices(viewer, get_language() or "en")}
    return Counts(
        release=release,
        country=service.country.key,
        service=service.key,
        service_name=service.name,
        starts_on=quarter.starts_on,
        ends_on=quarter.ends_on,
        counted_on=clock.today(),
        label=label,
        courses=tuple(
            _course(viewer, course, titles[course.pk], service, quarter)
            for course in courses_held(service)
            if course.pk in titles
        ),
    )


def _course(viewer: Viewer, course: Course, title: str, service: Organisation, quarter: Quarter) -> CourseCounts:
    found = reached(course.pk, service, quarter.starts_on, quarter.ends_on, clock.today())
    table = disclosed_to_others(viewer, Asked(course.pk, under=service.key))
    total = table.total
    return CourseCounts(
        course=course.key,
        title=title,
        people=left_out_if_small(found.people),
        deliveries=found.deliveries,
        trainers={level: left_out_if_small(count) for level, count in found.trainers.items()},
        total=Cell("", total.in_post, total.trained) if total and total.in_post else None,
        regions=tuple(Cell(name, figures.in_post, figures.trained) for name, figures in table.regions),
        left_out=table.left_out,
    )
