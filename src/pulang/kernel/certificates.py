"""A certificate as a line of capital letters, short enough for a QR code, that a page without network can check.

It names nobody: whoever keeps the register of ``serial`` knows the holder.
"""

import base64
import hashlib
import re
from dataclasses import dataclass, replace
from datetime import date

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

TITLE = "PULANG1"
DOMAIN = b"pulang.certificate.1\x00"
_SERIAL = re.compile(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){2}")
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NUMBER = re.compile(r"\d{1,4}(\.\d{1,4}){2}")
# White space, and the places at which a document lets a long line break.
_BETWEEN = re.compile("[\\s\u200b\u00ad]+")
_FIELDS = 8
SERIAL_BYTES = 8
LASTS_FOR_EVER = "-"


class BadCertificate(Exception):
    """This text is no certificate, or not the one that was signed; the message is a sentence.

    ``why`` names the reason in one word, for a page that has words of its own: none, key or changed.
    """

    def __init__(self, why: str, sentence: str) -> None:
        super().__init__(sentence)
        self.why = why


@dataclass(frozen=True)
class Certificate:
    """Somebody completed ``course`` (a key) in the version ``number``. ``until`` is None where it does not expire."""

    serial: str
    course: str
    number: str
    issued_on: date
    until: date | None
    key: str = ""
    signature: bytes = b""

    def text(self) -> str:
        """The line that is printed: only what a QR code takes in its compact alphanumeric form."""
        return f"{self._said()}/{base64.b32encode(self.signature).decode().rstrip('=')}"

    def _said(self) -> str:
        until = self.until.strftime("%Y%m%d") if self.until else LASTS_FOR_EVER
        issued = self.issued_on.strftime("%Y%m%d")
        return "/".join((TITLE, self.serial, self.course.upper(), self.number, issued, until, self.key))


def sign(key: Ed25519PrivateKey, bare: Certificate) -> Certificate:
    """The certificate with the name of the key and its signature."""
    named = replace(bare, key=key_name(key.public_key().public_bytes_raw()))
    return replace(named, signature=key.sign(DOMAIN + named._said().encode()))


def check(text: str, public_key: bytes) -> Certificate:
    """The certificate that a line says, once its signature was found right. Raises ``BadCertificate``."""
    found = _read(_BETWEEN.sub("", text).upper())
    if found.key != key_name(public_key):
        raise BadCertificate("key", "Another key signed this certificate.")
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(found.signature, DOMAIN + found._said().encode())
    except (InvalidSignature, ValueError):
        raise BadCertificate(
            "changed", "The signature does not fit: the certificate was changed or mistyped."
        ) from None
    return found


def key_name(public_key: bytes) -> str:
    """Sixteen capital hexadecimal digits that name a key."""
    return hashlib.sha256(b"pulang.certificate.key.1\x00" + public_key).hexdigest()[:16].upper()


def serial_of(random: bytes) -> str:
    """Twelve letters and digits in groups of four, of eight random bytes; none of them is easily taken for another."""
    letters = base64.b32encode(random[:SERIAL_BYTES]).decode()[:12]
    return "-".join(letters[start : start + 4] for start in (0, 4, 8))


def _read(text: str) -> Certificate:
    fields = text.split("/")
    if len(fields) != _FIELDS or fields[0] != TITLE:
        raise BadCertificate("none", "This is no certificate.")
    _title, serial, course, number, issued, until, key, signature = fields
    if not (_SERIAL.fullmatch(serial) and _KEY.fullmatch(course.lower()) and _NUMBER.fullmatch(number)):
        raise BadCertificate("none", "This is no certificate.")
    try:
        last = None if until == LASTS_FOR_EVER else _day(until)
        signed = base64.b32decode(signature + "=" * (-len(signature) % 8))
        return Certificate(serial, course.lower(), number, _day(issued), last, key, signed)
    except ValueError:
        raise BadCertificate("none", "This is no certificate.") from None


def _day(digits: str) -> date:
    if not re.fullmatch(r"\d{8}", digits):
        raise ValueError(digits)
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
