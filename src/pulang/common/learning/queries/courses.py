"""Courses and their versions as a viewer may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from pulang.common.learning.models import CourseSession, CourseVersion, Verdict
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.rules import course as values
from pulang.common.learning.rules.course import from_data
from pulang.common.learning.rules.releasing import Facts, VersionState, version_state
from pulang.common.marking.queries import shown
from pulang.foundation.pages import Order
from pulang.foundation.policy.rules import get, visible
from pulang.foundation.policy.viewer import Viewer

ORDERS = (Order("course", _("By course, the latest version first"), ("course", "-major", "-minor", "-patch", "-id")),)


@dataclass(frozen=True)
class CourseLine:
    """One version of a course with what its pack says of it as a whole (without its modules)."""

    version: CourseVersion

    @cached_property
    def course(self) -> values.Course:
        return from_data(values.Course, self.version.sheet)


@dataclass(frozen=True)
class SessionLine:
    """A session as it is taught; ``sheet`` is read when somebody asks what it says."""

    module: str
    key: str
    minutes: int
    sheet: values.Content | values.CourseSession

    @cached_property
    def session(self) -> values.CourseSession:
        return (
            self.sheet if isinstance(self.sheet, values.CourseSession) else from_data(values.CourseSession, self.sheet)
        )


@dataclass(frozen=True)
class ModuleLine:
    """A module with its sessions in their order."""

    key: str
    sheet: values.Content | values.Module
    sessions: tuple[SessionLine, ...]

    @cached_property
    def module(self) -> values.Module:
        return self.sheet if isinstance(self.sheet, values.Module) else from_data(values.Module, self.sheet)

    @property
    def minutes(self) -> int:
        return sum(line.minutes for line in self.sessions)


def versions(viewer: Viewer) -> QuerySet[CourseVersion]:
    """Every version that the viewer may read, without its pack."""
    rows = visible(viewer, P.COURSE_READ, CourseVersion.objects.all())
    return rows.select_related("course", "marking").defer("pack").order_by(*ORDERS[0].fields)


def courses(viewer: Viewer) -> list[CourseLine]:
    """Of each course the version that matters most: the latest released, else the latest draft."""
    best: dict[object, CourseVersion] = {}
    for row in shown(viewer, versions(viewer)):
        known = best.get(row.course_id)
        if known is None or (known.released_at is None and row.released_at is not None):
            best[row.course_id] = row
    return sorted(map(CourseLine, best.values()), key=lambda line: line.version.course.key)


def version(viewer: Viewer, course: str, number: str = "") -> CourseVersion:
    """One version through the gate, or ``Http404``; without a number the one that :func:`courses` would show."""
    if number:
        rows: Iterable[CourseVersion] = shown(viewer, versions(viewer).filter(course__key=course, number=number))
    else:
        rows = (line.version for line in courses(viewer) if line.version.course.key == course)
    found = next(iter(rows), None)
    if found is None:
        raise Http404
    return found


def course_of(row: CourseVersion) -> values.Course:
    """What the pack says of the course as a whole, without its modules."""
    return CourseLine(row).course


def module_lines(row: CourseVersion) -> list[ModuleLine]:
    """The modules of a version that the viewer was let to, with their sessions. Two queries."""
    modules = row.modules.order_by("position").prefetch_related("sessions")
    return [
        ModuleLine(
            module.key,
            module.sheet,
            tuple(_line(module.key, found) for found in sorted(module.sessions.all(), key=lambda one: one.position)),
        )
        for module in modules
    ]


def session(row: CourseVersion, module: str, key: str) -> SessionLine:
    """One session of a version that the viewer was let to, or ``Http404``."""
    taught = CourseSession.objects.filter(module__version=row, module__key=module, key=key).first()
    if taught is None:
        raise Http404
    return _line(module, taught)


def _line(module: str, row: CourseSession) -> SessionLine:
    return SessionLine(module, row.key, row.minutes, row.sheet)


def pack_of(viewer: Viewer, row: CourseVersion) -> bytes:
    """The very zip that a version came from; for those who may read its facilitators' notes."""
    found = get(viewer, P.COURSE_TEACH, CourseVersion.objects.all(), pk=row.pk)
    return bytes(found.pack)


def state_of(row: CourseVersion) -> VersionState:
    """Where a version stands. Two queries for a draft, none for what is released."""
    if row.released_at is not None:
        return version_state(Facts(0, signed=True, returned=False, released=True))
    latest = row.readings.filter(digest=row.digest).order_by("-read_at", "-id").first()
    return version_state(
        Facts(
            open_flags=row.flags.filter(answered_at__isnull=True).count(),
            signed=latest is not None and latest.verdict == Verdict.SIGNED,
            returned=latest is not None and latest.verdict == Verdict.RETURNED,
            released=False,
        )
    )
