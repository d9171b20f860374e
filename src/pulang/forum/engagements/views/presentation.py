"""What a request's pages show to a viewer, as values for the templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pulang.common.access.queries import holders, readers
from pulang.common.files.queries.attached import Attached, attached
from pulang.common.followup.models import ActionPlan
from pulang.common.followup.queries import plan_readers, readable_plan_ids
from pulang.common.marking.queries import may_change, shown
from pulang.forum.bodies.models import Seat
from pulang.forum.engagements import queries, rules
from pulang.forum.engagements.actions.answering import open_answer, seats_missing
from pulang.forum.engagements.actions.requesting import missing
from pulang.forum.engagements.models import (
    REQUEST_TEXTS,
    Answer,
    EngagementRequest,
    TurnKind,
)
from pulang.forum.engagements.permissions import BODY_ROLES, RELEASED_LABELS, co_chair_countries
from pulang.forum.engagements.permissions import EngagementsPermission as P
from pulang.forum.engagements.rules import ACTOR_WORDS, LEVELS, STAGE_WORDS, STATE_WORDS
from pulang.foundation.charts.shown import Bar, Chart, bars
from pulang.foundation.policy.rules import allowed, allows
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.ui import cells
from pulang.foundation.ui.parts import Cells, Column, Stage, State
from pulang.kernel import clock

S = rules.State


COLUMNS = (Column(_("Request")), Column(_("Country")), Column(_("State")), Column(_("Last change")))


def state_tag(state: rules.State) -> State:
    """A state in words with its shape."""
    label, kind = STATE_WORDS[state]
    return State(label, kind)


def stage_tag(request: EngagementRequest) -> State:
    """All that other members learn."""
    label, kind = STAGE_WORDS[rules.stage(queries.facts_of(request))]
    return State(label, kind)


def state_choices() -> list[tuple[str, Promise]]:
    """The states to filter by."""
    return [(state.value, STATE_WORDS[state][0]) for state in rules.State]


def states_chart(viewer: Viewer) -> Chart | None:
    """The requests that the viewer may read, by state; nothing where there are fewer than two."""
    counted = queries.by_state(viewer)
    if sum(counted.values()) < 2:
        return None
    figures = [Bar(str(STATE_WORDS[state][0]), str(_("Requests")), count) for state, count in counted.items()]
    return bars("states-chart", _("Requests that you may read, by state"), _("State"), figures)


@dataclass(frozen=True)
class _Words:
    """What is said in many lines, translated and made into tags once."""

    name: str
    stages: Mapping[rules.Stage, SafeString]
    states: Mapping[rules.State, SafeString]


def lines(viewer: Viewer, requests: Sequence[queries.Known], language: str) -> list[Cells]:
    """Requests as rows of a table, each as full as the viewer may see it."""
    told, address = queries.told(viewer, requests, language), cells.addresses("engagements:detail")
    words = _Words(gettext("A request of %(country)s"), cells.state_tags(STAGE_WORDS), cells.state_tags(STATE_WORDS))
    return [_line(request, told.get(request.id), address(request.id), words) for request in requests]


def _line(request: queries.Known, told: queries.Told | None, url: str, words: _Words) -> Cells:
    place = cells.bidi(request.country_name)
    if told is None:
        name = words.name % {"country": request.country_name}
        return cells.link(url, name), place, words.stages[rules.stage(request.facts)], "–"
    title = cells.beside(cells.link(url, cells.spoken(told.title, told.language)), cells.tlp_label(told.label))
    state = words.states[rules.request_state(request.facts).state]
    return title, place, state, cells.moment(told.changed_at)


def stage_page(request: EngagementRequest) -> dict[str, Any]:
    """The page of a request for members of other countries."""
    return {
        "country": request.country.name,
        "level": LEVELS.get(request.host.kind, ""),
        "tag": stage_tag(request),
        "since": request.first_endorsed_at,
    }


def page(viewer: Viewer, request: EngagementRequest, language: str) -> dict[str, Any]:
    """The whole request for one of its readers."""
    state, held = queries.state_of(request), allowed(viewer, (P.REQUEST_PLAN, P.REQUEST_DRAFT), request)
    return {
        "row": request,
        "level": LEVELS.get(request.host.kind, ""),
        "texts": queries.texts_of(request, language),
        "state": state,
        "tag": state_tag(state.state),
        "actor": ACTOR_WORDS[state.actor],
        "expected_by": queries.expected_by(request),
        "waiting_seats": waiting_seats(request),
        "provisions": queries.provisions_of(request, language),
        "turns": queries.turns(viewer, request),
        "answers": answers(viewer, request),
        "draft_answer": answer_before(viewer, request),
        "plans": plan_lines(viewer, request),
        "stages": way(request, state),
        "steps": steps_for(viewer, request),
        "may_plan": state.state is S.ACCEPTED and P.REQUEST_PLAN in held,
        "may_draft": (may_draft := P.REQUEST_DRAFT in held),
        "attached": files(viewer, request, may_change=may_draft and state.state in rules.OPEN_TO_THE_REQUESTER),
        "may_change_marking": may_change(viewer, request),
        "released": request.marking.label in RELEASED_LABELS,
    }


def files(viewer: Viewer, request: EngagementRequest, *, may_change: bool) -> Attached:
    """The files beside the request; they change only while it is with the requester."""
    links = queries.files_of(request)
    return attached(viewer, "engagements", request.pk, links, may_add=may_change, may_remove=may_change)


def waiting_seats(request: EngagementRequest) -> list[Seat]:
    """Co-chairs that have not cleared the answer before them."""
    answer = open_answer(request)
    return seats_missing(answer) if answer and answer.sent_at else []


def steps_for(viewer: Viewer, request: EngagementRequest) -> list[str]:
    """The steps that this viewer can take now; each is a page of its own."""
    state = queries.state_of(request).state
    held = allowed(viewer, {permission for _slug, states, permission in _STEPS if state in states}, request)
    found = [slug for slug, states, permission in _STEPS if state in states and permission in held]
    if state is S.WITH_CO_CHAIRS and _may_clear(viewer, request):
        found += ["clear", "object"]
    if "send" in found and open_answer(request) is None:
        found.remove("send")
    if "withdraw" in found and queries.facts_of(request).plans:
        found.remove("withdraw")
    if "release" in found and request.marking.label in RELEASED_LABELS:
        found.remove("release")
    return found


_STEPS: tuple[tuple[str, frozenset[rules.State], str], ...] = (
    ("check", rules.OPEN_TO_THE_REQUESTER, P.REQUEST_DRAFT),
    ("endorse", frozenset({S.TO_ENDORSE}), P.REQUEST_ENDORSE),
    ("return", frozenset({S.TO_ENDORSE}), P.REQUEST_ENDORSE),
    ("answer", frozenset({S.WITH_SECRETARIAT, S.IN_PRINCIPLE}), P.ANSWER_DRAFT),
    ("send", frozenset({S.WITH_SECRETARIAT, S.IN_PRINCIPLE}), P.ANSWER_DRAFT),
    ("release", frozenset(S) - {S.WITHDRAWN}, P.REQUEST_RELEASE),
    ("withdraw", frozenset(S) - rules.FINAL, P.REQUEST_DRAFT),
)


def _may_clear(viewer: Viewer, request: EngagementRequest) -> bool:
    holders = co_chair_countries(viewer)
    return bool(holders) and any(seat.organisation_id in holders for seat in waiting_seats(request))


def answer_before(viewer: Viewer, request: EngagementRequest) -> Answer | None:
    """The answer that is still being worked on, for those inside the working group."""
    answer = open_answer(request)
    return next(iter(shown(viewer, [answer])), None) if answer and allows(viewer, P.ANSWER_VIEW, answer) else None


def answer_initial(viewer: Viewer, request: EngagementRequest, language: str) -> dict[str, Any]:
    """What the answer's form starts from: the open draft, else the one that was set aside."""
    last = open_answer(request) or request.answers.filter(given_at__isnull=True).order_by("-drafted_at").first()
    if last is None or not shown(viewer, [last]):
        return {"language": language}
    return {"language": last.language, "outcome": last.outcome, "text": last.text}


