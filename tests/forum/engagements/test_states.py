"""The state is a function of facts, and the filters of lists say the same as the function."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.forum.engagements.test_thread import TEXT
from tests.web.populate import FAMILY
from tests.worlds import World

from pulang.forum.engagements import actions, queries
from pulang.forum.engagements.models import EngagementRequest
from pulang.forum.engagements.rules import WAITS, Actor, Facts, Outcome, Stage, State, request_state, stage
from pulang.foundation.policy.rules import Refused
from pulang.kernel.workdays import Calendar
from pulang.web.demo.building import provisions

DAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = DAY + timedelta(days=1)
BASE = Facts(made_at=DAY)


@pytest.mark.parametrize(
    ("facts", "state", "actor"),
    [
        (Facts(DAY), State.DRAFT, Actor.REQUESTER),
        (Facts(DAY, returned_at=LATER), State.RETURNED, Actor.REQUESTER),
        (Facts(DAY, submitted_at=LATER), State.TO_ENDORSE, Actor.POLICY),
        (Facts(DAY, submitted_at=LATER, endorsed_at=LATER), State.WITH_SECRETARIAT, Actor.SECRETARIAT),
        (Facts(DAY, submitted_at=LATER, endorsed_at=LATER, sent_at=LATER), State.WITH_CO_CHAIRS, Actor.CO_CHAIRS),
        (Facts(DAY, endorsed_at=LATER, outcome=Outcome.ACCEPT, given_at=LATER), State.ACCEPTED, Actor.HOST),
        (Facts(DAY, endorsed_at=LATER, outcome=Outcome.ACCEPT, given_at=LATER, plans=1), State.ACCEPTED, Actor.NOBODY),
        (Facts(DAY, outcome=Outcome.ASK_BACK, given_at=LATER), State.ASKED_BACK, Actor.REQUESTER),
        (Facts(DAY, outcome=Outcome.IN_PRINCIPLE, given_at=LATER), State.IN_PRINCIPLE, Actor.SECRETARIAT),
        (Facts(DAY, outcome=Outcome.DECLINE, given_at=LATER), State.DECLINED, Actor.NOBODY),
        (Facts(DAY, submitted_at=LATER, withdrawn_at=LATER), State.WITHDRAWN, Actor.NOBODY),
    ],
)
def test_facts_make_the_state_and_name_who_acts(facts: Facts, state: State, actor: Actor) -> None:
    found = request_state(facts)
    assert (found.state, found.actor) == (state, actor)
    assert str(found.reason)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Facts(DAY, endorsed_at=DAY), Stage.WITH_WORKING_GROUP),
        (Facts(DAY, outcome=Outcome.ACCEPT, given_at=DAY), Stage.ACCEPTED),
        (Facts(DAY, outcome=Outcome.ACCEPT, given_at=DAY, plans=2), Stage.FOLLOW_UP),
        (Facts(DAY, outcome=Outcome.ACCEPT, given_at=DAY, plans=2, results=1), Stage.RESULT),
        (Facts(DAY, outcome=Outcome.DECLINE, given_at=DAY), Stage.CLOSED),
        (Facts(DAY, withdrawn_at=DAY), Stage.CLOSED),
    ],
)
def test_other_members_learn_the_stage_only(facts: Facts, expected: Stage) -> None:
    assert stage(facts) is expected


def test_every_wait_is_counted_in_the_working_days_of_whoever_acts() -> None:
    assert set(WAITS) == set(State)
    friday_and_saturday = Calendar(weekend=frozenset({4, 5}), holidays=frozenset({date(2026, 3, 4)}))
    state = request_state(Facts(DAY, submitted_at=DAY))
    assert state.expected_by(friday_and_saturday) == date(2026, 3, 10)
    assert state.expected_by(Calendar(weekend=frozenset({5, 6}), holidays=frozenset())) == date(2026, 3, 9)


VERBS = ("submit", "endorse", "send_back", "draft", "send", "clear-nordhav", "clear-sungai", "object", "withdraw")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    walk=st.lists(st.tuples(st.sampled_from(VERBS), st.sampled_from(list(Outcome))), max_size=14),
    some=st.sets(st.sampled_from(list(State)), min_size=1),
)
def test_filters_and_function_agree_on_any_walk(
    world: World, walk: list[tuple[str, Outcome]], some: set[State]
) -> None:
    row = actions.draft(
        by=world.viewer("corrections"), host=world.places["mto"], text=TEXT, provisions=provisions(FAMILY)
    )
    for verb, outcome in [("submit", Outcome.ACCEPT), *walk]:
        _take(world, row, verb, outcome)
        fresh = queries.with_facts(EngagementRequest.objects.filter(pk=row.pk)).get()
        state = queries.state_of(fresh).state
        matching = [
            name
            for name, condition in queries.STATE_FILTERS.items()
            if EngagementRequest.objects.filter(condition, pk=row.pk).exists()
        ]
        assert matching == [state]
        assert EngagementRequest.objects.filter(queries.in_states(some), pk=row.pk).exists() is (state in some)


def _take(world: World, row: EngagementRequest, verb: str, outcome: Outcome) -> None:
    desk, policy = world.viewer("desk"), world.viewer("policy")
    steps = {
        "submit": lambda: actions.submit(by=world.viewer("corrections"), request=row),
        "endorse": lambda: actions.endorse(by=policy, request=row),
        "send_back": lambda: actions.send_back(by=policy, request=row, reason="r"),
        "draft": lambda: actions.draft_answer(by=desk, request=row, outcome=outcome, text="t", language="en"),
        "send": lambda: actions.send_for_clearance(by=desk, request=row),
        "clear-nordhav": lambda: actions.clear(by=world.viewer("chair-nordhav"), request=row),
        "clear-sungai": lambda: actions.clear(by=world.viewer("chair-sungai"), request=row),
        "object": lambda: actions.object_to(by=world.viewer("chair-sungai"), request=row, reason="r"),
        "withdraw": lambda: actions.withdraw(by=world.viewer("corrections"), request=row, reason="r"),
    }
    with suppress(Refused, Http404):
        steps[verb]()
