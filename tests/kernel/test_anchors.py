"""Anchors on paper: short, signed, readable again however they were typed, and useless once touched."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pulang.kernel.anchors import BadAnchor, parse, sign

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
ANCHOR = sign(KEY, plane="forum", position=1234, digest=b"\x17" * 32, time="2026-11-25T13:00:00+00:00")


def test_an_anchor_can_be_read_again() -> None:
    assert parse(ANCHOR.text()) == ANCHOR
    assert len(ANCHOR.text().splitlines()) == 8


def test_line_ends_and_spaces_do_not_matter() -> None:
    assert parse(ANCHOR.text().replace("\n", "  ")) == ANCHOR
    assert parse("> " + ANCHOR.text().replace("1717", "17 17")) == ANCHOR


@pytest.mark.parametrize(
    ("before", "after"),
    [("forum", "service"), ("1234", "1235"), ("1717", "1718"), ("2026", "2027"), ("public key: ", "public key: A")],
)
def test_an_anchor_that_says_something_else_does_not_hold(before: str, after: str) -> None:
    with pytest.raises(BadAnchor):
        parse(ANCHOR.text().replace(before, after, 1))


def test_another_key_has_another_fingerprint() -> None:
    other = sign(Ed25519PrivateKey.generate(), plane="forum", position=1, digest=b"1" * 32, time="2026")
    assert parse(other.text()).fingerprint != ANCHOR.fingerprint


@pytest.mark.parametrize("text", ["", "PULANG ANCHOR 1", "PULANG ANCHOR 1\nplane: forum\nevent: 7"])
def test_what_is_no_anchor_is_told(text: str) -> None:
    with pytest.raises(BadAnchor, match=r"no anchor|missing"):
        parse(text)
