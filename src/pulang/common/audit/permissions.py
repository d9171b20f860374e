"""Who reads the audit: inspectors, and the data protection officer. It shows who did what and when, and no content."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.queries import everywhere
from pulang.foundation.events.models import Event
from pulang.foundation.policy.registry import Grants
from pulang.foundation.policy.rules import Clause, Rule


class AuditPermission(StrEnum):
    AUDIT_READ = "audit.read"


P = AuditPermission
READER = frozenset({P.AUDIT_READ})

GRANTS = Grants(
    app="audit",
    permissions=AuditPermission,
    by_role={"data-protection-officer": READER, "inspector": READER},
    title=_("Audit"),
    words={P.AUDIT_READ: _("Read who did what and when, without any content, and check that nothing was altered")},
)

RULES = (
    Rule(
        Event,
        P.AUDIT_READ,
        (Clause("everywhere", _("You read the audit of this installation."), everywhere(P.AUDIT_READ)),),
    ),
)
