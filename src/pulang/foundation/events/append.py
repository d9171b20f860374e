"""The end of the chain, and the proof of it."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from pulang.foundation.events import keys
from pulang.foundation.events.models import ChainHead, Event
from pulang.foundation.events.record import Happening
from pulang.kernel import chain, clock

A_BATCH = 500


def append(happenings: Sequence[Happening]) -> None:
    """Append in order, under the lock of the chain's head. Call it inside the transaction that did the work."""
    if not happenings:
        return
    head = ChainHead.objects.select_for_update().filter(pk=1).first() or ChainHead(position=0, digest=chain.GENESIS)
    ready = keys.ready(each.subject_id for each in happenings if each.values and each.subject_id is not None)
    events = []
    for happening in happenings:
        event = _event(happening, ready, position=head.position + 1, at=clock.now())
        event.digest = chain.link(bytes(head.digest), body(event))
        head.position, head.digest = event.position, event.digest
        events.append(event)
    Event.objects.bulk_create(events, batch_size=A_BATCH)
    head.save()


def _event(happening: Happening, ready: Mapping[UUID, bytes], *, position: int, at: datetime) -> Event:
    by = happening.by
    return Event(
        position=position,
        at=at,
        actor_id=by.user_id,
        principal_id=by.principal_for(happening.permission) if happening.permission else None,
        command=by.command,
        verb=happening.verb,
        object_kind=happening.object_kind,
        object_id=happening.object_id,
        organisation_id=happening.organisation_id,
        subject_id=happening.subject_id,
        values_sealed=_seal(happening, ready, position),
    )


def _seal(happening: Happening, ready: Mapping[UUID, bytes], position: int) -> bytes | None:
    if not happening.values or happening.subject_id is None:
        return None
    plain = json.dumps(happening.values, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return keys.sealed(ready[happening.subject_id], plain.encode(), context=f"event:{position}".encode())


def opened(event: Event) -> dict[str, object] | None:
    """The sealed values of an event: ``None`` when it has none or its subject has been erased."""
    if event.values_sealed is None or event.subject_id is None:
        return None
    plain = keys.unseal(event.subject_id, bytes(event.values_sealed), context=f"event:{event.position}".encode())
    return None if plain is None else dict(json.loads(plain))


def body(event: Event) -> dict[str, object]:
    """What the chain protects: everything but the digest itself."""
    return {
        "position": event.position,
        "at": event.at.isoformat(timespec="microseconds"),
        "actor": _text(event.actor_id),
        "principal": _text(event.principal_id),
        "command": event.command,
        "verb": event.verb,
        "object": [event.object_kind, _text(event.object_id)],
        "organisation": _text(event.organisation_id),
        "subject": _text(event.subject_id),
        "values": bytes(event.values_sealed).hex() if event.values_sealed is not None else None,
        "plane": settings.PULANG_PLANE,
    }


def _text(value: UUID | None) -> str | None:
    return str(value) if value else None


class Broken(Exception):
    """The chain does not hold. ``position`` is the first event that is wrong, missing, or cut off."""

    def __init__(self, position: int, what: str) -> None:
        super().__init__(what)
        self.position = position
        self.what = what


def verify(progress: Callable[[int], None] = lambda done: None) -> int:
    """Walk the whole chain; the number of events, or ``Broken`` naming the first that does not hold."""
    previous, expected = chain.GENESIS, 1
    for event in _stream():
        if event.position != expected:
            raise Broken(expected, f"event {expected} is missing")
        if chain.link(previous, body(event)) != bytes(event.digest):
            raise Broken(expected, f"event {expected} was changed after it was written")
        previous, expected = bytes(event.digest), expected + 1
        progress(1)
    _check_head(previous, expected - 1)
    return expected - 1


def _check_head(digest: bytes, position: int) -> None:
    head = ChainHead.objects.filter(pk=1).first()
    if head is None and position == 0:
        return
    if head is None or head.position != position or bytes(head.digest) != digest:
        raise Broken(position + 1, f"the chain ends after event {position}, and should not end there")


def _stream() -> Iterator[Event]:
    return Event.objects.order_by("position").iterator(chunk_size=2000)
