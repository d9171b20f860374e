"""Certifying trainers, ending a certification, and writing down that somebody was observed while teaching."""

from datetime import date
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Contact
from pulang.common.learning.models import Course, Delivery, TeachingObserved, TrainerCertification
from pulang.common.learning.models.trainers import Verdict
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries.trainers import counted
from pulang.common.learning.rules.trainers import Level, lacking, last_day
from pulang.foundation.events.record import action, record
from pulang.foundation.policy.rules import Refused, demand, visible
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock

LACKS = _("Something is still lacking. Say why it may be certified all the same, or wait.")
ONESELF = _("Somebody else must certify you.")
KNOWN = _("This person is certified for that course and level at that time already.")
ENDED = _("This certification has ended already.")
NOT_THERE = _("This person does not teach at the delivery.")
OBSERVES_ONESELF = _("Somebody else must observe you.")
AHEAD = _("This day lies outside the delivery, or ahead.")


@action
def certify_trainer(
    *, by: Viewer, contact: Contact, course: Course, level: Level, starts_on: date, waived: str = ""
) -> TrainerCertification:
    """Certify somebody to teach a course. ``Refused`` while something is lacking, unless ``waived`` says why.

    ``Http404`` for somebody whom ``by`` may not certify.
    """
    person = demand_trainee(by, contact)
    if contact.pk == by.contact_id:
        raise Refused(ONESELF)
    if lacking(level, counted(person, course)) and not waived:
        raise Refused(LACKS)
    until = last_day(level, starts_on)
    known = TrainerCertification.objects.select_for_update().filter(contact=person, course=course, level=level)
    if known.filter(starts_on__lte=starts_on, until__gte=until, ended_on__isnull=True).exists():
        raise Refused(KNOWN)
    row = TrainerCertification.objects.create(
        contact=person,
        course=course,
        level=level.value,
        starts_on=starts_on,
        until=until,
        waived=waived,
        given_at=clock.now(),
        given_by_id=_author(by),
    )
    after = {"contact": str(person.pk), "course": course.key, "level": level.value, "until": until.isoformat()}
    _record("trainer.certified", by, row, after=after, reason=waived)
    return row


@action
def end_certification(*, by: Viewer, certification: TrainerCertification, reason: str) -> None:
    """Somebody is not certified any more from today on."""
    demand(by, P.TRAINER_CERTIFY, certification, seen_by=P.TRAINER_VIEW)
    row = TrainerCertification.objects.select_for_update().get(pk=certification.pk)
    if row.ended_on is not None or row.until < clock.today():
        raise Refused(ENDED)
    row.ended_on, row.ended_by_id, row.ended_why = clock.today(), _author(by), reason
    row.save(update_fields=["ended_on", "ended_by", "ended_why"])
    _record("trainer.ended", by, row, after={"contact": str(row.contact_id)}, reason=reason)


@action
def record_observation(
    *, by: Viewer, contact: Contact, delivery: Delivery, seen_on: date, verdict: Verdict, said: str
) -> TeachingObserved:
    """Somebody was seen teaching at a delivery. Whoever certifies writes it, or who was assigned there to observe."""
    demand_trainee(by, contact)
    if contact.pk == by.contact_id:
        raise Refused(OBSERVES_ONESELF)
    if not delivery.trainers.filter(contact=contact).exists():
        raise Refused(NOT_THERE)
    if not delivery.starts_on <= seen_on <= min(delivery.ends_on, clock.today()):
        raise Refused(AHEAD)
    row = TeachingObserved.objects.create(
        contact=contact,
        delivery=delivery,
        seen_on=seen_on,
        verdict=verdict.value,
        said=said,
        recorded_at=clock.now(),
        recorded_by_id=_author(by),
    )
    after = {"contact": str(contact.pk), "delivery": str(delivery.pk), "verdict": verdict.value}
    _record("teaching.observed", by, row, after=after)
    return row


def demand_trainee(by: Viewer, contact: Contact) -> Contact:
    """Somebody whom the viewer certifies: a contact in reach; else ``Http404``."""
    found = visible(by, P.TRAINER_CERTIFY, Contact.objects.all()).filter(pk=contact.pk).first()
    if found is None:
        raise Http404
    return Contact.objects.select_for_update().select_related("organisation").get(pk=found.pk)


def _author(by: Viewer) -> UUID:
    assert by.user_id is not None, "people certify trainers, commands do not"
    return by.user_id


def _record(
    verb: str,
    by: Viewer,
    row: TrainerCertification | TeachingObserved,
    *,
    after: dict[str, str],
    reason: str = "",
) -> None:
    place = row.contact.organisation_id
    subject = row.contact_id
    record(
        verb, by=by, about=row, organisation_id=place, subject_id=subject, permission=P.TRAINER_CERTIFY,
        after=after, reason=reason,
    )  # fmt: skip
