"""Who reads, writes, approves and releases editions of courses."""

from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Organisation
from pulang.common.accounts.queries import everywhere, holder, of_country
from pulang.common.learning.models import EditionVersion
from pulang.common.learning.permissions.courses import DRAFT, RELEASED
from pulang.common.learning.permissions.filters import and_, tree
from pulang.common.learning.permissions.words import LearningPermission as P
from pulang.common.marking.queries import fence
from pulang.foundation.policy.rules import Clause, Rule

ORGANISATION, COUNTRY = "edition__organisation", "edition__organisation__country"


def _drafts(permission: str) -> tuple[Clause, ...]:
    """Drafts of the viewer's own organisations and country."""
    return (
        Clause("tree", _("Belongs to its organisation."), and_(DRAFT, tree(ORGANISATION, permission))),
        Clause("country", _("Speaks for its country."), and_(DRAFT, of_country(COUNTRY, permission))),
    )


def _of_lead(permission: str) -> Clause:
    return Clause("lead", _("Answers for the curriculum."), and_(DRAFT, everywhere(permission)))


_RIGHTS = Clause("human-rights-reader", _("Reads drafts for human rights."), and_(DRAFT, holder(P.COURSE_SIGN)))
_AT_WORK = (
    *_drafts(P.EDITION_WRITE), *_drafts(P.EDITION_APPROVE_HOST), _of_lead(P.EDITION_APPROVE_LEAD),
    *_drafts(P.EDITION_APPROVE_LEAD), _RIGHTS,
)  # fmt: skip
_EDITION_CLAUSES: dict[str, tuple[Clause, ...]] = {
    P.EDITION_READ: (
        Clause("released", _("It is released; every member reads it."), and_(RELEASED, holder(P.EDITION_READ))),
        *_drafts(P.EDITION_READ), _of_lead(P.EDITION_APPROVE_LEAD), _RIGHTS,
    ),
    P.COURSE_TEACH: (Clause("teacher", _("Teaches."), and_(RELEASED, holder(P.COURSE_TEACH))), *_AT_WORK),
    P.COURSE_SIGN: (_RIGHTS,),
    P.EDITION_WRITE: _drafts(P.EDITION_WRITE),
    P.EDITION_APPROVE_HOST: _drafts(P.EDITION_APPROVE_HOST),
    P.EDITION_APPROVE_LEAD: (_of_lead(P.EDITION_APPROVE_LEAD), *_drafts(P.EDITION_APPROVE_LEAD)),
    P.EDITION_RELEASE: (_of_lead(P.EDITION_RELEASE), *_drafts(P.EDITION_RELEASE)),
}  # fmt: skip
EDITION_RULES = (
    *(Rule(EditionVersion, permission, clauses, fence=fence()) for permission, clauses in _EDITION_CLAUSES.items()),
    Rule(
        Organisation,
        P.EDITION_WRITE,
        (
            Clause("tree", _("Belongs to this organisation."), tree("pk", P.EDITION_WRITE)),
            Clause("country", _("Speaks for its country."), of_country("country", P.EDITION_WRITE)),
        ),
    ),
)
