"""Erasing everything that belongs to an organisation: asked for by its owner, carried out by an administrator."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Organisation
from pulang.common.exchange import rules
from pulang.common.exchange.models import Erasure
from pulang.common.exchange.permissions import ExchangePermission as P
from pulang.common.exchange.queries import open_erasure, places_of, state_of
from pulang.common.marking.models import Marking
from pulang.foundation.events import keys
from pulang.foundation.events.record import action, record
from pulang.foundation.holdings import Holding, Places, holdings
from pulang.foundation.policy.rules import Refused, demand
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock

ASKED = _("Its erasure has been asked for already.")
TOO_EARLY = _("It can be carried out from {day} on, so that there is time to stop it.")
NOT_OPEN = _("This request is not open any more.")
BOTH = _("Whoever asked for it does not carry it out. Another administrator does.")
OWN = _("You would erase the organisation in which you administer this installation.")


@action
def ask_erasure(*, by: Viewer, organisation: Organisation, reason: str) -> Erasure:
    """Ask that everything the organisation, and all below it, has here is erased. Raises ``Refused`` a second time."""
    demand(by, P.ERASURE_ASK, organisation, seen_by=P.ERASURE_ASK)
    assert by.user_id is not None, "erasures are asked for by people"
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if open_erasure(organisation) is not None:
        raise Refused(ASKED)
    row = Erasure(organisation=organisation, asked_at=clock.now(), asked_by_id=by.user_id)
    row.reason = reason
    row.not_before = clock.today() + rules.WAIT
    row.save(force_insert=True)
    record("erasure.asked", **_about(by, row, P.ERASURE_ASK), reason=reason)
    return row


@action
def withdraw_erasure(*, by: Viewer, erasure: Erasure) -> None:
    """Whoever could ask for it, or the administrator, stops it. Raises ``Refused`` when it is not open."""
    _demand_either(by, erasure)
    row = _locked(erasure)
    row.withdrawn_at, row.withdrawn_by_id = clock.now(), by.user_id
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record("erasure.withdrawn", **_about(by, row, P.ERASURE_ASK))


@action
def carry_out_erasure(*, by: Viewer, erasure: Erasure) -> int:
    """Erase: rows, search, files and keys; how many rows went. It cannot be undone, also not by a restore.

    Raises ``Refused`` too early, for whoever asked, and where the administrator's own organisation is meant.
    """
    demand(by, P.ERASURE_CARRY_OUT, erasure, seen_by=P.ERASURE_CARRY_OUT)
    row = _locked(erasure)
    if state_of(row) is not rules.ErasureState.READY:
        raise Refused(TOO_EARLY.format(day=row.not_before))
    if row.asked_by_id == by.user_id:
        raise Refused(BOTH)
    places = places_of(row.organisation)
    if {grant.organisation_id for grant in by.grants_for(P.ERASURE_CARRY_OUT)} & places:
        raise Refused(OWN)
    keys.destroy(row.organisation_id, what="organisation")
    row.rows = _erase(places)
    row.done_at, row.done_by_id = clock.now(), by.user_id
    row.save(update_fields=["rows", "done_at", "done_by"])
    record("organisation.erased", **_about(by, row, P.ERASURE_CARRY_OUT), after={"rows": row.rows})
    return row.rows


def erase_again(organisation_id: UUID) -> None:
    """After an older state was restored: erase what an erasure had removed. Nothing is recorded: the ledger has it."""
    organisation = Organisation.objects.filter(pk=organisation_id).first()
    if organisation is not None:
        _erase(places_of(organisation))


def _erase(places: Places) -> int:
    """Children before parents; the keys of all that is spoken of, and the markings that nothing carries any more."""
    total = 0
    subjects, markings = set(places), set()
    found = [(each, each.rows(places)) for each in reversed(holdings()) if each.erase is not None]
    for holding, rows in found:
        total += rows.count()
        subjects |= {pk for pk in rows.values_list("pk", flat=True) if isinstance(pk, UUID)}
        markings |= _markings(holding, places)
    for holding, rows in found:
        assert holding.erase is not None
        holding.erase(rows)
    for subject in sorted(subjects):
        keys.destroy(subject)
    Marking.objects.filter(pk__in=markings).delete()
    return total


def _markings(holding: Holding, places: Places) -> set[UUID]:
    """The markings that rows carry themselves."""
    if holding.marking != "marking":
        return set()
    return set(holding.rows(places).values_list("marking_id", flat=True))


def _locked(erasure: Erasure) -> Erasure:
    row = Erasure.objects.select_for_update(no_key=True).select_related("organisation").get(pk=erasure.pk)
    if row.withdrawn_at or row.done_at:
        raise Refused(NOT_OPEN)
    return row


def _demand_either(by: Viewer, erasure: Erasure) -> None:
    if not by.may(P.ERASURE_CARRY_OUT):
        demand(by, P.ERASURE_ASK, erasure, seen_by=P.ERASURE_ASK)


def _about(by: Viewer, row: Erasure, permission: str) -> dict[str, Any]:
    return {"by": by, "about": row, "organisation_id": row.organisation_id, "permission": permission}
