"""Long secrets as a stream: AES-256-GCM in numbered chunks, so that memory stays flat however long it is.

Layout: header (magic, version, purpose, fingerprint of the key, salt), then chunks, each with its length before it.
Every file has a key of its own, drawn from the caller's key and the salt. Each chunk is bound to the header, to its
number and to whether it is the last one: what was changed, cut short, put in another order or taken from another file
does not open.
"""

import hashlib
import secrets
import struct
from collections.abc import Iterator
from types import TracebackType
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

CHUNK = 1 << 18
_MAGIC = b"PULANGBOX"
_VERSION = 1
_KEY_SIZE = 32
_SALT_SIZE = 32
_PRINT_SIZE = 8
_TAG_SIZE = 16
_NONCE_SIZE = 12
_PURPOSE_SIZE = 16


class StrongboxError(Exception):
    """The file cannot be opened; the message is a sentence that says why."""


def fingerprint(key: bytes, purpose: str) -> str:
    """Sixteen hexadecimal digits that name a key without giving it away."""
    return hashlib.sha256(b"pulang.fingerprint.1\x00" + purpose.encode() + b"\x00" + key).digest()[:_PRINT_SIZE].hex()


class Writer:
    """Seals what is written to it into ``file``. Nothing is complete before ``close`` or the end of ``with``.

    ``purpose`` is at most 16 bytes of ASCII; a file opens for its own purpose only. Raises OSError from the file.
    """

    def __init__(self, file: BinaryIO, key: bytes, purpose: str) -> None:
        salt = secrets.token_bytes(_SALT_SIZE)
        self._file = file
        self._header = _header(key, purpose, salt)
        self._cipher = _cipher(key, salt, purpose)
        self._buffer = bytearray()
        self._number = 0
        file.write(self._header)

    def write(self, data: bytes) -> int:
        """Take any number of bytes; the chunks are filled before they are sealed."""
        self._buffer += data
        while len(self._buffer) > CHUNK:
            self._seal(bytes(self._buffer[:CHUNK]), is_last=False)
            del self._buffer[:CHUNK]
        return len(data)

    def close(self) -> None:
        """Seal the last chunk. The file itself stays open."""
        self._seal(bytes(self._buffer), is_last=True)
        self._buffer.clear()

    def _seal(self, plain: bytes, *, is_last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number), plain, _bound(self._header, self._number, is_last))
        self._file.write(struct.pack(">I", len(sealed)) + sealed)
        self._number += 1

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            self.close()


class Reader:
    """Opens what a ``Writer`` sealed, chunk by chunk. Only what has proved sound is ever given out.

    Raises ``StrongboxError``: at once for a wrong key or no such file, while reading for what was changed or cut.
    """

    def __init__(self, file: BinaryIO, key: bytes, purpose: str) -> None:
        self._file = file
        self._header, salt = _read_header(file, key, purpose)
        self._cipher = _cipher(key, salt, purpose)
        self._buffer = bytearray()
        self._chunks = self._opened()

    def read(self, size: int) -> bytes:
        """Up to ``size`` bytes; fewer only at the end."""
        while len(self._buffer) < size:
            chunk = next(self._chunks, None)
            if chunk is None:
                break
            self._buffer += chunk
        given = bytes(self._buffer[:size])
        del self._buffer[:size]
        return given

    def _opened(self) -> Iterator[bytes]:
        number, is_last, following = 0, False, self._sealed()
        while not is_last:
            sealed, following = following, self._sealed()
            if sealed is None:
                raise StrongboxError("The file is empty after its heading: it is cut short.")
            is_last = following is None
            yield self._open(sealed, number, is_last=is_last)
            number += 1

    def _sealed(self) -> bytes | None:
        """The next chunk as it lies in the file; ``None`` at the end of the file."""
        prefix = self._file.read(4)
        if not prefix:
            return None
        length = struct.unpack(">I", prefix)[0] if len(prefix) == 4 else 0
        if len(prefix) == 4 and not _TAG_SIZE <= length <= CHUNK + _TAG_SIZE:
            raise StrongboxError("The file was changed after it was written: it has a part of an impossible length.")
        sealed = self._file.read(length)
        if len(prefix) < 4 or len(sealed) < length:
            raise StrongboxError("The file is cut short: it ends in the middle of a part.")
        return sealed

    def _open(self, sealed: bytes, number: int, *, is_last: bool) -> bytes:
        try:
            return self._cipher.decrypt(_nonce(number), sealed, _bound(self._header, number, is_last))
        except InvalidTag:
            raise StrongboxError(self._why(sealed, number, is_last=is_last)) from None

    def _why(self, sealed: bytes, number: int, *, is_last: bool) -> str:
        """A sound chunk at the wrong end is told apart from one that was altered."""
        try:
            self._cipher.decrypt(_nonce(number), sealed, _bound(self._header, number, not is_last))
        except InvalidTag:
            return f"Part {number + 1} of the file was changed, or stands where it does not belong."
        if is_last:
            return f"The file is cut short: it ends after part {number + 1}, and should not end there."
        return f"Something was put behind the end of the file, after part {number + 1}."


def _header(key: bytes, purpose: str, salt: bytes) -> bytes:
    name = purpose.encode("ascii")
    if not 1 <= len(name) <= _PURPOSE_SIZE:
        raise ValueError(f"a purpose has 1 to {_PURPOSE_SIZE} letters")
    padded = name.ljust(_PURPOSE_SIZE, b"\x00")
    return _MAGIC + bytes([_VERSION]) + padded + bytes.fromhex(fingerprint(key, purpose)) + salt


def _read_header(file: BinaryIO, key: bytes, purpose: str) -> tuple[bytes, bytes]:
    """The header and the salt in it, when it is ours, of this purpose and of this key."""
    header = file.read(len(_MAGIC) + 1 + _PURPOSE_SIZE + _PRINT_SIZE + _SALT_SIZE)
    if not header.startswith(_MAGIC):
        raise StrongboxError("This is no file of this kind: it does not begin like one.")
    if header[len(_MAGIC)] != _VERSION:
        raise StrongboxError("The file was written by a newer version of Pulang, which this one cannot read.")
    salt = header[-_SALT_SIZE:]
    if len(header) != len(_header(key, purpose, salt)):
        raise StrongboxError("The file is cut short: it ends in its heading.")
    found = header[len(_MAGIC) + 1 :][:_PURPOSE_SIZE].rstrip(b"\x00").decode("ascii", "replace")
    if found != purpose:
        raise StrongboxError(f"This file is for another purpose ({found}, not {purpose}).")
    if header != _header(key, purpose, salt):
        made_with = header[-_SALT_SIZE - _PRINT_SIZE : -_SALT_SIZE].hex()
        raise StrongboxError(
            f"The key is the wrong one: the file was made with {made_with}, and this is {fingerprint(key, purpose)}."
        )
    return header, salt


def _cipher(key: bytes, salt: bytes, purpose: str) -> AESGCM:
    if len(key) != _KEY_SIZE:
        raise ValueError(f"a key has {_KEY_SIZE} bytes, not {len(key)}")
    derived = HKDF(SHA256(), _KEY_SIZE, salt, b"pulang.strongbox.1\x00" + purpose.encode()).derive(key)
    return AESGCM(derived)


def _nonce(number: int) -> bytes:
    """Never used twice under one key: the key belongs to one file, the number to one chunk."""
    return number.to_bytes(_NONCE_SIZE, "big")


def _bound(header: bytes, number: int, is_last: bool) -> bytes:
    return header + number.to_bytes(8, "big") + bytes([is_last])
