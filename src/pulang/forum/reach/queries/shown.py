"""Where members look for reach: on the course's page, and in the thread of each good practice that it serves."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.common.bridge.queries import CourseCounts, counts_of
from pulang.common.frameworks.models import Provision
from pulang.common.frameworks.queries import ThreadEntry, ThreadSource, register_source
from pulang.common.learning.models import CourseVersion, SessionProvision
from pulang.common.learning.queries import Book
from pulang.common.learning.queries.beside import Beside, Line, register_beside
from pulang.forum.reach.models import ReachedCourse, ReceivedRelease
from pulang.forum.reach.permissions import ReachPermission as P
from pulang.forum.reach.queries.received import current
from pulang.foundation.policy.viewer import Viewer

MOST = 12


def register() -> None:
    """Called at start-up."""
    register_source(ThreadSource("reach", gettext_lazy("Reach of training"), 25, entries, counts))
    register_beside("20-reach", of_book)


def of_book(viewer: Viewer, book: Book) -> Beside | None:
    """What countries released of this course, in whatever version or edition it was taught; latest period first."""
    if not viewer.may(P.VIEW):
        return None
    course = book.row.course_id if isinstance(book.row, CourseVersion) else book.row.edition.course_id
    links = ReachedCourse.objects.filter(course=course)
    rows = current(viewer, pk__in=links.values("release"))[:MOST]
    keys = _keys(rows, links)
    lines = [_line(row, one) for row in rows for one in counts_of(row.counts).courses if one.course in keys[row.pk]]
    return Beside(_("Reach, as countries released it"), lines)


def _keys(rows: Sequence[ReceivedRelease], links: QuerySet[ReachedCourse]) -> dict[UUID, set[str]]:
    """The courses, by their keys in the file, for which each release is shown."""
    found: dict[UUID, set[str]] = {row.pk: set() for row in rows}
    for release, key in links.filter(release__in=list(found)).values_list("release", "key"):
        found[release].add(key)
    return found


def _line(row: ReceivedRelease, one: CourseCounts) -> Line:
    return Line(f"{row.country.name}: {said(one)}", _page(row), source_of(row), row.marking.label)


def said(one: CourseCounts) -> str:
    """The reach of a course in one sentence."""
    if one.total:
        told = _("{trained} of {in_post} officers in post are trained.")
        return told.format(trained=one.total.trained, in_post=one.total.in_post)
    if one.people is None:
        return _("Fewer than five people were certified.")
    return _("{people} people were certified.").format(people=one.people)


def source_of(row: ReceivedRelease) -> str:
    """Where counts come from: which service, for which period, and that its country released them."""
    words = _("{service}, {first} to {last}. Released by the country; signed on {day}.")
    first, last, day = (date_format(each) for each in (row.starts_on, row.ends_on, row.signed_at))
    return words.format(service=row.service_name, first=first, last=last, day=day)


def entries(viewer: Viewer, provision: Provision) -> list[ThreadEntry]:
    """What countries released of courses that teach the good practice."""
    if not viewer.may(P.VIEW):
        return []
    links = ReachedCourse.objects.filter(course__in=_serving([provision.pk]).values("session__module__version__course"))
    rows = current(viewer, pk__in=links.values("release"))
    keys = _keys(rows, links)
    return [_entry(row, one) for row in rows for one in counts_of(row.counts).courses if one.course in keys[row.pk]]


def _serving(provision_ids: Sequence[UUID]) -> QuerySet[SessionProvision]:
    """Sessions of released courses that teach these good practices."""
    rows = SessionProvision.objects.filter(provision__in=provision_ids)
    return rows.filter(session__module__version__released_at__isnull=False)


def _entry(row: ReceivedRelease, one: CourseCounts) -> ThreadEntry:
    when: date = row.ends_on
    return ThreadEntry(
        when=when,
        when_text=date_format(when),
        heading=_("{country} released how far a course reaches").format(country=row.country.name),
        title=one.title,
        url=_page(row),
        text=f"{said(one)} {source_of(row)}",
        tlp_label=row.marking.label,
        kind="reach",
        detail=row.service_name,
        row=row,
    )


def counts(viewer: Viewer, provision_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """How many of those entries there are for each good practice."""
    rows = current(viewer) if viewer.may(P.VIEW) else ()
    if not rows:
        return {}
    reached = ReachedCourse.objects.filter(release__in=[row.pk for row in rows], course__isnull=False)
    numbers = dict(reached.values_list("course").annotate(number=Count("pk")))
    pairs = _serving(provision_ids).values_list("provision", "session__module__version__course").distinct()
    found: dict[UUID, int] = {}
    for provision, course in pairs:
        found[provision] = found.get(provision, 0) + numbers.get(course, 0)
    return found


def _page(row: ReceivedRelease) -> str:
    return reverse("reach:country", args=[row.country.key])
