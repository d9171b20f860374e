"""Drawing people to be observed at work after a delivery, and writing down what was seen."""

from collections.abc import Mapping
from datetime import date
from random import Random, SystemRandom
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from pulang.common.learning.models import Delivery, Enrolment, WorkObservation
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries.work import drawable, items
from pulang.common.learning.rules.work import is_whole
from pulang.foundation.events.record import action, record
from pulang.foundation.policy.rules import Refused, demand
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock

NOT_CLOSED = _("Close the delivery first: who was there must be known.")
TOO_FEW = _("So many people are not left to draw from.")
PAST = _("This day is past.")
RECORDED = _("This is written down already.")
OUTSIDE = _("This day lies before the end of the delivery, or ahead.")
UNMARKED = _("Say for each thing what you saw.")


@action
def draw_people(
    *, by: Viewer, delivery: Delivery, number: int, due_on: date, lot: Random | None = None
) -> list[WorkObservation]:
    """Draw so many by lot of those who were there and were not drawn yet, to be observed until a day."""
    demand(by, P.DELIVERY_PLAN, delivery, seen_by=P.DELIVERY_STAGE)
    row = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if row.closed_at is None:
        raise Refused(NOT_CLOSED)
    if due_on < clock.today():
        raise Refused(PAST)
    left = list(drawable(row))
    if not 1 <= number <= len(left):
        raise Refused(TOO_FEW)
    drawn = [
        WorkObservation(enrolment=each, drawn_at=clock.now(), drawn_by_id=_author(by), due_on=due_on)
        for each in (lot or SystemRandom()).sample(left, number)
    ]
    WorkObservation.objects.bulk_create(drawn)
    after = {"enrolments": [str(each.enrolment_id) for each in drawn], "due": due_on.isoformat()}
    place = row.organisation_id
    record("work.drawn", by=by, about=row, organisation_id=place, permission=P.DELIVERY_PLAN, after=after)
    return drawn


@action
def record_work(
    *, by: Viewer, observation: WorkObservation, seen_on: date, marks: Mapping[str, str], said: str = ""
) -> None:
    """What was seen at work. The trainee reads it; others see that somebody was observed, and shares of many."""
    row = _open(by, observation)
    delivery = row.enrolment.delivery
    if not delivery.ends_on <= seen_on <= clock.today():
        raise Refused(OUTSIDE)
    if not is_whole([item for item, _said in items(delivery)], marks):
        raise Refused(UNMARKED)
    row.seen_on, row.marks, row.said = seen_on, dict(marks), said
    _record("work.observed", by, row)


@action
def set_work_aside(*, by: Viewer, observation: WorkObservation, reason: str) -> None:
    """Somebody who was drawn could not be observed, and why."""
    row = _open(by, observation)
    row.not_seen_why = reason
    _record("work.not-observed", by, row, reason=reason)


def _open(by: Viewer, observation: WorkObservation) -> WorkObservation:
    demand(by, P.WORK_OBSERVE, observation, seen_by=P.WORK_VIEW)
    rows = WorkObservation.objects.select_for_update(of=("self",)).select_related("enrolment__delivery")
    row = rows.get(pk=observation.pk)
    if row.recorded_at is not None:
        raise Refused(RECORDED)
    return row


def _record(verb: str, by: Viewer, row: WorkObservation, reason: str = "") -> None:
    row.recorded_at, row.recorded_by_id = clock.now(), _author(by)
    row.save(update_fields=["seen_on", "marks", "said", "not_seen_why", "recorded_at", "recorded_by"])
    enrolment: Enrolment = row.enrolment
    record(
        verb, by=by, about=row, organisation_id=enrolment.organisation_id, subject_id=enrolment.contact_id,
        permission=P.WORK_OBSERVE, after={"delivery": str(enrolment.delivery_id)}, reason=reason,
    )  # fmt: skip


def _author(by: Viewer) -> UUID:
    assert by.user_id is not None, "people observe, commands do not"
    return by.user_id
