"""Keys on paper: typed in again they are the same, and a mistake is named by its line."""

import pytest

from pulang.kernel.paperkeys import ALPHABET, BadKey, PaperKey, make, parse


@pytest.mark.parametrize("purpose", ["backup", "escrow"])
def test_what_was_printed_can_be_typed_in(purpose: str) -> None:
    for _ in range(50):
        key = make(purpose)
        assert parse(key.text()) == key


@pytest.mark.parametrize("secret", [bytes(32), b"\xff" * 32])
def test_the_smallest_and_the_largest_key_survive(secret: bytes) -> None:
    assert parse(PaperKey("backup", secret).text()).secret == secret


def test_spaces_dashes_small_letters_and_lookalikes_do_not_matter() -> None:
    key = PaperKey("backup", bytes(range(32)))
    head, _, lines = key.text().partition("\n\n")
    typed = lines.lower().replace(" ", "-").replace(":-", ":  ").replace("0", "o").replace("1", "l")
    typed = "\n".join(f"{number}{line[1:]}" for number, line in enumerate(typed.splitlines(), 1))
    assert parse(f"{head}\n{typed}") == key


def test_every_mistyped_letter_is_told_by_its_line() -> None:
    key = PaperKey("backup", bytes(range(32)))
    lines = key.text().splitlines()
    for number in range(4, 8):
        for at, letter in enumerate(lines[number]):
            if at < 3 or letter == " ":
                continue
            wrong = ALPHABET[(ALPHABET.index(letter) + 7) % 32]
            typed = [*lines[:number], lines[number][:at] + wrong + lines[number][at + 1 :], *lines[number + 1 :]]
            with pytest.raises(BadKey, match=f"Line {number - 3} of the key was mistyped"):
                parse("\n".join(typed))


def test_lines_in_another_order_are_put_right_and_swapped_numbers_are_not() -> None:
    key = make("backup")
    *head, first, second, third, fourth = key.text().splitlines()
    assert parse("\n".join([*head, fourth, second, first, third])) == key
    swapped = ["1" + second[1:], "2" + first[1:], third, fourth]
    with pytest.raises(BadKey, match="Line 1"):
        parse("\n".join([*head, *swapped]))


def test_a_key_of_one_kind_is_not_a_key_of_the_other() -> None:
    with pytest.raises(BadKey, match="Line 1"):
        parse(make("backup").text().replace("for: backup", "for: escrow"))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "This is no key of Pulang"),
        ("PULANG KEY 1\n", "does not say what it is for"),
        ("PULANG KEY 1\nfor: backup\n1: 000\n", "line 2 of 4 is missing"),
    ],
)
def test_what_is_no_key_is_told(text: str, sentence: str) -> None:
    with pytest.raises(BadKey, match=sentence):
        parse(text)


def test_a_key_shows_in_no_representation() -> None:
    key = make("backup")
    assert key.secret.hex() not in repr(key)
    assert repr(key.secret) not in repr(key)
    assert len(key.fingerprint) == 16
