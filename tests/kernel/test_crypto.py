import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulang.kernel.crypto import (
    BadEnvelope,
    CryptoError,
    Keyring,
    UnknownKey,
    WrongContext,
    blind_index,
    key_id_of,
    new_key,
)

OLD, NEW = b"o" * 32, b"n" * 32
RING = Keyring({"2025": OLD, "2026": NEW}, active="2026")


@given(st.binary(max_size=200), st.binary(max_size=50))
def test_what_was_sealed_opens_in_its_context(plaintext: bytes, context: bytes) -> None:
    envelope = RING.seal(plaintext, context)
    assert RING.open(envelope, context) == plaintext


@given(st.binary(max_size=50), st.binary(max_size=50))
def test_an_envelope_does_not_open_elsewhere(here: bytes, there: bytes) -> None:
    if here != there:
        with pytest.raises(WrongContext):
            RING.open(RING.seal(b"text", here), there)


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_a_changed_byte_anywhere_is_noticed(position: int, change: int) -> None:
    envelope = bytearray(RING.seal(b"the text", b"row 1"))
    envelope[position % len(envelope)] ^= change
    with pytest.raises(CryptoError):
        RING.open(bytes(envelope), b"row 1")


def test_sealing_twice_gives_two_envelopes_without_the_text() -> None:
    one, two = RING.seal(b"the text", b""), RING.seal(b"the text", b"")
    assert one != two
    assert b"the text" not in one


def test_new_envelopes_use_the_active_key_and_old_ones_still_open() -> None:
    old = Keyring({"2025": OLD}, active="2025").seal(b"text", b"row")
    assert RING.open(old, b"row") == b"text"
    assert key_id_of(old) == "2025"
    assert key_id_of(RING.seal(b"text", b"row")) == "2026"


def test_an_envelope_of_a_missing_key_names_it() -> None:
    envelope = RING.seal(b"text", b"row")
    with pytest.raises(UnknownKey, match="2026"):
        Keyring({"2025": OLD}, active="2025").open(envelope, b"row")


def test_another_key_under_the_same_id_does_not_open() -> None:
    envelope = RING.seal(b"text", b"row")
    with pytest.raises(WrongContext):
        Keyring({"2026": OLD}, active="2026").open(envelope, b"row")


@pytest.mark.parametrize(
    "envelope", [b"", b"\x01", b"\x02\x01k" + b"0" * 40, b"\x01\x02k", b"\x01\x01\xff" + b"0" * 40]
)
def test_bytes_that_are_no_envelope_are_refused(envelope: bytes) -> None:
    with pytest.raises(BadEnvelope):
        RING.open(envelope, b"")


def test_a_data_key_is_wrapped_and_unwrapped_but_never_opened_as_text() -> None:
    data_key = new_key()
    wrapped = RING.wrap(data_key, b"subject 1")
    assert RING.unwrap(wrapped, b"subject 1") == data_key
    with pytest.raises(WrongContext):
        RING.open(wrapped, b"subject 1")
    with pytest.raises(WrongContext):
        RING.unwrap(RING.seal(data_key, b"subject 1"), b"subject 1")


def test_a_short_data_key_is_not_wrapped() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        RING.wrap(b"short", b"")


@pytest.mark.parametrize(
    ("keys", "active"),
    [({"a": b"short"}, "a"), ({"a": OLD}, "b"), ({"": OLD}, ""), ({"é" * 200: OLD}, "é" * 200)],
)
def test_a_keyring_that_cannot_serve_is_refused(keys: dict[str, bytes], active: str) -> None:
    with pytest.raises(ValueError):
        Keyring(keys, active=active)


def test_a_keyring_never_shows_its_keys() -> None:
    assert "nnn" not in repr(RING)
    assert "nnn" not in str(RING)


def test_a_blind_index_is_equal_only_for_equal_values_and_keys() -> None:
    index = blind_index(OLD, "amina@example.org")
    assert index == blind_index(OLD, "amina@example.org")
    assert len(index) == 64
    assert index != blind_index(OLD, "amina@example.com")
    assert index != blind_index(NEW, "amina@example.org")


def test_a_blind_index_refuses_a_weak_key() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        blind_index(b"weak", "value")
