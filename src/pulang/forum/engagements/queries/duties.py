"""What requests put on Today: for whoever must act next, and for whoever waits."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from pulang.common.accounts.queries import calendar_of
from pulang.common.frameworks.queries import chips_of
from pulang.common.marking.queries import shown
from pulang.forum.bodies.models import Seat, SeatKind
from pulang.forum.engagements import rules
from pulang.forum.engagements.models import Clearance, EngagementRequest, RequestProvision
from pulang.forum.engagements.permissions import EngagementsPermission as P
from pulang.forum.engagements.permissions import co_chair_countries
from pulang.forum.engagements.queries import requests
from pulang.foundation.policy.rules import visible
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.prepared import IDS, Prepared
from pulang.foundation.today import Duty
from pulang.foundation.ui.addresses import address_of
from pulang.foundation.ui.parts import State, Task
from pulang.foundation.ui.wording import day_of_year
from pulang.kernel.workdays import Calendar

S = rules.State
Calendars = Callable[[UUID | None], Calendar]
MOST = 50


@dataclass(frozen=True)
class Role:
    """Who acts on which states, with the permission that the evaluator asks for, and the page to go to."""

    permission: str
    states: tuple[rules.State, ...]
    url_name: str
    verb: Promise


ROLES = (
    Role(
        P.REQUEST_DRAFT,
        (S.RETURNED, S.ASKED_BACK),
        "engagements:check",
        gettext_lazy("Answer and submit again: {title}"),
    ),
    Role(P.REQUEST_DRAFT, (S.DRAFT,), "engagements:check", gettext_lazy("Finish the draft: {title}")),
    Role(P.REQUEST_ENDORSE, (S.TO_ENDORSE,), "engagements:detail", gettext_lazy("Endorse or return: {title}")),
    Role(
        P.ANSWER_DRAFT,
        (S.WITH_SECRETARIAT, S.IN_PRINCIPLE),
        "engagements:detail",
        gettext_lazy("Draft the answer: {title}"),
    ),
    Role(P.REQUEST_PLAN, (S.ACCEPTED,), "engagements:detail", gettext_lazy("Record an action plan: {title}")),
)


CLEAR = Role(P.ANSWER_CLEAR, (S.WITH_CO_CHAIRS,), "engagements:detail", gettext_lazy("Clear or object: {title}"))


def duties(viewer: Viewer) -> list[Duty]:
    """Everything about requests that this viewer must do or waits for."""
    calendar = cache(calendar_of)
    lines = [(row, draw) for rows, draw in _parts(viewer) for row in rows]
    passed = {row.pk for row in shown(viewer, [row for row, _draw in lines])}
    requests.speak([row for row, _draw in lines])
    found: dict[UUID, Duty] = {}
    for row, draw in lines:
        if row.pk in passed and row.pk not in found:
            found[row.pk] = draw(row, calendar=calendar)
    return _with_chips(found)


def _parts(viewer: Viewer) -> Iterator[tuple[list[EngagementRequest], Callable[..., Duty]]]:
    """Requests with what their lines say; of a request that comes twice, the first line counts."""
    for role in ROLES:
        if viewer.may(role.permission):
            yield _TO_DO.objects(viewer, role.permission, role.states), partial(_mine, role=role)
    yield _TO_CLEAR.objects(viewer), partial(_mine, role=CLEAR)
    yield _WAITING.objects(viewer), _waits


def _to_clear(viewer: Viewer) -> QuerySet[EngagementRequest]:
    """Requests whose answer waits for the viewer's own co-chair seat."""
    holders = co_chair_countries(viewer)
    if not holders:
        return EngagementRequest.objects.none()
    open_here = Q(answer__request=OuterRef("pk"), answer__given_at=None, answer__set_aside_at=None)
    done = Clearance.objects.filter(open_here, seat__organisation_id__in=holders)
    rows = requests.readable(viewer).filter(requests.in_states((S.WITH_CO_CHAIRS,)))
    mine = Seat.objects.filter(organisation_id__in=holders, kind=SeatKind.CO_CHAIR, ends_on=None).values("body_id")
    return _latest(rows.filter(~Exists(done), body__in=mine))


