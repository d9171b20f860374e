from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulang.kernel.chain import GENESIS, Break, canonical, link, verify

Row = tuple[Mapping[str, object], bytes]

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=3)
    ),
    max_leaves=6,
)
bodies = st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=5), values, max_size=4)


def chained(chain_of: list[dict[str, object]]) -> list[Row]:
    rows: list[Row] = []
    previous = GENESIS
    for body in chain_of:
        previous = link(previous, body)
        rows.append((body, previous))
    return rows


def test_canonical_text_is_sorted_compact_utf_8() -> None:
    assert canonical({"ب": [1, None], "a": {"z": True, "b": "é"}}) == '{"a":{"b":"é","z":true},"ب":[1,null]}'.encode()


def test_a_link_stays_the_same_in_every_release() -> None:
    assert link(GENESIS, {"verb": "opened"}).hex() == "1855b0607389389ea5e8429c36f6a6872f03bc797379ef4e26d2181cd94e4201"


@given(st.lists(bodies, max_size=6))
def test_an_untouched_chain_verifies(chain_of: list[dict[str, object]]) -> None:
    assert verify(chained(chain_of)) is None


@given(st.lists(bodies, min_size=1, max_size=6), st.data())
def test_a_changed_body_is_found_where_it_stands(chain_of: list[dict[str, object]], data: st.DataObject) -> None:
    rows = chained(chain_of)
    position = data.draw(st.integers(0, len(rows) - 1))
    body, found = rows[position]
    rows[position] = ({**body, "changed later": True}, found)
    broken = verify(rows)
    assert broken is not None
    assert (broken.position, broken.found) == (position, found)


def test_a_dropped_or_swapped_row_is_found() -> None:
    rows = chained([{"n": n} for n in range(5)])
    dropped, swapped = verify(rows[:2] + rows[3:]), verify([rows[0], rows[2], rows[1], *rows[3:]])
    assert isinstance(dropped, Break)
    assert isinstance(swapped, Break)
    assert (dropped.position, swapped.position) == (2, 1)


def test_a_chain_can_be_taken_up_from_a_known_link() -> None:
    rows = chained([{"n": n} for n in range(5)])
    assert verify(rows[3:], start=rows[2][1]) is None
    assert verify(rows[3:], start=rows[1][1]) is not None


def test_verification_stops_reading_at_the_first_break() -> None:
    def rows() -> Iterator[Row]:
        yield {"n": 0}, b"\x01" * 32
        raise AssertionError("read past the break")

    broken = verify(rows())
    assert broken is not None
    assert broken.position == 0


@pytest.mark.parametrize("value", [1.0, float("nan"), datetime(2026, 1, 1, tzinfo=UTC), b"x", {1: "x"}, {"a"}])
def test_what_a_database_might_give_back_changed_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="chained body"):
        link(GENESIS, {"value": value})


def test_text_that_is_not_unicode_is_refused() -> None:
    with pytest.raises(ValueError):
        link(GENESIS, {"value": "\ud800"})


def test_a_link_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        link(b"", {})
