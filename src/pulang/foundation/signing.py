"""The key with which this installation signs: anchors of its chain, certificates, files that cross to another plane.

It lies in the plane's folder, outside the database, and goes with the export of keys (docs/how-to/keys-and-escrow.md).
"""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from pulang.foundation.diskfiles import whole_file

FILE = "anchor.key"


def private_key() -> Ed25519PrivateKey:
    """The signing key, made on first use and readable by its owner only."""
    path = settings.PULANG_FOLDER / FILE
    if not path.exists():
        with whole_file(path) as file:
            file.write(Ed25519PrivateKey.generate().private_bytes_raw().hex().encode())
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text(encoding="ascii").strip()))


def public_key() -> bytes:
    """Its public half, 32 bytes."""
    return private_key().public_key().public_bytes_raw()
