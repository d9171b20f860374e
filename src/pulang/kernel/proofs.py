"""Documents signed so that programs elsewhere can check them: Data Integrity proofs of the kind ``eddsa-jcs-2022``.

Source: W3C Recommendation *Data Integrity EdDSA Cryptosuites v1.0*, section 3.3. The key is named as a ``did:key``, so
that whoever has the document can check it without asking anybody; whose key it is must be known from elsewhere.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

Document = Mapping[str, Any]
_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ED25519 = b"\xed\x01"
_SUITE = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022"}


class BadProof(Exception):
    """The proof does not fit the document, or is none that can be checked; the message is a sentence."""


def signed(document: Document, key: Ed25519PrivateKey, *, created: str) -> dict[str, Any]:
    """The document with its proof. ``created`` is a moment as XML Schema writes it (2026-11-27T09:30:00Z)."""
    name = did_key(key.public_key().public_bytes_raw())
    options = {
        **_SUITE,
        "created": created,
        "verificationMethod": f"{name}#{name.removeprefix('did:key:')}",
        "proofPurpose": "assertionMethod",
        **({"@context": document["@context"]} if "@context" in document else {}),
    }
    proof = {**options, "proofValue": _multibase(key.sign(_digest(document, options)))}
    return {**document, "proof": proof}


def check(document: Document) -> str:
    """The ``did:key`` that signed the document. Raises ``BadProof``."""
    proof = document.get("proof")
    if not isinstance(proof, Mapping) or any(proof.get(name) != value for name, value in _SUITE.items()):
        raise BadProof("The document has no proof of a kind that can be checked.")
    bare = {name: value for name, value in document.items() if name != "proof"}
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    name = str(proof.get("verificationMethod", "")).partition("#")[0]
    try:
        public = Ed25519PublicKey.from_public_bytes(public_key(name))
        public.verify(_unbased(str(proof.get("proofValue", ""))), _digest(bare, options))
    except (InvalidSignature, ValueError, rfc8785.CanonicalizationError):
        raise BadProof("The signature does not fit: the document was changed.") from None
    return name


def did_key(public: bytes) -> str:
    """The name of an Ed25519 key of 32 bytes."""
    return "did:key:" + _multibase(_ED25519 + public)


def public_key(name: str) -> bytes:
    """The 32 bytes of a ``did:key``. Raises ``ValueError`` for another kind of name or key."""
    raw = _unbased(name.removeprefix("did:key:"))
    if not name.startswith("did:key:") or raw[:2] != _ED25519 or len(raw) != len(_ED25519) + 32:
        raise ValueError("no Ed25519 key")
    return raw[2:]


def _digest(document: Document, options: Document) -> bytes:
    return (
        hashlib.sha256(rfc8785.dumps(dict(options))).digest() + hashlib.sha256(rfc8785.dumps(dict(document))).digest()
    )


def _multibase(raw: bytes) -> str:
    """Base58 as Bitcoin writes it, behind the ``z`` by which multibase tells it."""
    number, digits = int.from_bytes(raw), ""
    while number:
        number, rest = divmod(number, len(_ALPHABET))
        digits = _ALPHABET[rest] + digits
    return "z" + _ALPHABET[0] * (len(raw) - len(raw.lstrip(b"\0"))) + digits


def _unbased(text: str) -> bytes:
    if not text.startswith("z"):
        raise ValueError("not base58 of multibase")
    number, digits = 0, text[1:]
    for digit in digits:
        number = number * len(_ALPHABET) + _ALPHABET.index(digit)
    zeros = len(digits) - len(digits.lstrip(_ALPHABET[0]))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)
