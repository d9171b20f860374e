"""A hash chain over canonical JSON: whoever changes, drops or swaps a row breaks every link after it.

The chain says nothing about rows cut off at its end: compare the last link with a head kept elsewhere.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_DOMAIN = b"pulang.chain.1\x00"
_SIZE = hashlib.sha256().digest_size

GENESIS = bytes(_SIZE)


@dataclass(frozen=True)
class Break:
    """The first row (counted from 0) whose link does not follow from the rows before it."""

    position: int
    expected: bytes
    found: bytes


def canonical(body: Mapping[str, object]) -> bytes:
    """Return the one UTF-8 JSON text of `body`: sorted keys, no spaces.

    Only what a database gives back unchanged is let in: TypeError for a float, a key that is no
    string, or any type that JSON does not have; ValueError for text that is not valid Unicode.
    """
    text = json.dumps(_plain(body), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def link(previous: bytes, body: Mapping[str, object]) -> bytes:
    """Return the 32 bytes that tie `body` to everything before it; `GENESIS` starts a chain."""
    if len(previous) != _SIZE:
        raise ValueError(f"a link has {_SIZE} bytes, not {len(previous)}")
    return hashlib.sha256(_DOMAIN + previous + canonical(body)).digest()


def verify(rows: Iterable[tuple[Mapping[str, object], bytes]], start: bytes = GENESIS) -> Break | None:
    """Walk `(body, link)` rows as they come and return the first break, or None for a whole chain."""
    previous = start
    for position, (body, found) in enumerate(rows):
        expected = link(previous, body)
        if expected != found:
            return Break(position, expected, found)
        previous = found
    return None


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Mapping):
        return {_key(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise TypeError(f"a chained body cannot hold a {type(value).__name__}")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a chained body needs text keys, not {type(key).__name__}")
    return key
