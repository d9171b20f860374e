"""Who reads courses, teaches from them, brings them in, signs them for human rights, and releases them."""

from collections.abc import Callable
from enum import StrEnum

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.queries import holder
from pulang.common.learning.models import CourseVersion
from pulang.common.marking.queries import fence
from pulang.foundation.policy.registry import Grants
from pulang.foundation.policy.rules import Clause, Rule
from pulang.foundation.policy.viewer import Viewer


class LearningPermission(StrEnum):
    COURSE_IMPORT = "learning.course.import"
    COURSE_READ = "learning.course.read"
    COURSE_RELEASE = "learning.course.release"
    COURSE_SIGN = "learning.course.sign"
    COURSE_TEACH = "learning.course.teach"


P = LearningPermission
READER = frozenset({P.COURSE_READ})
TEACHER = READER | {P.COURSE_TEACH}
KEEPER = TEACHER | {P.COURSE_IMPORT, P.COURSE_RELEASE}

GRANTS = Grants(
    app="learning",
    permissions=LearningPermission,
    by_role={
        "co-chair": TEACHER,
        "corrections-focal-point": READER,
        "curriculum-lead": KEEPER,
        "expert": TEACHER,
        "governor": READER,
        "host-coordinator": READER,
        "human-rights-reader": TEACHER | {P.COURSE_SIGN},
        "mentor": TEACHER,
        "observer": READER,
        "policy-focal-point": READER,
        "prison-officer": READER,
        "secretariat": TEACHER,
        "security-manager": READER,
        "trainer": TEACHER,
        "training-officer": KEEPER,
    },
    title=_("Courses"),
    words={
        P.COURSE_IMPORT: _("Bring courses in as drafts, and take drafts away"),
        P.COURSE_READ: _("Read released courses"),
        P.COURSE_RELEASE: _("Release a version of a course once a human-rights reader has signed it"),
        P.COURSE_SIGN: _("Read drafts of courses for human rights, and sign or return them"),
        P.COURSE_TEACH: _("Read facilitators' notes and the right answers"),
    },
)
RELEASED, DRAFT = Q(released_at__isnull=False), Q(released_at__isnull=True)
Filter = Callable[[Viewer], Q | None]


def _and(condition: Q, then: Filter) -> Filter:
    """The filter, narrowed by a fact of the row."""

    def q(viewer: Viewer) -> Q | None:
        found = then(viewer)
        return None if found is None else found & condition

    return q


_READING = (
    Clause("released", _("It is released; every member reads it."), _and(RELEASED, holder(P.COURSE_READ))),
    Clause("keeper", _("Keeps the courses."), _and(DRAFT, holder(P.COURSE_IMPORT))),
    Clause("human-rights-reader", _("Reads drafts for human rights."), _and(DRAFT, holder(P.COURSE_SIGN))),
)
RULES = (
    Rule(CourseVersion, P.COURSE_READ, _READING, fence=fence()),
    Rule(
        CourseVersion,
        P.COURSE_TEACH,
        (Clause("teacher", _("Teaches."), _and(RELEASED, holder(P.COURSE_TEACH))), *_READING[1:]),
        fence=fence(),
    ),
    Rule(
        CourseVersion,
        P.COURSE_IMPORT,
        (Clause("keeper", _("Keeps the courses."), _and(DRAFT, holder(P.COURSE_IMPORT))),),
        fence=fence(),
    ),
    Rule(
        CourseVersion,
        P.COURSE_RELEASE,
        (Clause("keeper", _("Answers for the courses."), _and(DRAFT, holder(P.COURSE_RELEASE))),),
        fence=fence(),
    ),
    Rule(
        CourseVersion,
        P.COURSE_SIGN,
        (Clause("human-rights-reader", _("Reads drafts for human rights."), _and(DRAFT, holder(P.COURSE_SIGN))),),
        fence=fence(),
    ),
)
