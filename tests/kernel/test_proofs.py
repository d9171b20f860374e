"""Proofs as the W3C recommendation has them, checked against its own example and by other libraries."""

import hashlib
from typing import Any

import jcs
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import VerifyKey

from pulang.kernel.proofs import BadProof, _unbased, check, did_key, public_key, signed

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
WHEN = "2026-11-27T09:30:00Z"
# Data Integrity EdDSA Cryptosuites v1.0, appendix B.2 (representation eddsa-jcs-2022), examples 13 to 24.
SECRET = "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq"
ALUMNI = {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
}

values = st.recursive(
    st.text() | st.integers(-(2**50), 2**50) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
documents = st.dictionaries(st.text().filter(lambda name: name != "proof"), values, min_size=1, max_size=6)


def test_the_example_of_the_recommendation_gives_its_signature() -> None:
    key = Ed25519PrivateKey.from_private_bytes(_unbased(SECRET)[2:])
    found = signed(ALUMNI, key, created="2023-02-24T23:36:38Z")
    assert found["proof"]["verificationMethod"] == (
        "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2#z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
    )
    assert found["proof"]["proofValue"] == (
        "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX"
    )
    assert check(found) == "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"


@given(documents)
def test_other_libraries_find_the_signature_right(document: dict[str, Any]) -> None:
    found = signed(document, KEY, created=WHEN)
    proof = dict(found["proof"])
    signature = _unbased(proof.pop("proofValue"))
    said = hashlib.sha256(jcs.canonicalize(proof)).digest() + hashlib.sha256(jcs.canonicalize(document)).digest()
    VerifyKey(PUBLIC).verify(said, signature)
    assert check(found) == did_key(PUBLIC)


@given(documents, st.data())
def test_a_document_that_was_changed_is_refused(document: dict[str, Any], data: st.DataObject) -> None:
    found = signed(document, KEY, created=WHEN)
    name = data.draw(st.sampled_from(sorted(document)))
    other = data.draw(values.filter(lambda value: jcs.canonicalize(value) != jcs.canonicalize(document[name])))
    with pytest.raises(BadProof):
        check({**found, name: other})
    with pytest.raises(BadProof):
        check({key: value for key, value in found.items() if key != name})


@pytest.mark.parametrize("proof", [None, {}, {"type": "DataIntegrityProof"}, "x"])
def test_a_document_without_a_proof_is_told(proof: object) -> None:
    with pytest.raises(BadProof):
        check({"a": 1, "proof": proof})


def test_the_name_of_a_key_is_read_back_and_other_names_are_refused() -> None:
    assert public_key(did_key(PUBLIC)) == PUBLIC
    for wrong in ("did:web:example.org", "did:key:z0", "did:key:x", did_key(PUBLIC)[:-1]):
        with pytest.raises(ValueError, match=r".*"):
            public_key(wrong)


def test_a_proof_names_what_was_signed_for_what_and_when() -> None:
    proof = signed({"@context": ["x"]}, KEY, created=WHEN)["proof"]
    assert (proof["created"], proof["proofPurpose"], proof["@context"]) == (WHEN, "assertionMethod", ["x"])
