"""Nominating people for a delivery, and deciding who gets a place. Software counts places; people decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.actions import make_contact
from pulang.common.accounts.actions.people import ContactDetails
from pulang.common.accounts.models import Contact, Organisation
from pulang.common.learning.actions.planning import let_in, locked
from pulang.common.learning.models import Decision, Delivery, Enrolment
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries.deliveries import facts
from pulang.common.learning.queries.participants import may_withdraw
from pulang.common.learning.rules.delivering import SETTLED, why_no_nomination
from pulang.foundation.events.record import action, record, unchanged
from pulang.foundation.policy.rules import Refused, allows, demand
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock

ALREADY = _("This person is nominated for this delivery already.")
DECLINED = _("This person was declined for this delivery.")
TEACHES = _("This person teaches at the delivery, so they cannot take part in it.")
NOMINATED = ("organisation", "nominated_at", "nominated_by", "decision", "decided_at", "decided_by", "reason")
NO_PLACE_LEFT = _("There are not so many places. Put somebody on the waiting list, or give the delivery more places.")
NO_REASON = _("Say why somebody is declined.")
LEFT = _("This person has left the service.")


@dataclass(frozen=True)
class Decided:
    """What was decided about one nomination."""

    enrolment: UUID
    decision: Decision
    reason: str = ""


@action
def nominate(*, by: Viewer, delivery: Delivery, contact: Contact) -> Enrolment:
    """Nominate somebody of an organisation for which ``by`` answers. Whoever withdrew can be nominated again."""
    row = _demand_nominator(by, delivery, contact.organisation)
    known = row.enrolments.filter(contact=contact).first()
    _demand_free(contact, known, teaches=row.trainers.filter(contact=contact).exists())
    enrolment = _nominated(by, row, contact, known)
    enrolment.save()
    let_in(by, row, contact)
    _told(by, enrolment)
    return enrolment


@action
def nominate_many(*, by: Viewer, delivery: Delivery, organisation: Organisation, contacts: Sequence[Contact]) -> None:
    """Nominate people whom ``queries.participants.candidates`` gave to ``by``, or who were made at ``organisation``.

    All of them or none; ``Refused`` as by :func:`nominate`.
    """
    row = _demand_nominator(by, delivery, organisation)
    known = {each.contact_id: each for each in row.enrolments.filter(contact__in=contacts)}
    teaching = set(row.trainers.values_list("contact_id", flat=True))
    for contact in contacts:
        _demand_free(contact, known.get(contact.pk), teaches=contact.pk in teaching)
    enrolments = [_nominated(by, row, contact, known.get(contact.pk)) for contact in contacts]
    Enrolment.objects.bulk_create(each for each in enrolments if each.contact_id not in known)
    Enrolment.objects.bulk_update([each for each in enrolments if each.contact_id in known], NOMINATED)
    for contact, enrolment in zip(contacts, enrolments, strict=True):
        let_in(by, row, contact)
        _told(by, enrolment)


def _demand_free(contact: Contact, known: Enrolment | None, *, teaches: bool) -> None:
    """``Refused`` where somebody has left, teaches here, or is nominated or declined already."""
    if contact.left_on is not None:
        raise Refused(LEFT)
    if teaches:
        raise Refused(TEACHES)
    if known is not None and known.decision != Decision.WITHDRAWN:
        raise Refused(DECLINED if known.decision == Decision.DECLINED else ALREADY)


def _nominated(by: Viewer, row: Delivery, contact: Contact, known: Enrolment | None) -> Enrolment:
    enrolment = known or Enrolment(delivery=row, contact=contact)
    enrolment.organisation = contact.organisation
    enrolment.nominated_at, enrolment.nominated_by_id = clock.now(), _author(by)
    enrolment.decision, enrolment.decided_at, enrolment.decided_by, enrolment.reason = "", None, None, ""
    return enrolment


def _told(by: Viewer, enrolment: Enrolment) -> None:
    after = {"organisation": enrolment.organisation.key}
    _record("nomination.made", by, enrolment, P.DELIVERY_NOMINATE, after=after)


@action
def nominate_new(*, by: Viewer, delivery: Delivery, organisation: Organisation, details: ContactDetails) -> Enrolment:
    """Nominate somebody who is not in the directory yet: a contact without an account is made with it."""
    _demand_nominator(by, delivery, organisation)
    contact = make_contact(by=by, organisation=organisation, details=details)
    return nominate(by=by, delivery=delivery, contact=contact)


@action
def decide(*, by: Viewer, delivery: Delivery, decisions: Sequence[Decided]) -> None:
    """Accept people, put them on the waiting list or decline them; all of it or, with too few places, nothing."""
    demand(by, P.DELIVERY_DECIDE, delivery, seen_by=P.DELIVERY_STAGE)
    row = locked(delivery)
    _demand_unsettled(row)
    rows = {each.pk: each for each in row.enrolments.filter(pk__in=[each.enrolment for each in decisions])}
    made = [(rows[each.enrolment], each) for each in decisions if each.enrolment in rows]
    changes = [(enrolment, each) for enrolment, each in made if enrolment.decision != each.decision]
    if not changes:
        unchanged()
        return
    for enrolment, each in changes:
        _decide(by, enrolment, each)
    if row.enrolments.filter(decision=Decision.ACCEPTED).count() > row.places:
        raise Refused(NO_PLACE_LEFT)


@action
def withdraw(*, by: Viewer, enrolment: Enrolment, reason: str) -> None:
    """Take a nomination back, by whoever answers for the person or decides about places; a place becomes free."""
    _demand_withdrawer(by, enrolment)
    _demand_unsettled(locked(enrolment.delivery))
    before = {"decision": enrolment.decision}
    enrolment.decision, enrolment.reason = Decision.WITHDRAWN, reason
    enrolment.decided_at, enrolment.decided_by_id = clock.now(), _author(by)
    enrolment.save()
    enrolment.attendance.all().delete()
    _record("nomination.withdrawn", by, enrolment, P.DELIVERY_NOMINATE, before=before, reason=reason)


def _demand_withdrawer(by: Viewer, enrolment: Enrolment) -> None:
    if not may_withdraw(by, enrolment):
        demand(by, P.DELIVERY_DECIDE, enrolment.delivery, seen_by=P.DELIVERY_STAGE)


def _decide(by: Viewer, enrolment: Enrolment, decided: Decided) -> None:
    if decided.decision == Decision.DECLINED and not decided.reason:
        raise Refused(NO_REASON)
    before = {"decision": enrolment.decision}
    enrolment.decision, enrolment.reason = decided.decision.value, decided.reason
    enrolment.decided_at, enrolment.decided_by_id = clock.now(), _author(by)
    enrolment.save()
    after = {"decision": enrolment.decision}
    _record("nomination.decided", by, enrolment, P.DELIVERY_DECIDE, before=before, after=after, reason=decided.reason)


def _demand_nominator(by: Viewer, delivery: Delivery, organisation: Organisation) -> Delivery:
    demand(by, P.DELIVERY_NOMINATE, delivery, seen_by=P.DELIVERY_STAGE)
    demand(by, P.DELIVERY_NOMINATE, organisation, seen_by=P.DELIVERY_NOMINATE)
    row = locked(delivery)
    why = why_no_nomination(facts(row), clock.today(), plans=allows(by, P.DELIVERY_PLAN, row))
    if why is not None:
        raise Refused(why)
    return row


def _demand_unsettled(row: Delivery) -> None:
    if row.closed_at is not None or row.cancelled_at is not None:
        raise Refused(SETTLED)


def _author(by: Viewer) -> UUID:
    assert by.user_id is not None, "people nominate and decide, commands do not"
    return by.user_id


def _record(verb: str, by: Viewer, enrolment: Enrolment, permission: str, **values: Any) -> None:
    """Sealed with the key of the person whom it speaks of."""
    record(
        verb,
        by=by,
        about=enrolment,
        organisation_id=enrolment.organisation_id,
        subject_id=enrolment.contact_id,
        permission=permission,
        **values,
    )
