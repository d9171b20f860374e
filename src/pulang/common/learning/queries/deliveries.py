"""Deliveries as a viewer may know of them: the list, one of them, its facts and its sessions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Organisation
from pulang.common.learning.models import Decision, Delivery, DeliverySession, Enrolment
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries.taught import courses_delivered, of_course
from pulang.common.learning.rules.delivering import DeliveryState, Facts, delivery_state
from pulang.common.marking.queries import shown
from pulang.foundation.pages import Order
from pulang.foundation.policy.rules import allowed, get, visible
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock

ORDERS: Sequence[Order] = (
    Order("latest", _("Latest first"), ("-starts_on", "-id")),
    Order("earliest", _("Earliest first"), ("starts_on", "id")),
)
OVER = Q(closed_at__isnull=False) | Q(cancelled_at__isnull=False)
SETTLED = Q(held_at__isnull=False) | Q(missed_at__isnull=False)
# How the list is narrowed by time, as one condition each; a full one still lies ahead.
SHOWS: Mapping[str, Callable[[date], Q]] = {
    "ahead": lambda today: ~OVER & Q(starts_on__gt=today),
    "running": lambda today: ~OVER & Q(starts_on__lte=today, ends_on__gte=today),
    "to-close": lambda today: ~OVER & Q(ends_on__lt=today),
    "closed": lambda today: Q(closed_at__isnull=False),
    "cancelled": lambda today: Q(cancelled_at__isnull=False),
}
ABOUT = (
    P.DELIVERY_VIEW, P.DELIVERY_PLAN, P.DELIVERY_DECIDE, P.DELIVERY_HOLD, P.DELIVERY_NOMINATE, P.ROOM_PHONES,
)  # fmt: skip
BESIDE = ("organisation__country", "marking", "course_version__course", "edition_version__edition")
NOT_READ = ("course_version__pack", "course_version__sheet")


def deliveries(viewer: Viewer, permission: str = P.DELIVERY_STAGE) -> QuerySet[Delivery]:
    """Deliveries on which the viewer holds the permission; those that the viewer may know of, without another."""
    return visible(viewer, permission, Delivery.objects.select_related(*BESIDE, "venue").defer(*NOT_READ))


def asked(viewer: Viewer, *, show: str = "", course: str = "", year: str = "") -> QuerySet[Delivery]:
    """Those of them that the filters of the list leave; what cannot be answered asks for nothing."""
    rows = deliveries(viewer)
    if show in SHOWS:
        rows = rows.filter(SHOWS[show](clock.today()))
    if course:
        rows = of_course(rows, course)
    if year.isdecimal() and len(year) == len("2027"):
        rows = rows.filter(starts_on__year=int(year))
    return rows


def years(viewer: Viewer) -> list[int]:
    """The years in which deliveries begin, the latest first."""
    found = visible(viewer, P.DELIVERY_STAGE, Delivery.objects.all()).order_by()
    years = found.annotate(year=ExtractYear("starts_on")).values_list("year", flat=True)
    return sorted(years.distinct(), reverse=True)


def courses_taught(viewer: Viewer) -> list[str]:
    """The keys of the courses that are delivered."""
    found = visible(viewer, P.DELIVERY_STAGE, Delivery.objects.all())
    return sorted(str(key) for (key,) in courses_delivered(found))


def delivery(viewer: Viewer, pk: UUID, permission: str = P.DELIVERY_STAGE) -> Delivery:
    """One delivery on which the viewer holds the permission, through the gate, or ``Http404``.

    That there is one (``P.DELIVERY_STAGE``) is no content, so it asks for no marking.
    """
    row = get(viewer, permission, deliveries(viewer, permission), pk=pk)
    if permission != P.DELIVERY_STAGE and not shown(viewer, [row]):
        raise Http404
    return row


def held(viewer: Viewer, row: Delivery) -> frozenset[str]:
    """What the viewer may do with a delivery. Whatever the gate keeps back is nobody's."""
    found = allowed(viewer, ABOUT, row)
    return found if found and shown(viewer, [row]) else frozenset()


