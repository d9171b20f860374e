"""A write that is sent again is not done again: its answer is kept for a day under the key that came with it.

The key is reserved in a transaction of its own, so that a second call that comes meanwhile is told to wait. The write
and its answer are one transaction: a process that dies between them leaves neither. A reservation whose process died
can be taken over after a minute; one that was taken over cannot be answered any more by whoever held it before.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from pulang.foundation.api.models import KeptAnswer
from pulang.foundation.api.problems import IN_PROGRESS, KEY_MISSING, KEY_USED, Problem
from pulang.foundation.api.shapes import Written
from pulang.kernel import clock

HEADER, REPLAYED = "Idempotency-Key", "Idempotency-Replayed"
SHORTEST, LONGEST = 8, 200
KEPT_FOR = timedelta(hours=24)
LEASE = timedelta(seconds=60)
AGAIN = {"Retry-After": "2"}


@dataclass(frozen=True)
class Intention:
    """One write as its caller means it: whose, under which key, and the fingerprint of what was sent."""

    holder_id: UUID
    key_digest: str
    fingerprint: str


def intention_of(request: HttpRequest, holder_id: UUID) -> Intention:
    """What the request asks to be done once. Raises a ``Problem`` where it has no usable key."""
    key = request.headers.get(HEADER, "")
    if not SHORTEST <= len(key) <= LONGEST or not key.isascii() or not key.isprintable() or " " in key:
        raise Problem(KEY_MISSING)
    sent = hashlib.sha256()
    for part in (request.method or "", request.get_full_path(), request.content_type or ""):
        sent.update(part.encode(errors="surrogatepass") + b"\0")
    sent.update(request.body)
    return Intention(holder_id, hashlib.sha256(key.encode()).hexdigest(), sent.hexdigest())


def answer(intention: Intention, status: int, run: Callable[[], Written]) -> HttpResponse:
    """Do it, or give the answer of when it was done. Raises whatever ``run`` raises; then nothing was written."""
    row = _reserved(intention)
    if row.answered_at is not None:
        return _replay(row)
    try:
        return _done(row, status, run)
    except BaseException:
        KeptAnswer.objects.filter(pk=row.pk, reserved_at=row.reserved_at, answered_at__isnull=True).delete()
        raise


def forget_old() -> None:
    """Keys count for a day."""
    KeptAnswer.objects.filter(reserved_at__lte=clock.now() - KEPT_FOR).delete()


def _reserved(intention: Intention) -> KeptAnswer:
    """A new reservation, one that was left behind, or the write as it was answered."""
    now = clock.now()
    mine = {"holder_id": intention.holder_id, "key_digest": intention.key_digest}
    KeptAnswer.objects.filter(**mine, reserved_at__lte=now - KEPT_FOR).delete()
    try:
        with transaction.atomic():
            return KeptAnswer.objects.create(**mine, fingerprint=intention.fingerprint, reserved_at=now)
    except IntegrityError:
        row = KeptAnswer.objects.filter(**mine).first()
    if row is None:
        raise Problem(IN_PROGRESS, headers=AGAIN)
    if row.fingerprint != intention.fingerprint:
        raise Problem(KEY_USED)
    return row if row.answered_at is not None else _taken_over(row)


def _taken_over(row: KeptAnswer) -> KeptAnswer:
    now = clock.now()
    left = KeptAnswer.objects.filter(pk=row.pk, answered_at__isnull=True, reserved_at__lte=now - LEASE)
    if not left.update(reserved_at=now):
        raise Problem(IN_PROGRESS, headers=AGAIN)
    row.reserved_at = now
    return row


@transaction.atomic
def _done(row: KeptAnswer, status: int, run: Callable[[], Written]) -> HttpResponse:
    written = run()
    held = KeptAnswer.objects.select_for_update().filter(
        pk=row.pk, reserved_at=row.reserved_at, answered_at__isnull=True
    )
    kept = held.first()
    if kept is None:
        raise Problem(IN_PROGRESS, headers=AGAIN)
    kept.answered_at, kept.status, kept.answer = clock.now(), status, written.model_dump_json()
    kept.save(update_fields=["answered_at", "status", "answer"])
    return _response(status, written.model_dump_json())


def _replay(row: KeptAnswer) -> HttpResponse:
    assert row.status is not None, "only what was answered is replayed"
    assert row.answer is not None, "and that has an answer"
    response = _response(row.status, row.answer.open(row))
    response.headers[REPLAYED] = "true"
    return response


def _response(status: int, content: str) -> HttpResponse:
    said = json.loads(content)
    headers = {"Location": said["address"]} | ({"ETag": said["etag"]} if said["etag"] else {})
    return HttpResponse(content, status=status, content_type="application/json", headers=headers)
