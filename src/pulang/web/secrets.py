"""Keys of the installation: made once, outside the database, readable by its owner only."""

import json
import os
import secrets
from pathlib import Path

from pulang.kernel.crypto import Keyring

FILE = "keys.json"


def load(folder: Path) -> tuple[str, Keyring]:
    """The signing secret and the key ring of the plane whose folder this is; made on first use."""
    path = folder / FILE
    if not path.exists():
        _make(path)
    stored = json.loads(path.read_text(encoding="utf-8"))
    ring = {name: bytes.fromhex(value) for name, value in stored["ring"].items()}
    return stored["secret"], Keyring(ring, stored["active"])


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"secret": secrets.token_urlsafe(48), "ring": {"k1": secrets.token_hex(32)}, "active": "k1"}
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(content, file)