def facts_of(rows: Iterable[Delivery]) -> dict[UUID, Facts]:
    """What is known of each delivery. Two queries for all of them."""
    deliveries = list(rows)
    keys = [row.pk for row in deliveries]
    decided = _decided(keys) if keys else {}
    sessions = {pk: counts for pk, *counts in _sessions(keys)} if keys else {}
    return {row.pk: _facts(row, decided, sessions.get(row.pk, [0, 0])) for row in deliveries}


def _facts(row: Delivery, decided: Mapping[tuple[UUID, str], int], sessions: Sequence[int]) -> Facts:
    return Facts(
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        places=row.places,
        accepted=decided.get((row.pk, Decision.ACCEPTED), 0),
        waiting=decided.get((row.pk, Decision.WAITING), 0),
        undecided=decided.get((row.pk, ""), 0),
        sessions=sessions[0],
        settled=sessions[1],
        opened=row.opened_at is not None,
        cancelled=row.cancelled_at is not None,
        closed=row.closed_at is not None,
    )


def _decided(keys: Sequence[UUID]) -> dict[tuple[UUID, str], int]:
    rows = Enrolment.objects.filter(delivery__in=keys).order_by().values_list("delivery_id", "decision")
    return {(pk, decision): count for pk, decision, count in rows.annotate(count=Count("pk"))}


def _sessions(keys: Sequence[UUID]) -> list[tuple[UUID, int, int]]:
    rows = DeliverySession.objects.filter(delivery__in=keys).order_by().values_list("delivery_id")
    return list(rows.annotate(count=Count("pk"), settled=Count("pk", filter=SETTLED)))


def facts(row: Delivery) -> Facts:
    """What is known of one delivery."""
    return facts_of([row])[row.pk]


def state_of(row: Delivery) -> DeliveryState:
    """Where a delivery stands today."""
    return delivery_state(facts(row), clock.today())


def sessions_of(row: Delivery) -> list[DeliverySession]:
    """Its sessions in their order, with how many were present."""
    present = Count("attendance", filter=Q(attendance__was="present"))
    return list(row.sessions.annotate(present=present).order_by("position"))


def session_of(row: Delivery, pk: UUID) -> DeliverySession | None:
    """One session of the delivery."""
    return row.sessions.filter(pk=pk).first()


def held_session(viewer: Viewer, pk: UUID, session: UUID) -> tuple[Delivery, DeliverySession]:
    """A session of a delivery that the viewer holds and that was not cancelled, or ``Http404``."""
    row = delivery(viewer, pk, P.DELIVERY_HOLD)
    found = session_of(row, session)
    if found is None or row.cancelled_at is not None:
        raise Http404
    found.delivery = row
    return row, found


def to_settle(row: Delivery) -> QuerySet[DeliverySession]:
    """Its sessions that were neither held nor said not to be held."""
    return row.sessions.exclude(SETTLED).order_by("position")


def planning_places(viewer: Viewer) -> QuerySet[Organisation]:
    """Open organisations for which the viewer plans deliveries, by name."""
    rows = visible(viewer, P.DELIVERY_PLAN, Organisation.objects.filter(closed_on__isnull=True))
    return rows.order_by("sort_key", "id")


def nominating_places(viewer: Viewer) -> QuerySet[Organisation]:
    """Open organisations whose people the viewer nominates, by name."""
    rows = visible(viewer, P.DELIVERY_NOMINATE, Organisation.objects.filter(closed_on__isnull=True))
    return rows.order_by("sort_key", "id")


def next_sessions(row: Delivery) -> QuerySet[DeliverySession]:
    """Sessions that are still to come, the next first; those without a time last."""
    return row.sessions.exclude(SETTLED).order_by(F("starts_at").asc(nulls_last=True), "position")
