"""Files under seal: each with a key of its own, in chunks that can neither be changed, moved, dropped nor cut off.

Layout: a mark (8 bytes), then chunks of 64 kB and their tags (16). The nonce of a chunk is its number and whether it is
the last one; the key is used for one file only, so no nonce comes twice.
"""

from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pulang.foundation.diskfiles import whole_file

MARK = b"PULANGF1"
CHUNK = 64 * 1024
TAG = 16


class Torn(Exception):
    """The file on the disk is not what was written there."""


def write(path: Path, content: bytes, *, key: bytes, context: bytes) -> None:
    """Seal content into a file that is wholly there, also after a power cut, or not at all. Raises ``OSError``."""
    cipher = AESGCM(key)
    starts = range(0, max(len(content), 1), CHUNK)
    with whole_file(path) as file:
        file.write(MARK)
        for number, start in enumerate(starts):
            last = start + CHUNK >= len(content)
            file.write(cipher.encrypt(_nonce(number, last), content[start : start + CHUNK], context))


def read(path: Path, *, key: bytes, context: bytes) -> bytes:
    """The whole content. Raises ``Torn``, or ``FileNotFoundError`` where there is no such file."""
    return b"".join(_opened(path.read_bytes(), AESGCM(key), context))


def _opened(sealed: bytes, cipher: AESGCM, context: bytes) -> Iterator[bytes]:
    if not sealed.startswith(MARK):
        raise Torn("no such kind of file")
    step = CHUNK + TAG
    for number, start in enumerate(range(len(MARK), max(len(sealed), len(MARK) + 1), step)):
        last = start + step >= len(sealed)
        try:
            yield cipher.decrypt(_nonce(number, last), sealed[start : start + step], context)
        except (InvalidTag, ValueError):
            raise Torn(f"chunk {number} does not belong here, or was changed") from None


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
