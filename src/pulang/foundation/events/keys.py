"""One key for each subject that events speak of. Destroying it erases the values; the chain still verifies."""

import os
from collections.abc import Iterable, Mapping
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction

from pulang.foundation.events import erasing
from pulang.foundation.events.models import SubjectKey
from pulang.kernel import clock

NONCE_BYTES = 12
A_BATCH = 500


def seal(subject_id: UUID, plaintext: bytes, *, context: bytes) -> bytes:
    """Seal under the subject's key, which is made on first use. Gives nonce and ciphertext."""
    return sealed(ready([subject_id])[subject_id], plaintext, context=context)


def sealed(key: bytes, plaintext: bytes, *, context: bytes) -> bytes:
    """Seal under a key that :func:`ready` gave."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, context)


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


def ready(subjects: Iterable[UUID]) -> Mapping[UUID, bytes]:
    """The key of each subject, made on first use: two queries for up to 500 of them.

    Whoever appends holds the lock of the chain's head meanwhile, so that no key is made twice.
    """
    found: dict[UUID, bytes] = {}
    wanted = list(dict.fromkeys(subjects))
    for some in (wanted[first : first + A_BATCH] for first in range(0, len(wanted), A_BATCH)):
        rows = SubjectKey.objects.filter(subject_id__in=some).values_list("subject_id", "wrapped")
        found |= {pk: bytes(settings.PULANG_KEYRING.unwrap(bytes(wrapped), pk.bytes)) for pk, wrapped in rows}
        fresh = {pk: AESGCM.generate_key(bit_length=256) for pk in some if pk not in found}
        SubjectKey.objects.bulk_create(
            SubjectKey(subject_id=pk, wrapped=settings.PULANG_KEYRING.wrap(key, pk.bytes), made_at=clock.now())
            for pk, key in fresh.items()
        )
        found |= fresh
    return found
