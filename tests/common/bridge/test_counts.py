"""What a counts file says, and that no unsuppressed small cell is let through."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.web.bridge import COUNTS

from pulang.common.bridge.rules.counts import Cell, Counts, CourseCounts, counts_of, faults, left_out_if_small
from pulang.kernel.disclosure import SMALL, Row, hidden
from pulang.kernel.signedfiles import BadFile
from pulang.kernel.tlp import Label

COURSE = COUNTS.courses[0]
# Facilities in three regions: who is in post, and who of them is trained.
FACILITY = st.tuples(st.sampled_from(("Coast", "Hills", "Lakes")), st.integers(0, 40)).flatmap(
    lambda found: st.tuples(st.just(found[0]), st.just(found[1]), st.integers(0, found[1]))
)


def with_course(**changes: Any) -> Counts:
    return replace(COUNTS, courses=(replace(COURSE, **changes),))


def disclosed(facilities: list[tuple[str, int, int]]) -> CourseCounts:
    """The course as a service makes it: the table for others, added up by region."""
    rows: list[Row] = [(post, done, post - done) for _region, post, done in facilities]
    out = hidden(rows)
    kept = [each for place, each in enumerate(facilities) if place not in out.rows]
    regions = {
        name: Cell(
            name, sum(post for at, post, _ in kept if at == name), sum(done for at, _, done in kept if at == name)
        )
        for name in dict.fromkeys(at for at, _, _ in kept)
    }
    total = Cell("", sum(row[0] for row in rows), sum(row[1] for row in rows))
    return replace(
        COURSE,
        total=None if out.total else total,
        regions=tuple(regions.values()),
        left_out=len(out.rows),
    )


@given(facilities=st.lists(FACILITY, max_size=10), people=st.integers(0, 9))
def test_what_a_service_counts_may_leave_and_shows_no_small_cell(
    facilities: list[tuple[str, int, int]], people: int
) -> None:
    course = replace(disclosed(facilities), people=left_out_if_small(people))
    assert faults(replace(COUNTS, courses=(course,))) == []
    cells = [number for cell in course.regions for number in cell.row]
    cells += [] if course.total is None else course.total.row
    cells += [] if course.people is None else [course.people]
    assert not any(0 < number < SMALL for number in cells)


@given(facilities=st.lists(FACILITY, min_size=1, max_size=10), place=st.integers(0, 9))
def test_a_facility_that_was_not_left_out_though_it_should_be_stops_the_counts(
    facilities: list[tuple[str, int, int]], place: int
) -> None:
    """One facility that is small alone in its region: put back by hand, the file does not pass."""
    course = disclosed([*facilities, ("Island", 9, 7)])
    back = replace(course, regions=(*course.regions, Cell("Island", 9, 7)), left_out=max(course.left_out - 1, 0))
    assert any("Island" in str(fault) for fault in faults(replace(COUNTS, courses=(back,))))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"people": 3}, "People trained"),
        ({"trainers": {"national": 2}}, "national"),
        ({"regions": (Cell("Coast", 200, 3),)}, "Coast"),
        ({"regions": (Cell("Coast", 200, 197),)}, "Coast"),
        ({"regions": (Cell("Coast", 10, 20),)}, "Coast"),
        ({"total": Cell("", 204, 104)}, "reckoned"),
        ({"left_out": 1}, "reckoned"),
        ({"left_out": 0}, "reckoned"),
        ({"total": Cell("", 100, 20)}, "reckoned"),
    ],
)
def test_each_fault_is_named(changes: dict[str, Any], named: str) -> None:
    found = [str(fault) for fault in faults(with_course(**changes))]
    assert any(named in each for each in found)
    assert all(each.startswith("Night duty") for each in found)


@pytest.mark.parametrize(
    ("label", "words"),
    [(None, "no label"), (Label.AMBER_STRICT, "keeps them inside"), (Label.RED, "keeps them inside")],
)
def test_what_is_not_marked_or_not_for_others_does_not_leave(label: Label | None, words: str) -> None:
    (found,) = faults(replace(COUNTS, label=label))
    assert words in str(found)


def test_counts_are_read_as_they_were_written() -> None:
    assert faults(COUNTS) == []
    assert counts_of(json.loads(json.dumps(COUNTS.content()))) == COUNTS
    hidden_total = with_course(total=None, people=None)
    assert counts_of(json.loads(json.dumps(hidden_total.content()))) == hidden_total


@pytest.mark.parametrize(
    "changes",
    [{"release": "x"}, {"starts_on": "yesterday"}, {"courses": {}}, {"courses": [1]}, {"service": ""}, {"country": 7}],
)
def test_what_is_not_as_it_should_be_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(BadFile):
        counts_of({**COUNTS.content(), **changes})


@pytest.mark.parametrize("number", [-1, True, 1.5, "7", 2**40])
def test_a_count_is_a_whole_number_from_nought_on(number: Any) -> None:
    content = COUNTS.content()
    content["courses"][0]["deliveries"] = number
    with pytest.raises(BadFile):
        counts_of(content)
