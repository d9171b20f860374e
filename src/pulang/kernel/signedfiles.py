"""Files that one installation signs and another checks: JSON as RFC 8785 writes it, so that no byte changes unseen.

A file is read only if it is, byte for byte, what its own content gives when it is written again; so neither white
space nor the order of names nor a name that stands twice can differ from what was signed.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pulang.kernel import proofs

LARGEST = 24_000_000  # bytes
GROUPS, DIGITS = 8, 5
KIND = "kind"


class BadFile(Exception):
    """This is no signed file, or not the one that was signed. ``why`` says it in one word: none, large or changed."""

    def __init__(self, why: str, sentence: str) -> None:
        super().__init__(sentence)
        self.why = why


@dataclass(frozen=True)
class SignedFile:
    """What was signed, the ``did:key`` that signed it, the moment that it names, and the SHA-256 of the whole file."""

    kind: str
    content: Mapping[str, Any]
    key: str
    created: str
    digest: str


def write(kind: str, content: Mapping[str, Any], key: Ed25519PrivateKey, *, created: str) -> bytes:
    """The signed file. ``content`` is plain data without floats; ``created`` as XML Schema writes a moment."""
    return rfc8785.dumps(proofs.signed({**content, KIND: kind}, key, created=created))


def read(raw: bytes) -> SignedFile:
    """What a file says, once its signature was found right. Whose key it is must be asked next. Raises ``BadFile``."""
    if len(raw) > LARGEST:
        raise BadFile("large", "The file is too large.")
    found = _parsed(raw)
    try:
        if rfc8785.dumps(found) != raw:
            raise BadFile("changed", "The file is not written as it was signed.")
        key = proofs.check(found)
    except (rfc8785.CanonicalizationError, RecursionError):
        raise BadFile("none", "This is no signed file.") from None
    except proofs.BadProof:
        raise BadFile("changed", "The signature does not fit: the file was changed.") from None
    content = {name: value for name, value in found.items() if name not in (KIND, "proof")}
    created = str(found["proof"].get("created", ""))
    return SignedFile(str(found.get(KIND, "")), content, key, created, hashlib.sha256(raw).hexdigest())


def fingerprint(key: str) -> str:
    """Eight groups of five digits that two people compare aloud. Raises ``ValueError`` for what is no ``did:key``."""
    digest = hashlib.sha512(b"pulang.fingerprint.1\x00" + proofs.public_key(key)).digest()
    groups = (int.from_bytes(digest[start : start + 8]) % 10**DIGITS for start in range(0, GROUPS * 8, 8))
    return " ".join(f"{group:0{DIGITS}}" for group in groups)


def _parsed(raw: bytes) -> dict[str, Any]:
    try:
        found = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        raise BadFile("none", "This is no signed file.") from None
    if not isinstance(found, dict) or not isinstance(found.get("proof"), dict):
        raise BadFile("none", "This is no signed file.")
    return found
