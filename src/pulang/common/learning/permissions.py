"""Who reads courses, teaches from them, brings them in, signs them for human rights, and releases them."""

from collections.abc import Callable
from enum import StrEnum

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Organisation, OrganisationLink
from pulang.common.accounts.queries import everywhere, holder, of_country
from pulang.common.learning.models import CourseVersion, EditionVersion
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
    EDITION_APPROVE_HOST = "learning.edition.approve-host"
    EDITION_APPROVE_LEAD = "learning.edition.approve-lead"
    EDITION_READ = "learning.edition.read"
    EDITION_RELEASE = "learning.edition.release"
    EDITION_WRITE = "learning.edition.write"


P = LearningPermission
READER = frozenset({P.COURSE_READ, P.EDITION_READ})
TEACHER = READER | {P.COURSE_TEACH}
LEAD = frozenset({P.EDITION_APPROVE_LEAD, P.EDITION_RELEASE})
KEEPER = TEACHER | {P.COURSE_IMPORT, P.COURSE_RELEASE} | LEAD

GRANTS = Grants(
    app="learning",
    permissions=LearningPermission,
    by_role={
        "co-chair": TEACHER,
        "corrections-focal-point": READER | {P.EDITION_WRITE, P.EDITION_APPROVE_HOST},
        "curriculum-lead": KEEPER,
        "expert": TEACHER,
        "governor": READER | {P.EDITION_APPROVE_HOST},
        "host-coordinator": READER | {P.EDITION_WRITE},
        "human-rights-reader": TEACHER | {P.COURSE_SIGN},
        "mentor": TEACHER,
        "observer": READER,
        "policy-focal-point": READER,
        "prison-officer": READER,
        "secretariat": TEACHER,
        "security-manager": READER,
        "trainer": TEACHER | {P.EDITION_WRITE},
        "training-officer": KEEPER | {P.EDITION_WRITE},
    },
    title=_("Courses"),
    words={
        P.COURSE_IMPORT: _("Bring courses in as drafts, and take drafts away"),
        P.COURSE_READ: _("Read released courses"),
        P.COURSE_RELEASE: _("Release a version of a course once a human-rights reader has signed it"),
        P.COURSE_SIGN: _("Read drafts of courses for human rights, and sign or return them"),
        P.COURSE_TEACH: _("Read facilitators' notes and the right answers"),
        P.EDITION_APPROVE_HOST: _("Approve an edition for its host, unless one wrote in it"),
        P.EDITION_APPROVE_LEAD: _("Approve an edition for the curriculum, unless one wrote in it"),
        P.EDITION_READ: _("Read released editions, and drafts of the own organisation and country"),
        P.EDITION_RELEASE: _("Release an edition that host and curriculum lead approved"),
        P.EDITION_WRITE: _("Tailor courses into an edition for the own organisation or country"),
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
ORGANISATION, COUNTRY = "edition__organisation", "edition__organisation__country"


def _tree(field: str, permission: str) -> Filter:
    """At, above or below an organisation where the viewer holds the permission."""

    def q(viewer: Viewer) -> Q | None:
        roots = viewer.roots(permission)
        if not roots:
            return None
        below = OrganisationLink.objects.filter(ancestor_id__in=roots).values("descendant_id")
        above = OrganisationLink.objects.filter(descendant_id__in=roots).values("ancestor_id")
        return Q(**{f"{field}__in": below}) | Q(**{f"{field}__in": above})

    return q


def _own(permission: str) -> tuple[Clause, ...]:
    """Drafts of the viewer's own organisations and country."""
    return (
        Clause("tree", _("Belongs to its organisation."), _and(DRAFT, _tree(ORGANISATION, permission))),
        Clause("country", _("Speaks for its country."), _and(DRAFT, of_country(COUNTRY, permission))),
    )


def _of_lead(permission: str) -> Clause:
    return Clause("lead", _("Answers for the curriculum."), _and(DRAFT, everywhere(permission)))


_RIGHTS = Clause("human-rights-reader", _("Reads drafts for human rights."), _and(DRAFT, holder(P.COURSE_SIGN)))
_AT_WORK = (
    *_own(P.EDITION_WRITE), *_own(P.EDITION_APPROVE_HOST), _of_lead(P.EDITION_APPROVE_LEAD),
    *_own(P.EDITION_APPROVE_LEAD), _RIGHTS,
)  # fmt: skip
_EDITION_CLAUSES: dict[str, tuple[Clause, ...]] = {
    P.EDITION_READ: (
        Clause("released", _("It is released; every member reads it."), _and(RELEASED, holder(P.EDITION_READ))),
        *_own(P.EDITION_READ), _of_lead(P.EDITION_APPROVE_LEAD), _RIGHTS,
    ),
    P.COURSE_TEACH: (Clause("teacher", _("Teaches."), _and(RELEASED, holder(P.COURSE_TEACH))), *_AT_WORK),
    P.COURSE_SIGN: (_RIGHTS,),
    P.EDITION_WRITE: _own(P.EDITION_WRITE),
    P.EDITION_APPROVE_HOST: _own(P.EDITION_APPROVE_HOST),
    P.EDITION_APPROVE_LEAD: (_of_lead(P.EDITION_APPROVE_LEAD), *_own(P.EDITION_APPROVE_LEAD)),
    P.EDITION_RELEASE: (_of_lead(P.EDITION_RELEASE), *_own(P.EDITION_RELEASE)),
}  # fmt: skip
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
    *(Rule(EditionVersion, permission, clauses, fence=fence()) for permission, clauses in _EDITION_CLAUSES.items()),
    Rule(
        Organisation,
        P.EDITION_WRITE,
        (
            Clause("tree", _("Belongs to this organisation."), _tree("pk", P.EDITION_WRITE)),
            Clause("country", _("Speaks for its country."), of_country("country", P.EDITION_WRITE)),
        ),
    ),
)
