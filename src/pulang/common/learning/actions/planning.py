"""Planning a delivery: what is taught when and where, its trainers, opening, cancelling and closing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Contact, Organisation, User
from pulang.common.learning.models import (
    CourseVersion,
    Decision,
    Delivery,
    DeliverySession,
    DeliveryTrainer,
    EditionVersion,
    TrainerPart,
)
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries.deliveries import to_settle
from pulang.common.learning.queries.participants import may_be_trainer
from pulang.common.learning.queries.taught import what_is_taught
from pulang.common.learning.queries.trainers import certified_on
from pulang.common.marking.actions import mark, narrow, widen
from pulang.common.marking.models import Marking
from pulang.foundation.events.record import action, record, unchanged
from pulang.foundation.policy.rules import Refused, demand
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock
from pulang.kernel.tlp import Label

# Who must be involved where no country holds the delivery.
BEYOND = ("corrections-focal-point", "host-coordinator")
NOT_RELEASED = _("Only a released version of a course can be delivered.")
WRONG_DATES = _("The last day lies before the first.")
NO_PLACE = _("Say where it is held: choose an organisation or write the place.")
FEWER_PLACES = _("More people have a place already. Give at least as many places as there are.")
OVER = _("The delivery is closed or cancelled and does not change any more.")
PARTICIPATES = _("This person is nominated for the delivery, so they cannot teach it.")
NOT_CERTIFIED = _(
    "This person is not certified to teach this course there on every day of the delivery. "
    "Assign a certified trainer, or this person as a trainee beside one."
)
UNSETTLED = _("Write down who was at each session, or say why it was not held. Then close the delivery.")
ROOM_OPEN = _("A classroom of this delivery is still open. Close it first.")
TOO_EARLY = _("The delivery has not ended yet.")
OUTSIDE = _("A session must begin on one of the days of the delivery.")


@dataclass(frozen=True)
class DeliveryDetails:
    """Where and when a delivery is held, in which language, for how many. ``venue`` or ``venue_text`` is needed."""

    starts_on: date
    ends_on: date
    places: int
    language: str
    venue: Organisation | None = None
    venue_text: str = ""


@action
def plan_delivery(
    *,
    by: Viewer,
    version: CourseVersion,
    cut: str,
    organisation: Organisation,
    details: DeliveryDetails,
    edition: EditionVersion | None = None,
    self_study: bool = False,
) -> Delivery:
    """A delivery of a released course or ``edition``, or of a shorter form (``cut``), by an organisation of ``by``."""
    demand(by, P.DELIVERY_PLAN, organisation, seen_by=P.DELIVERY_PLAN)
    assert by.user_id is not None, "people plan deliveries, commands do not"
    if version.released_at is None or (edition is not None and edition.released_at is None):
        raise Refused(NOT_RELEASED)
    assert edition is None or edition.base_id == version.pk, "an edition is taught over its own master"
    _demand_sense(details)
    delivery = Delivery.objects.create(
        course_version=version,
        edition_version=edition,
        cut=cut,
        self_study=self_study,
        organisation=organisation,
        marking=_marking(organisation),
        made_at=clock.now(),
        made_by_id=by.user_id,
        **_columns(details),
    )
    _sessions(by, delivery)
    after = {"course": str(edition or version), "cut": cut, "self_study": self_study, **_told(details)}
    _record("delivery.planned", by, delivery, after=after)
    return delivery


def _sessions(by: Viewer, row: Delivery) -> None:
    """What is taught, in order; for self-study it stands open, and so it is held."""
    course = what_is_taught(row.course_version, row.cut, row.edition_version)
    held: dict[str, Any] = {"held_at": row.made_at, "held_by_id": by.user_id} if row.self_study else {}
    DeliverySession.objects.bulk_create(
        DeliverySession(delivery=row, module=module, key=session.key, position=place, minutes=session.minutes, **held)
        for place, (module, session) in enumerate(
            (module.key, session) for module in course.modules for session in module.sessions
        )
    )


@action
def change_delivery(*, by: Viewer, delivery: Delivery, details: DeliveryDetails) -> None:
    """Other days, another place, language or number of places; never fewer places than people who have one."""
    row = _locked(by, delivery, P.DELIVERY_PLAN)
    _demand_sense(details)
    if details.places < row.enrolments.filter(decision=Decision.ACCEPTED).count():
        raise Refused(FEWER_PLACES)
    before = _told(details_of(row))
    for name, value in _columns(details).items():
        setattr(row, name, value)
    row.save()
    timed = row.sessions.filter(starts_at__isnull=False)
    lost = [each.pk for each in timed if not _is_within(row, each.starts_at)]
    row.sessions.filter(pk__in=lost).update(starts_at=None)
    _record("delivery.changed", by, row, before=before, after=_told(details))


@action
def set_times(*, by: Viewer, delivery: Delivery, times: Mapping[UUID, datetime | None]) -> None:
    """When each session begins; ``None`` leaves it open. ``Refused`` for a time outside the delivery's days."""
    row = _locked(by, delivery, P.DELIVERY_PLAN)
    changed = {}
    for session in row.sessions.filter(pk__in=times):
        moment = times[session.pk]
        if moment is not None and not _is_within(row, moment):
            raise Refused(OUTSIDE)
        if moment != session.starts_at:
            session.starts_at = moment
            session.save(update_fields=["starts_at"])
            changed[str(session)] = moment.isoformat() if moment else None
    if not changed:
        unchanged()
        return
    _record("delivery.timed", by, row, after=changed)


