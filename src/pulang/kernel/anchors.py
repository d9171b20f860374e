"""Where a chain stood at a moment, signed, as a text short enough for paper.

Whoever holds the paper can say later whether the chain still contains that event, whatever happened to the database.
"""

import base64
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_TITLE = "PULANG ANCHOR 1"
_DOMAIN = b"pulang.anchor.1\x00"
_FIELDS = ("plane", "event", "hash", "time", "public key", "signature")


class BadAnchor(Exception):
    """This text is no anchor, or not the one that was signed; the message is a sentence."""


@dataclass(frozen=True)
class Anchor:
    """Event number ``position`` of a plane had this 32-byte ``digest`` at ``time`` (ISO 8601, UTC)."""

    plane: str
    position: int
    digest: bytes
    time: str
    public_key: bytes = b""
    signature: bytes = b""

    @property
    def fingerprint(self) -> str:
        """Names the key that signed; compare it with what is on paper."""
        return key_fingerprint(self.public_key)

    def text(self) -> str:
        """The anchor as it is printed."""
        lines = {
            "plane": self.plane,
            "event": str(self.position),
            "hash": _grouped(self.digest.hex()),
            "time": self.time,
            "public key": base64.b64encode(self.public_key).decode(),
            "fingerprint": self.fingerprint,
            "signature": base64.b64encode(self.signature).decode(),
        }
        return "\n".join([_TITLE, *(f"{name}: {value}" for name, value in lines.items()), ""])

    def _message(self) -> bytes:
        return _DOMAIN + f"{self.plane}\n{self.position}\n{self.digest.hex()}\n{self.time}".encode()


def sign(key: Ed25519PrivateKey, *, plane: str, position: int, digest: bytes, time: str) -> Anchor:
    """An anchor with its signature."""
    bare = Anchor(plane, position, digest, time)
    public = key.public_key().public_bytes_raw()
    return Anchor(plane, position, digest, time, public, key.sign(bare._message()))


def key_fingerprint(public_key: bytes) -> str:
    """Sixteen hexadecimal digits in groups of four."""
    return _grouped(hashlib.sha256(b"pulang.anchor.key.1\x00" + public_key).hexdigest()[:16])


def parse(text: str) -> Anchor:
    """Read what ``Anchor.text`` wrote, however its lines are broken and spaced, and check its signature.

    Raises ``BadAnchor``. That the signature holds says nothing about whose key it is: compare fingerprints.
    """
    anchor = _read(text)
    try:
        key = Ed25519PublicKey.from_public_bytes(anchor.public_key)
        key.verify(anchor.signature, anchor._message())
    except (InvalidSignature, ValueError):
        raise BadAnchor("The signature does not fit what the anchor says: it was changed or mistyped.") from None
    return anchor


def _read(text: str) -> Anchor:
    if _TITLE not in text:
        raise BadAnchor(f"This is no anchor: it does not begin with {_TITLE}.")
    names = "|".join((*_FIELDS, "fingerprint"))
    found = dict(re.findall(rf"({names}):\s*(.*?)\s*(?=(?:{names}):|\Z)", text, re.DOTALL))
    for name in _FIELDS:
        if name not in found:
            raise BadAnchor(f"The anchor is not complete: its {name} is missing.")
    plain = {name: re.sub(r"\s", "", value) for name, value in found.items()}
    try:
        return Anchor(
            plane=plain["plane"],
            position=int(plain["event"]),
            digest=bytes.fromhex(plain["hash"]),
            time=plain["time"],
            public_key=base64.b64decode(plain["public key"], validate=True),
            signature=base64.b64decode(plain["signature"], validate=True),
        )
    except ValueError:
        raise BadAnchor("The anchor cannot be read: a number, hash, key or signature in it was mistyped.") from None


def _grouped(text: str) -> str:
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
