"""Letters that would end the drawing engine, and the whole process with it, never reach it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pulang.foundation.charts.drawing import svg
from pulang.foundation.charts.specs import Bar, drawable, grouped_bars, stacked_bars

DANGEROUS = [
    "\x00",
    "\x01",
    "\x0b",
    "\x1f",
    "\ud800",
    "\udfff",
    "\ufffe",
    "\uffff",
    "\ufdd0",
    "\u2029",
    "\n",
    "\U0010ffff",
]


@pytest.mark.parametrize("letter", DANGEROUS)
def test_a_letter_that_no_drawing_may_hold_is_left_out_of_it(letter: str) -> None:
    word = f"a{letter}b"
    text = svg(grouped_bars([Bar(word, word, 1)], right_to_left=False), word, word, "en")
    assert text.count("a") > 3
    assert drawable(text) == text


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=20), st.integers(0, 10**9))
def test_any_word_and_figure_can_be_drawn(word: str, figure: int) -> None:
    assert svg(stacked_bars([Bar(word, word, figure)], right_to_left=True), word, word, "ar").startswith("<svg")
