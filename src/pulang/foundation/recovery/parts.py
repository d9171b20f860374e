"""What lies in the box: a heading, named parts of any length, and at the end a manifest that accounts for them.

Frames of one letter, a length and the bytes: H heading, P part begins, D data, E part ends (its SHA-256, length and
rows), M manifest (number of parts, and the digest of their ends). Memory stays flat however many or long the parts are.
"""

import hashlib
import json
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from pulang.foundation.recovery.problems import RecoveryError

FORMAT = 1
FRAME = 1 << 18
_HEAD = struct.Struct(">cI")
_MOST = 1 << 26


class _Sink(Protocol):
    def write(self, data: bytes, /) -> object: ...


class _Source(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass
class Part:
    """One part while it is written. ``rows`` is set by whoever counts them."""

    name: str
    sink: _Sink
    rows: int = 0
    size: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    def write(self, data: bytes) -> None:
        """Take any number of bytes."""
        view = memoryview(data)
        for start in range(0, len(view), FRAME):
            piece = bytes(view[start : start + FRAME])
            self.digest.update(piece)
            self.size += len(piece)
            _put(self.sink, b"D", piece)

    def end(self) -> bytes:
        """What the end of the part says about it."""
        return _json({"name": self.name, "sha256": self.digest.hexdigest(), "size": self.size, "rows": self.rows})


class Packer:
    """Writes heading, parts and manifest."""

    def __init__(self, sink: _Sink, heading: Mapping[str, object]) -> None:
        self._sink = sink
        self._ends = hashlib.sha256()
        self._count = 0
        _put(sink, b"H", _json({"format": FORMAT, **heading}))

    @contextmanager
    def part(self, name: str, **about: object) -> Iterator[Part]:
        """Write one part; what else there is to say about it goes before its data."""
        _put(self._sink, b"P", _json({**about, "name": name}))
        part = Part(name, self._sink)
        yield part
        end = part.end()
        self._ends.update(end)
        self._count += 1
        _put(self._sink, b"E", end)

    def finish(self, **said: object) -> None:
        """The manifest, last of all."""
        _put(self._sink, b"M", _json({**said, "parts": self._count, "sha256": self._ends.hexdigest()}))


@dataclass
class Unpacked:
    """One part while it is read: iterate ``data`` to its end."""

    name: str
    about: dict[str, Any]
    data: Iterator[bytes]
    rows: int = 0


class Unpacker:
    """Reads what ``Packer`` wrote and checks every sum. Raises ``RecoveryError``, and what the source raises."""

    def __init__(self, source: _Source) -> None:
        self._source = source
        self._ends = hashlib.sha256()
        self._count = 0
        kind, payload = self._frame()
        self.heading: dict[str, Any] = json.loads(payload) if kind == b"H" else {}
        if self.heading.get("format") != FORMAT:
            raise RecoveryError("The file has a form that this version of Pulang does not know.")
        self.manifest: dict[str, Any] = {}

    def parts(self) -> Iterator[Unpacked]:
        """Every part in its order; afterwards the manifest has been read and fits."""
        while (frame := self._frame())[0] == b"P":
            about = json.loads(frame[1])
            part = Unpacked(about["name"], about, iter(()))
            part.data = self._data(part)
            yield part
            for _unread in part.data:
                pass
        if frame[0] != b"M":
            raise RecoveryError("The file is not in order: its parts do not follow one another.")
        self.manifest = json.loads(frame[1])
        if (self.manifest["parts"], self.manifest["sha256"]) != (self._count, self._ends.hexdigest()):
            raise RecoveryError("The file does not hold the parts that its manifest names.")

    def _data(self, part: Unpacked) -> Iterator[bytes]:
        digest, size = hashlib.sha256(), 0
        while (frame := self._frame())[0] == b"D":
            digest.update(frame[1])
            size += len(frame[1])
            yield frame[1]
        end = json.loads(frame[1]) if frame[0] == b"E" else {}
        if (end.get("name"), end.get("sha256"), end.get("size")) != (part.name, digest.hexdigest(), size):
            raise RecoveryError(f"The part {part.name} is not what was written.")
        part.rows = end["rows"]
        self._ends.update(frame[1])
        self._count += 1

    def _frame(self) -> tuple[bytes, bytes]:
        head = self._source.read(_HEAD.size)
        kind, length = _HEAD.unpack(head) if len(head) == _HEAD.size else (b"", 0)
        payload = self._source.read(length) if length <= _MOST else b""
        if not kind or len(payload) != length:
            raise RecoveryError("The file ends before its manifest.")
        return kind, payload


def _put(sink: _Sink, kind: bytes, payload: bytes) -> None:
    sink.write(_HEAD.pack(kind, len(payload)) + payload)


def _json(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, sort_keys=True).encode()