def _to_do(viewer: Viewer, permission: str, states: tuple[rules.State, ...]) -> QuerySet[EngagementRequest]:
    rows = visible(viewer, permission, requests.readable(viewer)).filter(requests.in_states(states))
    return _latest(rows.filter(plans__isnull=True) if permission == P.REQUEST_PLAN else rows)


def _waiting(viewer: Viewer) -> QuerySet[EngagementRequest]:
    """Requests of the viewer's country, or answers sent to the co-chairs, on which somebody else works."""
    going = requests.in_states((S.TO_ENDORSE, S.WITH_SECRETARIAT, S.WITH_CO_CHAIRS, S.IN_PRINCIPLE))
    own = Q(country_id__in=viewer.home_countries())
    if viewer.may(P.ANSWER_DRAFT):
        own |= requests.in_states((S.WITH_CO_CHAIRS,))
    return _latest(requests.readable(viewer).filter(going).filter(own))


def _latest(rows: QuerySet[EngagementRequest]) -> QuerySet[EngagementRequest]:
    """The latest of these, with what a line says of them. An index gives them in this order, so few are looked at."""
    latest = rows.order_by("-changed_at", "-id").values("pk")[:MOST]
    some = requests.with_facts(EngagementRequest.objects.filter(pk__in=latest), texts=False)
    return some.only(*requests.BRIEFLY).order_by("-changed_at", "-id")


_TO_CLEAR = Prepared(_to_clear)
_TO_DO = Prepared(_to_do)
_WAITING = Prepared(_waiting)


def _mine(row: EngagementRequest, *, role: Role, calendar: Calendars) -> Duty:
    state = requests.state_of(row)
    due = _expected(row, state, calendar)
    task = Task(
        title=str(role.verb).format(title=_title(row)),
        url=address_of(role.url_name, row.pk),
        why=f"{row.host.name}, {row.country.name}. {state.reason}",
        due=due,
        when="" if due else _("when you can"),
        state=_tag(state),
        marking=row.marking.label,
    )
    return Duty(task=task, mine=True, since=state.since.date(), due=due, at_once=True)


def _waits(row: EngagementRequest, *, calendar: Calendars) -> Duty:
    state = requests.state_of(row)
    due = _expected(row, state, calendar)
    who = rules.ACTOR_WORDS[state.actor]
    why = _("You wait for {who}.").format(who=who)
    if due:
        why += " " + _("Expected by {day}.").format(day=day_of_year(due))
    task = Task(
        title=_title(row),
        url=address_of("engagements:detail", row.pk),
        why=why,
        when=_("since {day}").format(day=day_of_year(state.since.date())),
        state=_tag(state),
        marking=row.marking.label,
    )
    return Duty(task=task, mine=False, since=state.since.date(), due=due)


def _title(row: EngagementRequest) -> str:
    return requests.texts_of(row, get_language() or "en").translation.title


def _tag(state: rules.RequestState) -> State:
    label, kind = rules.STATE_WORDS[state.state]
    return State(label, kind)


def _expected(row: EngagementRequest, state: rules.RequestState, calendar: Calendars) -> date | None:
    return state.expected_by(calendar(requests.clock_country(row, state)))


_LINKS = Prepared(
    lambda requests: RequestProvision.objects.filter(request__in=requests).values_list("request_id", "provision_id"),
    requests=IDS,
)


def _with_chips(found: dict[UUID, Duty]) -> list[Duty]:
    links = _LINKS.rows(requests=found)
    names = chips_of({key for _request, key in links}, get_language() or "en") if links else {}
    chips: dict[UUID, tuple[str, ...]] = {}
    for request, key in links:
        chips[request] = (*chips.get(request, ()), names[key])
    return [replace(duty, task=replace(duty.task, provisions=chips.get(key, ()))) for key, duty in found.items()]