@dataclass(frozen=True)
class GivenAnswer:
    """An answer that was given, in words."""

    answer: Answer
    tag: State


def answers(viewer: Viewer, request: EngagementRequest) -> list[GivenAnswer]:
    """Answers that were given, the latest first."""
    return [
        GivenAnswer(row, state_tag(rules.OUTCOME_STATES[rules.Outcome(row.outcome)]))
        for row in queries.given_answers(viewer, request)
    ]


@dataclass(frozen=True)
class PlanLine:
    """A plan of a request: a link for those who may read it, else only that there is one."""

    plan: ActionPlan
    readable: bool
    has_result: bool


def plan_lines(viewer: Viewer, request: EngagementRequest) -> list[PlanLine]:
    """The plans the request led to."""
    links = list(queries.plans_of(request))
    allowed = readable_plan_ids(viewer, [link.plan_id for link in links])
    return [
        PlanLine(link.plan, link.plan_id in allowed, getattr(link.plan, "outcome", None) is not None) for link in links
    ]


def way(request: EngagementRequest, state: rules.RequestState) -> list[Stage]:
    """The whole way of a request with its present station."""
    stations: tuple[tuple[Promise, frozenset[rules.State]], ...] = (
        (_("Drafted"), rules.OPEN_TO_THE_REQUESTER),
        (_("Endorsed"), frozenset({S.TO_ENDORSE})),
        (_("Answer drafted"), frozenset({S.WITH_SECRETARIAT, S.IN_PRINCIPLE})),
        (_("Cleared"), frozenset({S.WITH_CO_CHAIRS})),
        (_("Action plan"), frozenset({S.ACCEPTED})),
        (_("Result"), frozenset()),
    )
    if state.state in rules.FINAL:
        return []
    now = _station(request, state, [states for _label, states in stations])
    late = _late(request)
    kinds = ["done" if index < now else "ahead" for index in range(len(stations))]
    if now < len(stations):
        kinds[now] = "late" if late else "now"
    return [Stage(label, kind) for (label, _states), kind in zip(stations, kinds, strict=True)]  # type: ignore[arg-type]


