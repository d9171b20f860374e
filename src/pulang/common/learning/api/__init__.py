"""Courses for programs: versions, what each is made of, one session, and the pack that it came from."""

from collections.abc import Sequence
from functools import partial

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field

from pulang.common.learning import queries
from pulang.common.learning.models import CourseVersion
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import ModuleLine, SessionLine
from pulang.common.learning.rules.speaking import say, title_of
from pulang.common.marking.queries import marked, markings_of
from pulang.foundation.api.calling import ApiRequest
from pulang.foundation.api.leaving import Offered, OfferedList, listed
from pulang.foundation.api.operations import Group
from pulang.foundation.api.shapes import Listed, Named, Paging, Part, Shown

group = Group(
    "courses", _("Courses"), _("Released courses, their modules and sessions; drafts for those who keep them.")
)


class CourseShown(Shown):
    """One version of a course."""

    key: str
    version: str
    title: str
    language: str = Field(description="The language of the title given here.")
    languages: list[str]
    tiers: list[str]
    licence: str
    state: str = Field(description="flagged, to-sign, returned, signed or released.")


class SessionInModule(Part):
    """A session where its module lists it."""

    key: str
    title: str
    minutes: int


class ModuleShown(Part):
    """A module with its sessions in their order."""

    key: str
    title: str
    minutes: int
    sessions: list[SessionInModule]


class CourseWhole(CourseShown):
    """One version of a course with everything that it is made of."""

    modules: list[ModuleShown]


class SessionShown(Shown):
    """A session as participants read it."""

    course: Named
    key: str
    title: str
    language: str = Field(description="The language of the texts given here.")
    minutes: int
    tiers: list[str]
    provisions: list[str] = Field(description="Keys of the good practices that it serves.")
    objectives: str = Field(description="CommonMark.")
    participants: str = Field(description="What participants read and keep; CommonMark.")


@group.reads("courses", Listed[CourseShown], may=[P.COURSE_READ], summary=_("List courses"))
def list_courses(request: ApiRequest, paging: Query[Paging]) -> OfferedList:
    """Every version that the person may read, those of one course together, the latest first."""
    return listed(request, queries.versions(request.viewer), queries.ORDERS, paging, _courses)


def _courses(rows: Sequence[CourseVersion]) -> list[Offered]:
    markings = markings_of(rows)
    return [Offered(row, [markings[row.pk]], partial(_course, row)) for row in rows]


@group.reads(
    "courses/{slug:course}/{str:number}", CourseWhole, may=[P.COURSE_READ], summary=_("Read a version of a course")
)
def read_course(request: ApiRequest, course: str, number: str) -> Offered:
    """Its modules and sessions, in their order."""
    row = queries.version(request.viewer, course, number)
    return Offered(row, [marked(row)], partial(_whole, row))


@group.reads(
    "courses/{slug:course}/{str:number}/{slug:module}/{slug:session}",
    SessionShown,
    may=[P.COURSE_READ],
    summary=_("Read a session of a course"),
)
def read_course_session(request: ApiRequest, course: str, number: str, module: str, session: str) -> Offered:
    """As participants read it; facilitators' notes stand on its page and in the pack."""
    row = queries.version(request.viewer, course, number)
    return Offered(row, [marked(row)], partial(_session, row, queries.session(row, module, session)))


def _language() -> str:
    return get_language() or "en"


def _head(row: CourseVersion) -> dict[str, object]:
    course = queries.course_of(row)
    title = title_of(course.wordings, _language())
    return {
        "key": row.course.key,
        "version": row.number,
        "title": title.heading,
        "language": title.language,
        "languages": list(course.languages),
        "tiers": list(course.tiers),
        "licence": course.licence,
        "state": queries.state_of(row).state.value,
    }


def _course(row: CourseVersion) -> CourseShown:
    return CourseShown.model_validate(_head(row))


def _whole(row: CourseVersion) -> CourseWhole:
    modules = [_module(line).model_dump() for line in queries.module_lines(row)]
    return CourseWhole.model_validate({**_head(row), "modules": modules})


def _module(line: ModuleLine) -> ModuleShown:
    sessions = [
        SessionInModule(
            key=found.key,
            title=title_of(found.session.wordings, _language()).heading,
            minutes=found.minutes,
        )
        for found in line.sessions
    ]
    title = title_of(line.module.wordings, _language()).heading
    return ModuleShown(key=line.key, title=title, minutes=line.minutes, sessions=sessions)


def _session(row: CourseVersion, line: SessionLine) -> SessionShown:
    session, language = line.session, _language()
    title = title_of(session.wordings, language)
    course = title_of(queries.course_of(row).wordings, language).heading
    return SessionShown(
        course=Named(id=row.course.key, name=f"{course} {row.number}"),
        key=f"{line.module}/{line.key}",
        title=title.heading,
        language=title.language,
        minutes=line.minutes,
        tiers=list(session.tiers),
        provisions=list(session.provisions),
        objectives=say(session.wordings, "objectives", language).body,
        participants=say(session.wordings, "participants", language).body,
    )
