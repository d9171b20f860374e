"""Who may read the framework documents (everybody: they are public soft law) and who may import them."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.queries import holder
from pulang.common.frameworks.models import Document, Provision
from pulang.foundation.policy.registry import Grants
from pulang.foundation.policy.rules import Clause, Rule


class FrameworksPermission(StrEnum):
    FRAMEWORK_IMPORT = "frameworks.import"
    FRAMEWORK_READ = "frameworks.read"


P = FrameworksPermission
READER = frozenset({P.FRAMEWORK_READ})
KEEPER = frozenset({P.FRAMEWORK_IMPORT, P.FRAMEWORK_READ})

GRANTS = Grants(
    app="frameworks",
    permissions=FrameworksPermission,
    by_role={
        "access-manager": READER,
        "co-chair": READER,
        "corrections-focal-point": READER,
        "curriculum-lead": KEEPER,
        "data-protection-officer": READER,
        "expert": READER,
        "governor": READER,
        "host-coordinator": READER,
        "human-rights-reader": READER,
        "inspector": READER,
        "mentor": READER,
        "observer": READER,
        "policy-focal-point": READER,
        "prison-officer": READER,
        "secretariat": KEEPER,
        "security-manager": READER,
        "system-administrator": READER,
        "trainer": READER,
        "training-officer": KEEPER,
    },
    title=_("Framework documents"),
    words={
        P.FRAMEWORK_IMPORT: _("Bring framework documents into the library and correct them"),
        P.FRAMEWORK_READ: _("Read the framework documents and their good practices"),
    },
)

_EVERY_MEMBER = Clause(
    "member", _("The framework documents are public; every role reads them."), holder(P.FRAMEWORK_READ)
)
RULES = (
    Rule(Document, P.FRAMEWORK_READ, (_EVERY_MEMBER,)),
    Rule(Provision, P.FRAMEWORK_READ, (_EVERY_MEMBER,)),
)
