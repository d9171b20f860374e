"""Questions are asked alike everywhere; what a clerk types is what was meant; only what is right is right."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulang.common.learning.rules.answering.asking import Question, questions_of
from pulang.common.learning.rules.answering.paper import typed, written
from pulang.common.learning.rules.answering.scoring import Answer, cleaned, is_right, right_answer, score
from pulang.common.learning.rules.vocabulary import Asked

KEYS = st.lists(st.from_regex(r"[a-z]{1,6}", fullmatch=True), min_size=2, max_size=30, unique=True)


def question(kind: Asked, keys: list[str], right: set[str] | None = None) -> Question:
    content: dict[str, Any] = {"key": "the-question", "kind": kind, "text": "?", "feedback": "!"}
    if kind is Asked.SHORT_TEXT:
        content["accepted"] = keys
    elif kind is Asked.MATCH:
        content["pairs"] = [{"key": key, "left": key, "right": key} for key in keys]
    else:
        right = right or ({keys[0]} if kind in (Asked.SINGLE, Asked.MULTIPLE) else set())
        content["options"] = [{"key": key, "text": key, **({"right": True} if key in right else {})} for key in keys]
    return questions_of({"questions": [content]})[0]


@st.composite
def answered(draw: st.DrawFn) -> tuple[Question, Answer]:
    """A question of any kind with an answer that it can have."""
    kind, keys = draw(st.sampled_from(Asked)), draw(KEYS)
    asked = question(kind, keys)
    if kind is Asked.SHORT_TEXT:
        given: list[str] = [draw(st.sampled_from(keys))]
    elif kind is Asked.SINGLE:
        given = draw(st.lists(st.sampled_from(keys), max_size=1))
    elif kind is Asked.ORDER:
        given = draw(st.one_of(st.just([]), st.permutations(keys)))
    elif kind is Asked.MATCH:
        given = draw(st.lists(st.sampled_from(["", *keys]), max_size=len(keys)))
    else:
        given = draw(st.lists(st.sampled_from(keys), unique=True))
    answer = cleaned(asked, given)
    assert answer is not None
    return asked, answer


@given(answered())
def test_what_is_written_in_letters_is_read_back(pair: tuple[Question, Answer]) -> None:
    asked, answer = pair
    assert typed(asked, written(asked, answer)) == answer


@given(answered())
def test_an_answer_is_right_only_when_it_is_the_right_one(pair: tuple[Question, Answer]) -> None:
    asked, answer = pair
    if asked.kind is Asked.SHORT_TEXT:
        assert is_right(asked, answer)
    else:
        assert is_right(asked, answer) == (answer == right_answer(asked))
    assert is_right(asked, right_answer(asked))


@given(st.sampled_from([Asked.MATCH, Asked.ORDER]), KEYS)
def test_what_is_to_be_ordered_never_stands_in_its_right_order(kind: Asked, keys: list[str]) -> None:
    asked = question(kind, keys)
    assert sorted(asked.keys) == sorted(keys)
    assert list(asked.keys) != keys
    assert question(kind, keys).keys == asked.keys


def test_choices_stay_in_the_order_of_the_file() -> None:
    assert question(Asked.SINGLE, ["c", "a", "b"]).keys == ("c", "a", "b")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Asked.SINGLE, "AB"),
        (Asked.SINGLE, "D"),
        (Asked.MULTIPLE, "AA"),
        (Asked.ORDER, "AB"),
        (Asked.ORDER, "AAB"),
        (Asked.MATCH, "4A"),
        (Asked.MATCH, "1A x"),
        (Asked.MATCH, "ABCA"),
        (Asked.SHORT_TEXT, "x" * 401),
    ],
)
def test_what_cannot_be_meant_is_no_answer(kind: Asked, text: str) -> None:
    assert typed(question(kind, ["x", "y", "z"]), text) is None


@pytest.mark.parametrize("text", ["", "-", " – "])
@pytest.mark.parametrize("kind", list(Asked))
def test_a_question_that_was_left_out_is_not_right(kind: Asked, text: str) -> None:
    asked = question(kind, ["x", "y", "z"])
    answer = typed(asked, text)
    assert answer == ()
    assert not is_right(asked, answer)


def test_small_letters_and_blanks_do_not_matter() -> None:
    asked = question(Asked.MULTIPLE, ["x", "y", "z"], {"x", "z"})
    assert typed(asked, " c , a ") == ("x", "z") == right_answer(asked)


def test_a_short_text_counts_in_every_language_that_has_a_word_for_it() -> None:
    asked = question(Asked.SHORT_TEXT, ["dynamic"])
    assert is_right(asked, ("  Dynamic ",))
    assert not is_right(asked, ("static",))
    assert is_right(asked, ("الدِّيناميكي",), ["الديناميكي"])


def test_a_score_counts_questions() -> None:
    quiz = {
        "questions": [
            {"key": "one", "kind": "single", "options": [{"key": "a", "right": True}, {"key": "b"}]},
            {"key": "two", "kind": "single", "options": [{"key": "a", "right": True}, {"key": "b"}]},
        ]
    }
    found = score(questions_of(quiz), {"one": ("a",), "two": ("b",)}, {})
    assert (found.right, found.of, dict(found.by_question)) == (1, 2, {"one": True, "two": False})


def test_choices_beyond_z_are_written_with_blanks_between() -> None:
    keys = [f"k{number}" for number in range(28)]
    asked = question(Asked.MULTIPLE, keys)
    assert written(asked, ("k0", "k27")) == "A AB"
    assert typed(asked, "A AB") == typed(asked, "a,ab") == ("k0", "k27")
