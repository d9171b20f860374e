"""Keys of the installation: made once, outside the database, readable by its owner only.

Written at one stroke and synced: a power cut leaves the keys of before or the new ones, never half a file.
"""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from pulang.foundation.diskfiles import sync_folder, whole_file
from pulang.kernel.crypto import Keyring, new_key

FILE = "keys.json"


@dataclass(frozen=True)
class Stored:
    """What the file holds. ``retired`` says since when (ISO 8601) a key seals nothing new."""

    secret: str
    ring: Keyring
    retired: dict[str, str]

    def content(self) -> bytes:
        """As it is written."""
        ring = {name: key.hex() for name, key in self.ring.keys.items()}
        return json.dumps(
            {"secret": self.secret, "ring": ring, "active": self.ring.active, "retired": self.retired}, indent=1
        ).encode()


class LiveKeyring(Keyring):
    """A key ring that follows its file, so that a server need not be started again when keys change."""

    def __init__(self, path: Path) -> None:
        object.__setattr__(self, "_path", path)
        object.__setattr__(self, "_held", (_stamp(path), read(path).ring))

    @property
    def keys(self) -> Mapping[str, bytes]:
        """Keys by id, as the file has them now."""
        return self._now().keys

    @property
    def active(self) -> str:
        """The key that seals what is new."""
        return self._now().active

    def _seal(self, plaintext: bytes, bound: bytes) -> bytes:
        return self._now()._seal(plaintext, bound)

    def _open(self, envelope: bytes, bound: bytes) -> bytes:
        return self._now()._open(envelope, bound)

    def _now(self) -> Keyring:
        """Read the file again when it was replaced; a file that is away for the moment changes nothing."""
        stamp, ring = self._held  # type: ignore[attr-defined]
        try:
            found = _stamp(self._path)  # type: ignore[attr-defined]
            if found != stamp:
                ring = read(self._path).ring  # type: ignore[attr-defined]
                object.__setattr__(self, "_held", (found, ring))
        except OSError:
            return cast(Keyring, ring)
        return cast(Keyring, ring)


def _stamp(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_ino


def load(folder: Path) -> tuple[str, Keyring]:
    """The signing secret and the key ring of the plane whose folder this is; made on first use."""
    path = folder / FILE
    if not path.exists():
        _make(path)
    return read(path).secret, LiveKeyring(path)


def read(path: Path) -> Stored:
    """What the file says. Raises OSError, or ValueError where it is no such file."""
    return parse(path.read_bytes())


def parse(content: bytes) -> Stored:
    """Read the content of such a file. Raises ValueError or KeyError."""
    stored: dict[str, Any] = json.loads(content)
    ring = Keyring({name: bytes.fromhex(value) for name, value in stored["ring"].items()}, stored["active"])
    return Stored(stored["secret"], ring, dict(stored.get("retired", {})))


def write(path: Path, stored: Stored) -> None:
    """Put these keys in the place of what was there, at one stroke."""
    with whole_file(path) as file:
        file.write(stored.content())


def with_new_key(stored: Stored, *, at: str) -> Stored:
    """The same keys with a fresh active one; the one before is retired at this time."""
    numbers = [int(name[1:]) for name in stored.ring.keys if name[:1] == "k" and name[1:].isdigit()]
    name = f"k{max(numbers, default=0) + 1}"
    ring = Keyring({**stored.ring.keys, name: new_key()}, name)
    return replace(stored, ring=ring, retired={**stored.retired, stored.ring.active: at})


def without_key(stored: Stored, name: str) -> Stored:
    """The same keys without a retired one. Raises ValueError for the active key."""
    if name == stored.ring.active:
        raise ValueError("the active key cannot be dropped")
    keys = {known: key for known, key in stored.ring.keys.items() if known != name}
    retired = {known: since for known, since in stored.retired.items() if known != name}
    return replace(stored, ring=Keyring(keys, stored.ring.active), retired=retired)


def _make(path: Path) -> None:
    """The first keys. Of two processes that make them at once, both end with those of the first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = Stored(secrets.token_urlsafe(48), Keyring({"k1": new_key()}, "k1"), {})
    beside = path.with_name(f".{FILE}.{os.getpid()}")
    with whole_file(beside) as file:
        file.write(fresh.content())
    try:
        os.link(beside, path)
    except FileExistsError:
        return
    except OSError:
        if not path.exists():
            os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
        sync_folder(path.parent)