@action
def assign_trainer(*, by: Viewer, delivery: Delivery, contact: Contact, part: TrainerPart) -> None:
    """Let somebody teach at a delivery, or watch; a second call changes the part. ``Http404`` for who is not seen."""
    row = _locked(by, delivery, P.DELIVERY_PLAN)
    if not may_be_trainer(by, contact):
        raise Http404
    if row.enrolments.filter(contact=contact).exclude(decision__in=[Decision.DECLINED, Decision.WITHDRAWN]).exists():
        raise Refused(PARTICIPATES)
    if part in (TrainerPart.LEAD, TrainerPart.CO) and not certified_on(contact, row):
        raise Refused(NOT_CERTIFIED)
    known = row.trainers.filter(contact=contact).first()
    assigned = known or DeliveryTrainer(delivery=row, contact=contact)
    before = {"part": known.part} if known else None
    assigned.part, assigned.assigned_at, assigned.assigned_by_id = part.value, clock.now(), _author(by)
    assigned.save()
    let_in(by, row, contact)
    _record("trainer.assigned", by, row, before=before, after={"contact": str(contact.pk), "part": part.value})


@action
def remove_trainer(*, by: Viewer, delivery: Delivery, contact: Contact) -> None:
    """Somebody does not teach at a delivery after all."""
    row = _locked(by, delivery, P.DELIVERY_PLAN)
    found = row.trainers.filter(contact=contact).first()
    if found is None:
        unchanged()
        return
    before = {"contact": str(contact.pk), "part": found.part}
    found.delete()
    let_out(by, row, contact)
    _record("trainer.removed", by, row, before=before)


@action
def open_nominations(*, by: Viewer, delivery: Delivery) -> None:
    """Let organisations nominate their people."""
    row = _locked(by, delivery, P.DELIVERY_PLAN)
    if row.opened_at is not None:
        unchanged()
        return
    row.opened_at, row.opened_by_id = clock.now(), _author(by)
    row.save(update_fields=["opened_at", "opened_by"])
    _record("delivery.opened", by, row)


@action
def cancel_delivery(*, by: Viewer, delivery: Delivery, reason: str) -> None:
    """It is not held; everybody who sees it reads why."""
    row = _locked(by, delivery, P.DELIVERY_PLAN)
    _demand_no_room(row)
    row.cancelled_at, row.cancelled_by_id, row.cancelled_why = clock.now(), _author(by), reason
    row.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_why"])
    _record("delivery.cancelled", by, row, reason=reason)


