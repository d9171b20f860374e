"""What an organisation, with all below it, has here."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Organisation, OrganisationLink
from pulang.common.exchange import rules
from pulang.common.exchange.models import Erasure
from pulang.common.exchange.permissions import ExchangePermission as P
from pulang.foundation.holdings import Places, holdings
from pulang.foundation.pages import Order
from pulang.foundation.policy.rules import rulebook, visible
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock

NEWEST = Order("asked", _("Newest first"), ("-asked_at", "-id"))
ORDERS: Sequence[Order] = (NEWEST,)


@dataclass(frozen=True)
class Line:
    """One table of what is there: in words, how many rows, and whether an erasure removes them."""

    words: Promise
    count: int
    is_erased: bool


def organisations(viewer: Viewer) -> QuerySet[Organisation]:
    """Organisations whose data the viewer may take along."""
    return visible(viewer, P.HOLDINGS_VIEW, Organisation.objects.select_related("country"))


def home(viewer: Viewer) -> Organisation | None:
    """The highest organisation for which the viewer answers."""
    return organisations(viewer).filter(pk__in=_roots(viewer)).order_by("sort_key").first()


def places_of(organisation: Organisation) -> Places:
    """The organisation and all below it."""
    below = OrganisationLink.objects.filter(ancestor=organisation)
    return frozenset(below.values_list("descendant_id", flat=True))


def lines(organisation: Organisation) -> list[Line]:
    """What is there, table by table, empty ones left out. One query for each table."""
    places = places_of(organisation)
    counted = [(each, each.copied(places).count()) for each in holdings() if each.is_copied]
    return [Line(each.words, count, each.erase is not None) for each, count in counted if count]


def erasures(viewer: Viewer) -> QuerySet[Erasure]:
    """Requests to erase that the viewer made possible or carries out."""
    rows = Erasure.objects.select_related("organisation", "asked_by__contact", "done_by__contact")
    asked = rulebook.rule(Erasure, P.ERASURE_ASK).filter(viewer)
    return rows.filter(asked | rulebook.rule(Erasure, P.ERASURE_CARRY_OUT).filter(viewer))


def open_erasure(organisation: Organisation) -> Erasure | None:
    """The request that waits, if there is one."""
    return Erasure.objects.filter(organisation=organisation, withdrawn_at=None, done_at=None).first()


def state_of(erasure: Erasure) -> rules.ErasureState:
    """How far a request has come today."""
    return rules.erasure_state(
        not_before=erasure.not_before,
        is_done=erasure.done_at is not None,
        is_withdrawn=erasure.withdrawn_at is not None,
        today=clock.today(),
    )


def _roots(viewer: Viewer) -> Places:
    return viewer.countries(P.HOLDINGS_VIEW) | viewer.roots(P.HOLDINGS_VIEW)
