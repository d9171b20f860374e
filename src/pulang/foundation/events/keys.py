"""One key for each subject that events speak of. Destroying it erases the values; the chain still verifies."""

import os
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction

from pulang.foundation.events import erasing
from pulang.foundation.events.models import SubjectKey
from pulang.kernel import clock

NONCE_BYTES = 12


def seal(subject_id: UUID, plaintext: bytes, *, context: bytes) -> bytes:
    """Seal under the subject's key, which is made on first use. Gives nonce and ciphertext."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(_key(subject_id)).encrypt(nonce, plaintext, context)


def unseal(subject_id: UUID, envelope: bytes, *, context: bytes) -> bytes | None:
    """The plaintext, or ``None`` when the subject's key has been destroyed."""
    row = SubjectKey.objects.filter(subject_id=subject_id).first()
    if row is None:
        return None
    key = settings.PULANG_KEYRING.unwrap(bytes(row.wrapped), subject_id.bytes)
    return AESGCM(key).decrypt(envelope[:NONCE_BYTES], envelope[NONCE_BYTES:], context)


def destroy(subject_id: UUID, *, what: str = "") -> bool:
    """Erase the subject's key and write a line in the ledger of erasures; whether there was a key.

    ``what`` names how an app removes its own rows again after a restore (``erasing.register``). What is sealed for
    the same id later gets a new key, and goes again when the ledger is applied.
    """
    with transaction.atomic():
        erasing.note(subject_id, what)
        deleted, _ = SubjectKey.objects.filter(subject_id=subject_id).delete()
    return bool(deleted)


def _key(subject_id: UUID) -> bytes:
    fresh = AESGCM.generate_key(bit_length=256)
    row, made = SubjectKey.objects.get_or_create(
        subject_id=subject_id,
        defaults={"wrapped": settings.PULANG_KEYRING.wrap(fresh, subject_id.bytes), "made_at": clock.now()},
    )
    return fresh if made else bytes(settings.PULANG_KEYRING.unwrap(bytes(row.wrapped), subject_id.bytes))
