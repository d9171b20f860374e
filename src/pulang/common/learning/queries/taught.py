"""What a delivery teaches: the one place that knows where it is read from, a master or a country's edition of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Concat
from django.http import Http404

from pulang.common.learning.models import CourseVersion, Delivery, DeliverySession, EditionVersion
from pulang.common.learning.queries import editions
from pulang.common.learning.queries.books import Book, of_version
from pulang.common.learning.queries.courses import course_of, versions
from pulang.common.learning.rules import course as values
from pulang.common.learning.rules.speaking import Said, say, title_of
from pulang.common.marking.queries import shown
from pulang.foundation.policy.viewer import Viewer

WHOLE = ""


@dataclass(frozen=True)
class Teachable:
    """Something that can be delivered: a released version or edition, whole or in one of its shorter forms."""

    version: CourseVersion
    edition: EditionVersion | None
    cut: str
    title: str

    @property
    def slug(self) -> str:
        """How a form names it."""
        row = self.edition or self.version
        return f"{row.pk}:{self.cut}"


def teachables(viewer: Viewer, language: str) -> list[Teachable]:
    """Of each course and edition the latest released version, whole and in each shorter form; editions first."""
    latest: dict[UUID, EditionVersion] = {}
    for found in shown(viewer, editions.edition_versions(viewer).filter(released_at__isnull=False)):
        latest.setdefault(found.edition_id, found)
    of_editions = [each for found in latest.values() for each in _forms(found.base, found, language)]
    masters: dict[UUID, CourseVersion] = {}
    for row in shown(viewer, versions(viewer).filter(released_at__isnull=False)):
        masters.setdefault(row.course_id, row)
    of_masters = [each for row in masters.values() for each in _forms(row, None, language)]
    return [*sorted(of_editions, key=_name), *sorted(of_masters, key=_name)]


def _name(each: Teachable) -> tuple[str, str]:
    return each.title, each.cut


def _forms(row: CourseVersion, edition: EditionVersion | None, language: str) -> Iterable[Teachable]:
    course = course_of(row) if edition is None else editions.applied(edition).course
    number = row.number if edition is None else course.version
    title = f"{title_of(course.wordings, language).heading} {number}"
    yield Teachable(row, edition, WHOLE, title)
    for cut in course.cuts:
        yield Teachable(row, edition, cut.key, f"{title}: {say(course.wordings, f'cut-{cut.key}', language).heading}")


def what_is_taught(version: CourseVersion, cut: str, edition: EditionVersion | None = None) -> values.Course:
    """The course of a version or edition with its modules and sessions, or of one of its shorter forms."""
    whole = editions.base_course(version.pk) if edition is None else editions.applied(edition).course
    wanted = next((found.sessions for found in whole.cuts if found.key == cut), ())
    if cut and not wanted:
        raise Http404
    if not cut:
        return whole
    modules = []
    for module in whole.modules:
        sessions = tuple(each for each in module.sessions if f"{module.key}/{each.key}" in wanted)
        if sessions:
            modules.append(replace(module, sessions=sessions))
    return replace(whole, modules=tuple(modules))


def taught(delivery: Delivery) -> values.Course:
    """The course as it is taught at this delivery."""
    return what_is_taught(delivery.course_version, delivery.cut, delivery.edition_version)


def taught_whole(delivery: Delivery) -> values.Course:
    """The same with everything that a shorter form leaves out."""
    return what_is_taught(delivery.course_version, WHOLE, delivery.edition_version)


def book_of(delivery: Delivery) -> Book:
    """What is taught as its pages have it."""
    if delivery.edition_version is not None:
        return editions.book(delivery.edition_version)
    return of_version(delivery.course_version)


def names_of(deliveries: Iterable[Delivery], language: str) -> dict[UUID, tuple[Said, Said | None]]:
    """The title of what each delivery teaches, and what its shorter form is called. Three queries at most."""
    rows = list(deliveries)
    keys = {row.course_version_id for row in rows}
    found = CourseVersion.objects.filter(pk__in=keys).select_related("course").defer("pack") if keys else ()
    courses = {row.pk: course_of(row) for row in found}
    own = _titles_of_editions({row.edition_version_id for row in rows if row.edition_version_id}, language)
    return {
        row.pk: (
            own.get(row.edition_version_id or row.pk) or title_of(courses[row.course_version_id].wordings, language),
            say(courses[row.course_version_id].wordings, f"cut-{row.cut}", language) if row.cut else None,
        )
        for row in rows
    }


def titles_of(deliveries: Iterable[Delivery], language: str) -> dict[UUID, Said]:
    """What each delivery is called."""
    return {pk: title for pk, (title, _cut) in names_of(deliveries, language).items()}


def _titles_of_editions(keys: set[UUID], language: str) -> dict[UUID, Said]:
    if not keys:
        return {}
    slim = EditionVersion.objects.filter(pk__in=keys).select_related("base").defer("base__pack")
    return editions.titles_of(list(slim), language)


def session_titles(course: values.Course, language: str) -> dict[str, Said]:
    """The title of each session of a course, by its address ``module/session``."""
    return {address: title_of(session.wordings, language) for address, session in course.sessions()}


def cut_title(delivery: Delivery, language: str) -> Said | None:
    """What the shorter form is called that is taught; None where the whole course is."""
    if not delivery.cut:
        return None
    return say(taught(delivery).wordings, f"cut-{delivery.cut}", language)


def number_of(delivery: Delivery) -> str:
    """The number of what is taught: three numbers, of an edition its own."""
    if delivery.edition_version is not None:
        return f"{delivery.edition_version.number}.0.0"
    return delivery.course_version.number


def course_key(delivery: Delivery) -> str:
    """The key of the course that is taught, also where an edition of it is."""
    return delivery.course_version.course.key


def taught_key(delivery: Delivery) -> str:
    """The key of what is taught: of the edition, where it is one."""
    if delivery.edition_version is not None:
        return delivery.edition_version.edition.key
    return course_key(delivery)


def courses_delivered(rows: "QuerySet[Delivery]") -> "QuerySet[Delivery, tuple[str, ...]]":
    """The keys of the courses that these deliveries teach."""
    return rows.order_by().values_list("course_version__course__key").distinct()


def of_course(rows: QuerySet[Delivery], key: str) -> QuerySet[Delivery]:
    """Those of the deliveries that teach the course with this key."""
    return rows.filter(course_version__course__key=key)


def serving(sessions: QuerySet[DeliverySession], provisions: Sequence[UUID]) -> list[tuple[UUID, UUID, UUID]]:
    """Which of these sessions teach which of these good practices: provision, delivery and session. Two queries."""
    masters = sessions.order_by().annotate(
        provision=F("delivery__course_version__modules__sessions__links__provision"),
        taught_module=F("delivery__course_version__modules__key"),
        taught_key=F("delivery__course_version__modules__sessions__key"),
    )
    of_masters = masters.filter(
        delivery__edition_version__isnull=True,
        provision__in=provisions,
        taught_module=F("module"),
        taught_key=F("key"),
    )
    tailored = sessions.order_by().annotate(
        provision=F("delivery__edition_version__links__provision"),
        taught_place=F("delivery__edition_version__links__place"),
    )
    own_place = Concat("module", Value("/"), "key", output_field=CharField())
    of_editions = tailored.filter(provision__in=provisions, taught_place=own_place)
    wanted = ("provision", "delivery_id", "pk")
    return [*of_masters.values_list(*wanted), *of_editions.values_list(*wanted)]