@action
def close_delivery(*, by: Viewer, delivery: Delivery) -> None:
    """Who was there is final from now on. ``Refused`` before its end, and while a session is not settled."""
    row = _locked(by, delivery, P.DELIVERY_PLAN)
    if clock.today() < row.ends_on:
        raise Refused(TOO_EARLY)
    if to_settle(row).exists():
        raise Refused(UNSETTLED)
    _demand_no_room(row)
    row.closed_at, row.closed_by_id = clock.now(), _author(by)
    row.save(update_fields=["closed_at", "closed_by"])
    _record("delivery.closed", by, row)


def locked(delivery: Delivery) -> Delivery:
    """The delivery as it is now, for the one who writes."""
    rows = Delivery.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("organisation", "marking").get(pk=delivery.pk)


def let_in(by: Viewer, delivery: Delivery, contact: Contact) -> None:
    """Somebody from elsewhere who teaches or is taught here is a recipient from now on."""
    user = _from_elsewhere(delivery, contact)
    if user is not None:
        owner = delivery.organisation_id
        widen(by=by, marking=delivery.marking, owner_id=owner, reason=str(delivery), people=[user.pk])


def let_out(by: Viewer, delivery: Delivery, contact: Contact) -> None:
    """Somebody from elsewhere has nothing to do with it any more."""
    user = _from_elsewhere(delivery, contact)
    if user is not None:
        narrow(by=by, marking=delivery.marking, owner_id=delivery.organisation_id, person=user.pk)


def _from_elsewhere(delivery: Delivery, contact: Contact) -> User | None:
    """The account of somebody whom the delivery's own audience does not hold."""
    home, there = delivery.organisation.country_id, contact.organisation.country_id
    if home is not None and home == there:
        return None
    user: User | None = getattr(contact, "user", None)
    return user


def details_of(row: Delivery) -> DeliveryDetails:
    """What of a delivery can be changed."""
    return DeliveryDetails(row.starts_on, row.ends_on, row.places, row.language, row.venue, row.venue_text)


def _locked(by: Viewer, delivery: Delivery, permission: str) -> Delivery:
    demand(by, permission, delivery, seen_by=P.DELIVERY_STAGE)
    row = locked(delivery)
    if row.closed_at is not None or row.cancelled_at is not None:
        raise Refused(OVER)
    return row


def _author(by: Viewer) -> UUID:
    assert by.user_id is not None, "people plan deliveries, commands do not"
    return by.user_id


def _marking(organisation: Organisation) -> Marking:
    """For its country, where names stay; for the offices that send people where no country holds it."""
    country = organisation.country_id
    return mark(Label.AMBER, [country]) if country else mark(Label.AMBER, [organisation.pk], offices=BEYOND)


def _demand_no_room(row: Delivery) -> None:
    """Nobody goes on answering in a delivery that is over."""
    if row.sessions.filter(rooms__isnull=False, rooms__closed_at__isnull=True).exists():
        raise Refused(ROOM_OPEN)


def _demand_sense(details: DeliveryDetails) -> None:
    if details.ends_on < details.starts_on:
        raise Refused(WRONG_DATES)
    if details.venue is None and not details.venue_text:
        raise Refused(NO_PLACE)


def _is_within(row: Delivery, moment: datetime | None) -> bool:
    return moment is not None and row.starts_on <= timezone.localdate(moment) <= row.ends_on


def _columns(details: DeliveryDetails) -> dict[str, Any]:
    names = ("starts_on", "ends_on", "places", "language", "venue", "venue_text")
    return {name: getattr(details, name) for name in names}


def _told(details: DeliveryDetails) -> dict[str, object]:
    told = {**_columns(details), "venue": details.venue.key if details.venue else None}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in told.items()}


def _record(verb: str, by: Viewer, row: Delivery, **values: Any) -> None:
    record(verb, by=by, about=row, organisation_id=row.organisation_id, permission=P.DELIVERY_PLAN, **values)
