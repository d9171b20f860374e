"""What deliveries put on Today: places to decide about, sessions to hold and to write down, one's own next session."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pulang.common.learning.models import Decision, Delivery, DeliverySession, Enrolment
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries.deliveries import BESIDE, NOT_READ, OVER, SETTLED, deliveries, facts_of
from pulang.common.learning.queries.study import begun_of, finished_of
from pulang.common.learning.queries.taught import titles_of
from pulang.common.learning.rules.delivering import STATE_WORDS, Facts, State, delivery_state
from pulang.common.marking.queries import shown
from pulang.foundation.policy.rules import visible
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.today import Duty
from pulang.foundation.ui.addresses import address_of
from pulang.foundation.ui.parts import State as Tag
from pulang.foundation.ui.parts import Task
from pulang.kernel import clock

MOST = 20
_OVER_THERE = Q(delivery__closed_at__isnull=False) | Q(delivery__cancelled_at__isnull=False)


def duties(viewer: Viewer) -> list[Duty]:
    """For those who decide, hold and close deliveries, and for whoever takes part in one."""
    if not viewer.may(P.DELIVERY_VIEW):
        return []
    return [*_of_planners(viewer), *_of_trainers(viewer), *_of_participants(viewer), *_of_learners(viewer)]


def _open(viewer: Viewer, permission: str) -> QuerySet[Delivery]:
    return deliveries(viewer, permission).exclude(OVER).order_by("ends_on", "pk")


def _of_planners(viewer: Viewer) -> Iterator[Duty]:
    """Nominations to decide about, places that became free, deliveries to close."""
    if not viewer.may(P.DELIVERY_PLAN):
        return
    rows = shown(viewer, _open(viewer, P.DELIVERY_PLAN)[:MOST])
    facts, titles = facts_of(rows), titles_of(rows, get_language() or "en")
    for row in rows:
        if found := _planner(facts[row.pk]):
            page, words, why = found
            title = words.format(title=titles[row.pk].heading, day=_day(row.starts_on))
            yield _duty(row, facts[row.pk], title, why, page, since=row.made_at.date())


def _planner(facts: Facts) -> tuple[str, str, str] | None:
    today = clock.today()
    state = delivery_state(facts, today)
    if facts.undecided and today <= facts.ends_on:
        return "training:decide", _("Decide about places: {title}, {day}"), str(_undecided(facts))
    if facts.free and facts.waiting and today < facts.starts_on:
        why = _("A place is free and somebody is on the waiting list.")
        return "training:decide", _("A free place: {title}, {day}"), why
    if state.state is State.TO_CLOSE and facts.settled == facts.sessions:
        return "training:detail", _("Close the delivery: {title}, {day}"), str(state.reason)
    return None


def _undecided(facts: Facts) -> str:
    return _("Nominations without a decision: {count}.").format(count=facts.undecided)


def _of_trainers(viewer: Viewer) -> Iterator[Duty]:
    """Sessions that are held today, and those of which nobody wrote down yet who was there."""
    if not viewer.may(P.DELIVERY_HOLD):
        return
    begun = _open(viewer, P.DELIVERY_HOLD).filter(starts_on__lte=clock.today())
    rows = {row.pk: row for row in shown(viewer, begun[:MOST])}
    facts, titles = facts_of(rows.values()), titles_of(rows.values(), get_language() or "en")
    sessions = DeliverySession.objects.filter(delivery__in=rows).exclude(SETTLED).order_by("starts_at", "position")
    for row in rows.values():
        waiting = [each for each in sessions if each.delivery_id == row.pk]
        if found := _trainer(row, waiting):
            words, why, due = found
            title = words.format(title=titles[row.pk].heading)
            yield _duty(row, facts[row.pk], title, why, "training:detail", since=row.starts_on, due=due)


def _trainer(row: Delivery, waiting: Sequence[DeliverySession]) -> tuple[str, str, date | None] | None:
    today = clock.today()
    timed = [timezone.localtime(each.starts_at).date() for each in waiting if each.starts_at is not None]
    past = [day for day in timed if day < today]
    if waiting and (past or today > row.ends_on):
        return _("Write down who was there: {title}"), _("Sessions are over and nobody is written down."), None
    if today in timed:
        return _("A session today: {title}"), _("Afterwards, write down who was there."), today
    return None


def _of_participants(viewer: Viewer) -> Iterator[Duty]:
    """The next session of each delivery at which the viewer has a place."""
    mine = Enrolment.objects.filter(contact__user=viewer.user_id, decision=Decision.ACCEPTED)
    rows = visible(viewer, P.DELIVERY_VIEW, Delivery.objects.select_related(*BESIDE).defer(*NOT_READ))
    found = shown(viewer, rows.filter(pk__in=mine.values("delivery")).exclude(OVER).order_by("starts_on", "pk")[:MOST])
    facts, titles = facts_of(found), titles_of(found, get_language() or "en")
    sessions = DeliverySession.objects.filter(delivery__in=found, starts_at__gte=clock.now()).exclude(SETTLED)
    for row in found:
        if row.self_study:
            continue
        coming = [each.starts_at for each in sessions if each.delivery_id == row.pk and each.starts_at]
        day = timezone.localtime(min(coming)).date() if coming else row.starts_on
        if day >= clock.today():
            title = _("Your training: {title}").format(title=titles[row.pk].heading)
            why = _("You have a place. The next session is on this day.")
            yield _duty(row, facts[row.pk], title, why, "training:detail", since=row.starts_on, due=day)


def _of_learners(viewer: Viewer) -> Iterator[Duty]:
    """Self-study that the viewer has a place in and has not finished, until its last day."""
    if not viewer.may(P.RESULT_GIVE):
        return
    today = clock.today()
    mine = Enrolment.objects.filter(contact__user=viewer.user_id, decision=Decision.ACCEPTED, delivery__self_study=True)
    places = {
        each.delivery_id: each
        for each in mine.filter(delivery__starts_on__lte=today, delivery__ends_on__gte=today).exclude(_OVER_THERE)[
            :MOST
        ]
    }
    if not places:
        return
    rows = visible(viewer, P.DELIVERY_VIEW, Delivery.objects.select_related(*BESIDE).defer(*NOT_READ))
    found = shown(viewer, rows.filter(pk__in=places).order_by("ends_on", "pk"))
    facts, titles = facts_of(found), titles_of(found, get_language() or "en")
    finished, begun = finished_of(places.values()), begun_of(places.values())
    for row in found:
        place = places[row.pk]
        count = len(finished.get(place.pk, ()))
        if count < facts[row.pk].sessions:
            go_on, begin = _("Go on with your self-study: {title}"), _("Begin your self-study: {title}")
            why = _("Sessions finished: {count} of {all}.").format(count=count, all=facts[row.pk].sessions)
            title = (go_on if place.pk in begun else begin).format(title=titles[row.pk].heading)
            yield _duty(
                row, facts[row.pk], title, why, "training:study", since=row.starts_on, due=row.ends_on, at_once=True
            )


def _duty(
    row: Delivery,
    facts: Facts,
    title: str,
    why: str,
    page: str,
    *,
    since: date,
    due: date | None = None,
    at_once: bool = False,
) -> Duty:
    label, kind = STATE_WORDS[delivery_state(facts, clock.today()).state]
    task = Task(
        title=title,
        url=address_of(page, row.pk),
        why=why,
        due=due,
        state=Tag(label, kind),
        marking=row.marking.label,
    )
    return Duty(task=task, mine=True, since=since, due=due, at_once=at_once or due is None)


def _day(on: date) -> str:
    return date_format(on)