def _station(request: EngagementRequest, state: rules.RequestState, stations: list[frozenset[rules.State]]) -> int:
    facts = queries.facts_of(request)
    if facts.results:
        return len(stations)
    if state.state is S.ACCEPTED and facts.plans:
        return len(stations) - 1
    return next(index for index, states in enumerate(stations) if state.state in states)


def _late(request: EngagementRequest) -> bool:
    day = queries.expected_by(request)
    return day is not None and day < clock.today()


def check_page(request: EngagementRequest, language: str) -> dict[str, Any]:
    """Everything of a draft, with what is still missing."""
    return {
        "row": request,
        "provisions": queries.provisions_of(request, language),
        "missing": missing(request),
        "texts": {name: getattr(request, name) for name in REQUEST_TEXTS},
        "tag": state_tag(queries.state_of(request).state),
        "last_word": request.turns.filter(kind__in=(TurnKind.RETURNED, TurnKind.GIVEN)).order_by("-at").first(),
    }


def readers_page(request: EngagementRequest) -> dict[str, Any]:
    """Names and duties of everybody who could read the request now; the same rule that opens it decides.

    ``later`` are those whom endorsement adds; ``plan_readers`` those who could read a plan at this host.
    """
    now = readers(P.REQUEST_VIEW, request)
    names = {reader.user_id for reader in now}
    later = [] if request.first_endorsed_at else [r for r in holders(BODY_ROLES) if r.user_id not in names]
    return {
        "row": request,
        "readers": now,
        "later": later,
        "plan_readers": plan_readers(request.host),
    }
