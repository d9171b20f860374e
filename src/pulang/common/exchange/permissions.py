"""Who takes a full copy of what an organisation owns, who asks for its erasure, and who carries that out."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Organisation
from pulang.common.accounts.queries import everywhere, of_country, within
from pulang.common.exchange.models import Erasure
from pulang.foundation.policy.registry import Grants
from pulang.foundation.policy.rules import Clause, Rule


class ExchangePermission(StrEnum):
    ERASURE_ASK = "exchange.erasure.ask"
    ERASURE_CARRY_OUT = "exchange.erasure.carry-out"
    HOLDINGS_VIEW = "exchange.holdings.view"


P = ExchangePermission
OWNER = frozenset({P.ERASURE_ASK, P.HOLDINGS_VIEW})

GRANTS = Grants(
    app="exchange",
    permissions=ExchangePermission,
    by_role={
        "governor": OWNER,
        "policy-focal-point": OWNER,
        "system-administrator": frozenset({P.ERASURE_CARRY_OUT}),
    },
    title=_("Own data"),
    words={
        P.ERASURE_ASK: _("Ask that everything the own country or prison has here is erased"),
        P.ERASURE_CARRY_OUT: _("Carry out an erasure that its owner asked for, without seeing what is erased"),
        P.HOLDINGS_VIEW: _("See what the own country or prison has here, and take a full copy of it"),
    },
)


def _owners(permission: str, field: str = "") -> tuple[Clause, ...]:
    place = f"{field}__" if field else ""
    return (
        Clause("country", _("Speaks for its country."), of_country(f"{place}country", permission)),
        Clause("governor", _("Governor of this prison."), within(field or "pk", permission)),
    )


_ADMINISTRATOR = Clause("everywhere", _("Administrator of this installation."), everywhere(P.ERASURE_CARRY_OUT))
RULES = (
    Rule(Organisation, P.HOLDINGS_VIEW, _owners(P.HOLDINGS_VIEW)),
    Rule(Organisation, P.ERASURE_ASK, _owners(P.ERASURE_ASK)),
    Rule(Erasure, P.ERASURE_ASK, _owners(P.ERASURE_ASK, "organisation")),
    Rule(Erasure, P.ERASURE_CARRY_OUT, (_ADMINISTRATOR,)),
)
