"""Who reads, teaches, brings in, signs and releases courses."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.queries import holder
from pulang.common.learning.models import CourseVersion
from pulang.common.learning.permissions.filters import and_
from pulang.common.learning.permissions.words import LearningPermission as P
from pulang.common.marking.queries import fence
from pulang.foundation.policy.rules import Clause, Rule

RELEASED, DRAFT = Q(released_at__isnull=False), Q(released_at__isnull=True)
_READING = (
    Clause("released", _("It is released; every member reads it."), and_(RELEASED, holder(P.COURSE_READ))),
    Clause("keeper", _("Keeps the courses."), and_(DRAFT, holder(P.COURSE_IMPORT))),
    Clause("human-rights-reader", _("Reads drafts for human rights."), and_(DRAFT, holder(P.COURSE_SIGN))),
)
COURSE_RULES = (
    Rule(CourseVersion, P.COURSE_READ, _READING, fence=fence()),
    Rule(
        CourseVersion,
        P.COURSE_TEACH,
        (Clause("teacher", _("Teaches."), and_(RELEASED, holder(P.COURSE_TEACH))), *_READING[1:]),
        fence=fence(),
    ),
    Rule(
        CourseVersion,
        P.COURSE_IMPORT,
        (Clause("keeper", _("Keeps the courses."), and_(DRAFT, holder(P.COURSE_IMPORT))),),
        fence=fence(),
    ),
    Rule(
        CourseVersion,
        P.COURSE_RELEASE,
        (Clause("keeper", _("Answers for the courses."), and_(DRAFT, holder(P.COURSE_RELEASE))),),
        fence=fence(),
    ),
    Rule(
        CourseVersion,
        P.COURSE_SIGN,
        (Clause("human-rights-reader", _("Reads drafts for human rights."), and_(DRAFT, holder(P.COURSE_SIGN))),),
        fence=fence(),
    ),
)
