"""A key of 32 bytes as a text that can be printed, kept in a safe, and typed in again without a mistake.

Four numbered lines of 15 letters in groups of three. The last two letters of a line check it together with its number
and what the key is for, so that a mistyped line is named. I, L and O are read as 1, 1 and 0; U does not occur.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass, field

from pulang.kernel.strongbox import fingerprint

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PURPOSES = ("backup", "escrow")
_SIZE = 32
_LINES = 4
_LINE_BYTES = _SIZE // _LINES
_DATA, _CHECK = 13, 2
_TITLE = "PULANG KEY 1"
_READ_AS = str.maketrans("ILO", "110")


class BadKey(Exception):
    """This text is no key, or was mistyped; the message is a sentence that says where."""


@dataclass(frozen=True)
class PaperKey:
    """A key and what it is for: ``backup`` opens backups of data, ``escrow`` opens exports of keys."""

    purpose: str
    secret: bytes = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits by which the key is told from others; they may be public."""
        return fingerprint(self.secret, self.purpose)

    def text(self) -> str:
        """The key as it is kept in a file or on paper."""
        size = _LINE_BYTES
        lines = [_line(self.purpose, at, self.secret[at * size : (at + 1) * size]) for at in range(_LINES)]
        head = [_TITLE, f"for: {self.purpose}", f"fingerprint: {self.fingerprint}", ""]
        return "\n".join([*head, *lines, ""])


def make(purpose: str) -> PaperKey:
    """A fresh random key."""
    if purpose not in PURPOSES:
        raise ValueError(f"no key is for {purpose!r}")
    return PaperKey(purpose, secrets.token_bytes(_SIZE))


def parse(text: str) -> PaperKey:
    """Read what ``PaperKey.text`` wrote, however its lines are spaced. Raises ``BadKey``."""
    if _TITLE not in text:
        raise BadKey(f"This is no key of Pulang: it does not begin with {_TITLE}.")
    named = re.search(r"^\s*for:\s*(\w+)", text, re.MULTILINE)
    if named is None or named[1] not in PURPOSES:
        raise BadKey("The key does not say what it is for (for: backup, or for: escrow).")
    found = dict(re.findall(r"^\s*([1-4])\s*:\s*(.*?)\s*$", text, re.MULTILINE))
    missing = [str(number) for number in range(1, _LINES + 1) if str(number) not in found]
    if missing:
        raise BadKey(f"The key is not complete: line {missing[0]} of {_LINES} is missing.")
    purpose = named[1]
    return PaperKey(purpose, b"".join(_bytes(purpose, at, found[str(at + 1)]) for at in range(_LINES)))


def _line(purpose: str, at: int, data: bytes) -> str:
    letters = _letters(int.from_bytes(data, "big"), _DATA) + _check(purpose, at, data)
    return f"{at + 1}: " + " ".join(letters[start : start + 3] for start in range(0, len(letters), 3))


def _bytes(purpose: str, at: int, typed: str) -> bytes:
    letters = re.sub(r"[\s-]", "", typed).upper().translate(_READ_AS)
    wrong = BadKey(f"Line {at + 1} of the key was mistyped: compare it with the paper letter by letter.")
    if len(letters) != _DATA + _CHECK or any(letter not in ALPHABET for letter in letters):
        raise wrong
    number = 0
    for letter in letters[:_DATA]:
        number = number * 32 + ALPHABET.index(letter)
    if number >= 1 << (8 * _LINE_BYTES):
        raise wrong
    data = number.to_bytes(_LINE_BYTES, "big")
    if letters[_DATA:] != _check(purpose, at, data):
        raise wrong
    return data


def _check(purpose: str, at: int, data: bytes) -> str:
    digest = hashlib.sha256(f"pulang.paperkey.1:{purpose}:{at}:".encode() + data).digest()
    return _letters(int.from_bytes(digest[:2], "big") >> 6, _CHECK)


def _letters(number: int, length: int) -> str:
    letters = ""
    for _ in range(length):
        number, rest = divmod(number, 32)
        letters = ALPHABET[rest] + letters
    return letters
