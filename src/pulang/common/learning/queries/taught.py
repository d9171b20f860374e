"""What a delivery teaches: the one place that knows where it is read from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import F, QuerySet
from django.http import Http404

from pulang.common.learning.models import (
    CourseVersion,
    Delivery,
    DeliverySession,
)
from pulang.common.learning.queries.courses import course_of, module_lines, versions
from pulang.common.learning.rules import course as values
from pulang.common.learning.rules.speaking import Said, say, title_of
from pulang.common.marking.queries import shown
from pulang.foundation.policy.viewer import Viewer

WHOLE = ""


@dataclass(frozen=True)
class Teachable:
    """Something that can be delivered: a released version, whole or in one of its shorter forms."""

    version: CourseVersion
    cut: str
    title: str

    @property
    def slug(self) -> str:
        """How a form names it."""
        return f"{self.version.pk}:{self.cut}"


def teachables(viewer: Viewer, language: str) -> list[Teachable]:
    """Of each course the latest released version, whole and in each shorter form, by name."""
    latest: dict[UUID, CourseVersion] = {}
    for row in shown(viewer, versions(viewer).filter(released_at__isnull=False)):
        latest.setdefault(row.course_id, row)
    found = [each for row in latest.values() for each in _forms(row, language)]
    return sorted(found, key=lambda each: (each.title, each.cut))


def _forms(row: CourseVersion, language: str) -> Iterable[Teachable]:
    course = course_of(row)
    title = f"{title_of(course.wordings, language).heading} {row.number}"
    yield Teachable(row, WHOLE, title)
    for cut in course.cuts:
        yield Teachable(row, cut.key, f"{title}: {say(course.wordings, f'cut-{cut.key}', language).heading}")


def what_is_taught(version: CourseVersion, cut: str) -> values.Course:
    """The course of a version with its modules and sessions, or of one of its shorter forms. Three queries."""
    whole = course_of(version)
    wanted = next((found.sessions for found in whole.cuts if found.key == cut), ())
    if cut and not wanted:
        raise Http404
    modules = []
    for line in module_lines(version):
        sessions = [each.session for each in line.sessions if not cut or f"{line.row.key}/{each.row.key}" in wanted]
        if sessions:
            modules.append(replace(line.module, sessions=tuple(sessions)))
    return replace(whole, modules=tuple(modules))


def taught(delivery: Delivery) -> values.Course:
    """The course as it is taught at this delivery."""
    return what_is_taught(delivery.course_version, delivery.cut)


def names_of(deliveries: Iterable[Delivery], language: str) -> dict[UUID, tuple[Said, Said | None]]:
    """The title of each delivery's course, and what its shorter form is called. One query for all of them."""
    rows = list(deliveries)
    keys = {row.course_version_id for row in rows}
    found = CourseVersion.objects.filter(pk__in=keys).select_related("course").defer("pack") if keys else ()
    courses = {row.pk: course_of(row) for row in found}
    return {row.pk: _name(courses[row.course_version_id], row.cut, language) for row in rows}


def _name(course: values.Course, cut: str, language: str) -> tuple[Said, Said | None]:
    return title_of(course.wordings, language), say(course.wordings, f"cut-{cut}", language) if cut else None


def titles_of(deliveries: Iterable[Delivery], language: str) -> dict[UUID, Said]:
    """What each delivery is called. One query for all of them."""
    return {pk: title for pk, (title, _cut) in names_of(deliveries, language).items()}


def session_titles(course: values.Course, language: str) -> dict[str, Said]:
    """The title of each session of a course, by its address ``module/session``."""
    return {address: title_of(session.wordings, language) for address, session in course.sessions()}


def cut_title(delivery: Delivery, language: str) -> Said | None:
    """What the shorter form is called that is taught; None where the whole course is."""
    if not delivery.cut:
        return None
    return say(course_of(delivery.course_version).wordings, f"cut-{delivery.cut}", language)


def number_of(delivery: Delivery) -> str:
    """The number of what is taught."""
    return delivery.course_version.number


def course_key(delivery: Delivery) -> str:
    """The key of the course that is taught."""
    return delivery.course_version.course.key


def where_taught(delivery: Delivery) -> dict[str, str]:
    """Course and number as an address of a session's page has them."""
    return {"course": course_key(delivery), "number": number_of(delivery)}


def courses_delivered(rows: "QuerySet[Delivery]") -> "QuerySet[Delivery, tuple[str, ...]]":
    """The keys of the courses that these deliveries teach."""
    return rows.order_by().values_list("course_version__course__key").distinct()


def of_course(rows: QuerySet[Delivery], key: str) -> QuerySet[Delivery]:
    """Those of the deliveries that teach the course with this key."""
    return rows.filter(course_version__course__key=key)


def serving(sessions: QuerySet[DeliverySession], provisions: Sequence[UUID]) -> list[tuple[UUID, UUID, UUID]]:
    """Which of these sessions teach which of these good practices: provision, delivery and session. One query."""
    rows = sessions.order_by().annotate(
        provision=F("delivery__course_version__modules__sessions__links__provision"),
        taught_module=F("delivery__course_version__modules__key"),
        taught_key=F("delivery__course_version__modules__sessions__key"),
    )
    found = rows.filter(provision__in=provisions, taught_module=F("module"), taught_key=F("key"))
    return list(found.values_list("provision", "delivery_id", "pk"))
