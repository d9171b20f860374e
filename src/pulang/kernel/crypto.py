"""Envelopes for secrets: AES-256-GCM under a named key, bound to the place where they belong.

Layout: version (1 byte), length of the key id (1), key id, nonce (12), ciphertext with tag (16).
The header and the caller's context are authenticated, so an envelope moved to another row, column
or purpose does not open. Nonces are random: change the active key long before 2**32 envelopes.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = 1
_KEY_SIZE = 32
_NONCE_SIZE = 12
_TAG_SIZE = 16
_SEAL = b"pulang.seal.1\x00"
_WRAP = b"pulang.wrap.1\x00"


class CryptoError(Exception):
    """Something sealed could not be made or opened."""


class BadEnvelope(CryptoError):
    """These bytes are no envelope of a version that this release knows."""


class UnknownKey(CryptoError):
    """The envelope names a key that is not in the keyring (or was destroyed)."""


class WrongContext(CryptoError):
    """The envelope belongs elsewhere, or was tampered with; the two cannot be told apart."""


@dataclass(frozen=True)
class _Envelope:
    header: bytes
    key_id: str
    nonce: bytes
    ciphertext: bytes


@dataclass(frozen=True)
class Keyring:
    """Keys of 32 bytes by id; new envelopes use `active`, old ones open with the key that they name.

    `Keyring({"subject": data_key}, active="subject")` seals with a single data key. Keys never
    appear in the representation. Raises ValueError for a key, id or active key that cannot serve.
    """

    keys: Mapping[str, bytes] = field(repr=False)
    active: str

    def __post_init__(self) -> None:
        for key_id, key in self.keys.items():
            _check_key(key_id, key)
        if self.active not in self.keys:
            raise ValueError(f"the active key {self.active!r} is not in the keyring")
        object.__setattr__(self, "keys", MappingProxyType(dict(self.keys)))

    def seal(self, plaintext: bytes, context: bytes) -> bytes:
        """Return an envelope of `plaintext` that opens only with the same `context`."""
        return self._seal(plaintext, _SEAL + context)

    def open(self, envelope: bytes, context: bytes) -> bytes:
        """Return the plaintext. Raises BadEnvelope, UnknownKey or WrongContext."""
        return self._open(envelope, _SEAL + context)

    def wrap(self, data_key: bytes, context: bytes) -> bytes:
        """Return `data_key` (32 bytes) under the active key; `open` does not open it, `unwrap` does."""
        if len(data_key) != _KEY_SIZE:
            raise ValueError(f"a data key has {_KEY_SIZE} bytes, not {len(data_key)}")
        return self._seal(data_key, _WRAP + context)

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """Return the data key. Raises BadEnvelope, UnknownKey or WrongContext."""
        return self._open(wrapped, _WRAP + context)

    def _seal(self, plaintext: bytes, bound: bytes) -> bytes:
        key_id = self.active.encode()
        header = bytes([_VERSION, len(key_id)]) + key_id
        nonce = secrets.token_bytes(_NONCE_SIZE)
        return header + nonce + AESGCM(self.keys[self.active]).encrypt(nonce, plaintext, header + bound)

    def _open(self, envelope: bytes, bound: bytes) -> bytes:
        parts = _parse(envelope)
        if parts.key_id not in self.keys:
            raise UnknownKey(f"no key {parts.key_id!r} in the keyring")
        try:
            return AESGCM(self.keys[parts.key_id]).decrypt(parts.nonce, parts.ciphertext, parts.header + bound)
        except InvalidTag:
            raise WrongContext("the envelope does not belong here, or was changed") from None


def new_key() -> bytes:
    """Return 32 fresh random bytes for a keyring or a data key."""
    return secrets.token_bytes(_KEY_SIZE)


def key_id_of(envelope: bytes) -> str:
    """Return the id of the key that an envelope was sealed with, for re-keying. Raises BadEnvelope."""
    return _parse(envelope).key_id


def blind_index(key: bytes, value: str) -> str:
    """Return 64 hexadecimal digits that are equal where `value` is equal, and say nothing else.

    The caller folds the value first where spellings should meet. Give every field its own key.
    """
    if len(key) < _KEY_SIZE:
        raise ValueError(f"a blind index needs a key of at least {_KEY_SIZE} bytes")
    return hmac.new(key, b"pulang.index.1\x00" + value.encode(), hashlib.sha256).hexdigest()


def _check_key(key_id: str, key: bytes) -> None:
    if not 1 <= len(key_id.encode()) <= 255:
        raise ValueError("a key id has 1 to 255 bytes")
    if len(key) != _KEY_SIZE:
        raise ValueError(f"the key {key_id!r} has {len(key)} bytes, not {_KEY_SIZE}")


def _parse(envelope: bytes) -> _Envelope:
    if len(envelope) < 2 or envelope[0] != _VERSION:
        raise BadEnvelope("not an envelope of a known version")
    start = 2 + envelope[1]
    if len(envelope) < start + _NONCE_SIZE + _TAG_SIZE:
        raise BadEnvelope("the envelope is cut short")
    try:
        key_id = envelope[2:start].decode()
    except UnicodeDecodeError:
        raise BadEnvelope("the envelope's key id is not text") from None
    nonce, ciphertext = envelope[start : start + _NONCE_SIZE], envelope[start + _NONCE_SIZE :]
    return _Envelope(envelope[:start], key_id, nonce, ciphertext)
