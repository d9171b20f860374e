"""Who was at the sessions of a delivery: typed on the screen or from paper, and corrected once it is closed."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from pulang.common.learning.actions.planning import locked
from pulang.common.learning.models import Attendance, Delivery, DeliverySession, Source, Was
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries.participants import accepted, attendance_at
from pulang.foundation.events.record import action, record, unchanged
from pulang.foundation.policy.rules import Refused, demand
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock

CANCELLED = _("The delivery was cancelled, so nobody was there.")
AHEAD = _("The delivery has not begun yet.")
OTHERS = _("Only people who have a place at this delivery can be at its sessions.")
CLOSED = _("The delivery is closed. Say why who was there is corrected.")
HELD = _("Who was at this session is written down already. Correct that, if it was not held.")
Marks = Mapping[UUID, Was]


@action
def record_attendance(
    *, by: Viewer, session: DeliverySession, marks: Marks, source: Source = Source.SCREEN, reason: str = ""
) -> None:
    """Who was at a session, by nomination; the session is held with it. On a closed delivery a correction, with why."""
    row = _demand(by, session.delivery)
    if row.closed_at is not None and not reason:
        raise Refused(CLOSED)
    changed = _write(by, row, session, marks, source)
    if not changed:
        unchanged()
        return
    after = {"session": str(session), "source": source.value, **changed}
    is_closed = row.closed_at is not None
    _record("attendance.corrected" if is_closed else "attendance.recorded", by, row, after=after, reason=reason)


@action
def record_sheet(*, by: Viewer, delivery: Delivery, sheet: Mapping[UUID, Marks]) -> None:
    """A sheet of paper with several sessions: by session, who was there. A closed delivery takes no sheet."""
    row = _demand(by, delivery)
    if row.closed_at is not None:
        raise Refused(CLOSED)
    written = {}
    for session in row.sessions.filter(pk__in=sheet).order_by("position"):
        changed = _write(by, row, session, sheet[session.pk], Source.PAPER)
        if changed:
            written[str(session)] = changed
    if not written:
        unchanged()
        return
    _record("attendance.recorded", by, row, after={"source": Source.PAPER.value, **written})


@action
def miss_session(*, by: Viewer, session: DeliverySession, reason: str) -> None:
    """Say why a session was not held. ``Refused`` once it is written down who was there."""
    row = _demand(by, session.delivery)
    if row.closed_at is not None:
        raise Refused(CLOSED)
    found = row.sessions.get(pk=session.pk)
    if found.held_at is not None:
        raise Refused(HELD)
    found.missed_at, found.missed_by_id, found.missed_why = clock.now(), _author(by), reason
    found.save(update_fields=["missed_at", "missed_by", "missed_why"])
    _record("delivery-session.missed", by, row, after={"session": str(found)}, reason=reason)


def _demand(by: Viewer, delivery: Delivery) -> Delivery:
    demand(by, P.DELIVERY_HOLD, delivery, seen_by=P.DELIVERY_STAGE)
    row = locked(delivery)
    if row.cancelled_at is not None:
        raise Refused(CANCELLED)
    if clock.today() < row.starts_on:
        raise Refused(AHEAD)
    return row


def _write(by: Viewer, row: Delivery, session: DeliverySession, marks: Marks, source: Source) -> Mapping[str, str]:
    """Write what is new about one session; gives what changed, by nomination."""
    here = set(accepted(row).values_list("pk", flat=True))
    if not set(marks) <= here:
        raise Refused(OTHERS)
    stands = {enrolment: was for (_session, enrolment), was in attendance_at([session]).items()}
    changed = {pk: was for pk, was in marks.items() if stands.get(pk) != was}
    Attendance.objects.bulk_create(
        [_attendance(by, session, pk, was, source) for pk, was in changed.items()],
        update_conflicts=True,
        unique_fields=["session", "enrolment"],
        update_fields=["was", "source", "recorded_at", "recorded_by"],
    )
    newly = _hold(by, session)
    return {str(pk): was.value for pk, was in changed.items()} or ({"held": "yes"} if newly else {})


def _attendance(by: Viewer, session: DeliverySession, enrolment: UUID, was: Was, source: Source) -> Attendance:
    return Attendance(
        session=session,
        enrolment_id=enrolment,
        was=was.value,
        source=source.value,
        recorded_at=clock.now(),
        recorded_by_id=_author(by),
    )


def _hold(by: Viewer, session: DeliverySession) -> bool:
    """The session was held, whatever was said before; whether that is new."""
    fresh = DeliverySession.objects.filter(pk=session.pk, held_at__isnull=True)
    return bool(
        fresh.update(held_at=clock.now(), held_by_id=_author(by), missed_at=None, missed_by=None, missed_why="")
    )


def _author(by: Viewer) -> UUID:
    assert by.user_id is not None, "people write down who was there, commands do not"
    return by.user_id


def _record(verb: str, by: Viewer, row: Delivery, *, after: Mapping[str, object], reason: str = "") -> None:
    record(
        verb,
        by=by,
        about=row,
        organisation_id=row.organisation_id,
        permission=P.DELIVERY_HOLD,
        after=after,
        reason=reason,
    )
