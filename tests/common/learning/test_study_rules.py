"""Results files and what becomes of their rows, whatever is in them."""

import json
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some
from tests.common.learning.packs import PROVISIONS, pack
from tests.common.learning.studying import EVERYTHING, ROUNDS, STUDIED, TALK, results, rows_of

from pulang.common.learning.rules.packs.reading import read_pack
from pulang.common.learning.rules.results_files import Results, mark_of, read
from pulang.common.learning.rules.studying import Done, Work, follow, left, next_session, works_of
from pulang.common.learning.rules.taking import Desk, Verdict
from pulang.kernel.ids import uuid4

DAY = date(2026, 11, 28)
DAYS = (DAY, DAY)


def works() -> dict[str, Work]:
    course = read_pack(pack(STUDIED), PROVISIONS).course
    assert course is not None
    return works_of(course, course)


WORKS = works()
ROWS = rows_of(EVERYTHING, DAY)
OTHERS = rows_of(
    (
        ("step", ROUNDS, "light", "1", ["landing", "shout"]),
        ("step", ROUNDS, "light", "2", ["talk", "leave"]),
        ("question", TALK, "quiz", "who", ["some"]),
        ("test", TALK, "after", "", {}),
    ),
    DAY,
)


def file_of(rows: list[dict[str, Any]]) -> Results:
    found = read(results(uuid4(), "SECRET", rows))
    assert found is not None
    return found


@settings(max_examples=60, deadline=None)
@given(some.lists(some.sampled_from([*ROWS, *OTHERS]), max_size=12))
def test_rows_in_any_order_and_number_are_taken_once_and_the_second_time_not_at_all(rows: list[dict[str, Any]]) -> None:
    desk = Desk(WORKS, DAYS)
    first = [verdict for _row, verdict in desk.take(file_of(rows).rows)]
    kept = (sum(map(len, desk.answers.values())), len(desk.tests), len(desk.finished))
    assert first.count(Verdict.TAKEN) == sum(kept)
    again = [verdict for _row, verdict in desk.take(file_of(rows).rows)]
    taken = [new for old, new in zip(first, again, strict=True) if old is Verdict.TAKEN]
    assert set(taken) <= {Verdict.ALREADY}
    assert not [address for address in desk.finished if left(WORKS[address], done_at(desk, address))]


def done_at(desk: Desk, address: str) -> Done:
    return Done(desk.answers.get(address, {}), desk.tests.keys())


@settings(max_examples=80, deadline=None)
@given(some.binary(max_size=60) | some.recursive(
    some.none() | some.integers() | some.text(max_size=5) | some.sampled_from(["text", "rows"]),
    lambda inner: some.lists(inner, max_size=3)
    | some.dictionaries(some.sampled_from(["pulang", "text", "mark", "rows", "folder", "key", "what"]), inner),
    max_leaves=8,
).map(lambda value: json.dumps(value).encode()))  # fmt: skip
def test_what_is_no_results_file_is_read_as_none(data: bytes) -> None:
    assert read(data) is None


@given(some.text(max_size=20))
def test_a_changed_text_does_not_fit_its_mark(more: str) -> None:
    found = file_of(ROWS)
    assert found.is_marked_with("SECRET")
    assert not found.is_marked_with("SECRETS")
    assert (mark_of("SECRET", found.text + more) == found.mark) is (more == "")


def test_a_mark_is_hmac_sha_256() -> None:
    """RFC 4231, test case 2."""
    wanted = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert mark_of("Jefe", "what do ya want for nothing?") == wanted


def test_where_somebody_is_in_a_scenario_and_what_is_left() -> None:
    rounds = WORKS[ROUNDS]
    (light,) = rounds.scenarios
    assert left(rounds, Done()) == 1
    begun = follow(light.content, {"1": ("landing", "ask")})
    assert (begun.place.scene, begun.ended) == ("talk", False)
    assert follow(light.content, {"1": ("landing", "ask"), "2": ("landing", "shout")}).place.scene == "talk"
    assert left(rounds, Done({("light", "1"): ("landing", "shout")})) == 0
    assert left(WORKS[TALK], Done({("quiz", "who"): ("all",)})) == 2
    assert next_session(WORKS, {ROUNDS: Done(finished=True)}) == TALK
    assert next_session(WORKS, {address: Done(finished=True) for address in WORKS}) == ""
