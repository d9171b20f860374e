"""Access tokens: long enough, of one form, and known by their checksum."""

from hypothesis import given
from hypothesis import strategies as st

from pulang.kernel.tokens import DIGITS, PREFIX, SECRET_LENGTH, digest_of, fresh, is_token


def test_a_token_has_a_prefix_that_a_scanner_knows_and_256_random_bits() -> None:
    token = fresh()
    assert token.startswith(PREFIX)
    assert is_token(token)
    assert len(DIGITS) ** SECRET_LENGTH > 2**256
    assert fresh() != token


@given(st.integers(min_value=len(PREFIX), max_value=52), st.sampled_from(DIGITS))
def test_a_token_with_another_letter_is_none(place: int, letter: str) -> None:
    token = fresh()
    changed = token[:place] + letter + token[place + 1 :]
    assert is_token(changed) == (changed == token)


@given(st.text(max_size=80))
def test_no_other_text_is_a_token(text: str) -> None:
    assert not is_token(text)


def test_the_digest_tells_nothing_of_the_token() -> None:
    token = fresh()
    assert len(digest_of(token)) == 64
    assert token[len(PREFIX) :] not in digest_of(token)
