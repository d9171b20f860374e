"""Access tokens of programs: 256 random bits behind a prefix, with a checksum by which a secret scanner knows them."""

import hashlib
import re
import secrets
import zlib

PREFIX = "plg_"
SECRET_BITS, CHECKSUM_BITS = 256, 32
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
SECRET_LENGTH, CHECKSUM_LENGTH = 43, 6
PATTERN = re.compile(rf"{PREFIX}[0-9A-Za-z]{{{SECRET_LENGTH + CHECKSUM_LENGTH}}}")


def fresh() -> str:
    """A new token: ``plg_``, 43 letters and digits (256 bits), 6 letters and digits (CRC-32 of those)."""
    secret = _written(secrets.randbits(SECRET_BITS), SECRET_LENGTH)
    return f"{PREFIX}{secret}{_checksum(secret)}"


def is_token(text: str) -> bool:
    """Whether this can be a token at all; says nothing about whether it opens anything."""
    if PATTERN.fullmatch(text) is None:
        return False
    secret = text[len(PREFIX) : len(PREFIX) + SECRET_LENGTH]
    return text.endswith(_checksum(secret))


def digest_of(token: str) -> str:
    """What is stored of a token. One with 256 random bits cannot be guessed, so one round is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def _checksum(secret: str) -> str:
    return _written(zlib.crc32(secret.encode()), CHECKSUM_LENGTH)


def _written(number: int, length: int) -> str:
    """A number in base 62, filled up with zeros."""
    letters = ""
    while number:
        number, place = divmod(number, len(DIGITS))
        letters = DIGITS[place] + letters
    return letters.rjust(length, DIGITS[0])
