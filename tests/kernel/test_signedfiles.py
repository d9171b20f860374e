"""Signed files: what was signed is read again, and no file passes with a changed byte."""

import json
from typing import Any

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from pulang.kernel import signedfiles
from pulang.kernel.proofs import did_key
from pulang.kernel.signedfiles import BadFile, fingerprint

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
PUBLIC = did_key(KEY.public_key().public_bytes_raw())
WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
CONTENTS = st.dictionaries(WORDS.filter(lambda name: name not in ("kind", "proof", "@context")), VALUES, max_size=4)
FILE = signedfiles.write("a", {"one": 1, "text": "é <&"}, KEY, created="2026-11-28T09:00:00Z")


@given(content=CONTENTS)
def test_what_was_signed_is_read_again(content: dict[str, Any]) -> None:
    found = signedfiles.read(signedfiles.write("a", content, KEY, created="2026-11-28T09:00:00Z"))
    assert (found.kind, found.content, found.key) == ("a", content, PUBLIC)


@given(place=st.integers(0, len(FILE) - 1), byte=st.integers(1, 255))
@settings(max_examples=300)
def test_no_file_passes_with_a_changed_byte(place: int, byte: int) -> None:
    changed = bytearray(FILE)
    changed[place] ^= byte
    with pytest.raises(BadFile):
        _must_be_by(PUBLIC, bytes(changed))


def test_every_byte_counts() -> None:
    """Every place of the file, one bit each."""
    for place in range(len(FILE)):
        with pytest.raises(BadFile):
            _must_be_by(PUBLIC, FILE[:place] + bytes([FILE[place] ^ 1]) + FILE[place + 1 :])


@pytest.mark.parametrize("added", [b" ", b"\n", b"\0", b"{}"])
def test_nothing_is_added_or_cut_off(added: bytes) -> None:
    for changed in (FILE + added, added + FILE, FILE[:-1]):
        with pytest.raises(BadFile):
            signedfiles.read(changed)


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"{}", b'{"proof":{}}', b"\xff", b"PK\x03\x04", b"[" * 100_000, b'{"a":1e400,"proof":{}}']
)
def test_what_is_no_signed_file_is_told_so(raw: bytes) -> None:
    with pytest.raises(BadFile):
        signedfiles.read(raw)


def test_the_same_values_written_otherwise_do_not_pass() -> None:
    """A name that stands twice, white space, another order: read alike by programs, and refused here."""
    found = json.loads(FILE)
    for otherwise in (json.dumps(found), json.dumps(found, indent=1), FILE.decode().replace("{", '{"kind":"b",', 1)):
        with pytest.raises(BadFile) as caught:
            signedfiles.read(otherwise.encode())
        assert caught.value.why == "changed"


def test_what_somebody_else_signs_bears_their_name() -> None:
    bare = {name: value for name, value in json.loads(FILE).items() if name not in ("kind", "proof")}
    forged = signedfiles.read(signedfiles.write("a", bare, OTHER, created="2026-11-28T09:00:00Z"))
    assert forged.key != PUBLIC
    swapped = json.loads(FILE)
    swapped["proof"]["verificationMethod"] = f"{forged.key}#{forged.key.removeprefix('did:key:')}"
    with pytest.raises(BadFile):
        signedfiles.read(rfc8785.dumps(swapped))


def test_a_file_that_is_too_large_is_not_even_read() -> None:
    with pytest.raises(BadFile) as caught:
        signedfiles.read(b" " * (signedfiles.LARGEST + 1))
    assert caught.value.why == "large"


def test_a_fingerprint_is_eight_groups_of_five_digits_of_this_key_alone() -> None:
    groups = fingerprint(PUBLIC).split()
    assert [len(group) for group in groups] == [5] * 8
    assert all(group.isdecimal() for group in groups)
    assert fingerprint(PUBLIC) != fingerprint(did_key(OTHER.public_key().public_bytes_raw()))
    with pytest.raises(ValueError, match="not base58"):
        fingerprint("did:key:")


def _must_be_by(key: str, raw: bytes) -> None:
    """Read, as whoever trusts one key does."""
    if signedfiles.read(raw).key != key:
        raise BadFile("key", "Another key.")
