"""Writing many rows at once, and the chain of what happened in the order in which it happened."""

import heapq
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from random import Random
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from pulang.foundation.events.append import body
from pulang.foundation.events.keys import NONCE_BYTES
from pulang.foundation.events.models import ChainHead, Event, SubjectKey
from pulang.kernel import chain

Advance = Callable[[int], None]
MANY = 2_000


def identifier(random: Random, at: datetime) -> UUID:
    """A version 7 UUID of this moment, the same for the same seed."""
    value = int(at.timestamp() * 1000) << 80 | 0x7 << 76 | random.getrandbits(12) << 64
    return UUID(int=value | 0b10 << 62 | random.getrandbits(62))


class Stock:
    """Rows that wait to be written, model by model in the order in which the models are named."""

    def __init__(self, *order: type[models.Model]) -> None:
        self._order = order
        self._rows: dict[type[models.Model], list[models.Model]] = {model: [] for model in order}

    def add(self, *rows: models.Model) -> None:
        for row in rows:
            self._rows[type(row)].append(row)

    def write_when_many(self) -> None:
        """Write when one model has many rows."""
        if max(map(len, self._rows.values())) >= MANY:
            self.write()

    def write(self) -> None:
        for model in self._order:
            model._default_manager.bulk_create(self._rows[model], batch_size=MANY)
            self._rows[model].clear()


@dataclass(frozen=True)
class Told:
    """One thing that somebody did, as an action records it."""

    verb: str
    actor_id: UUID | None
    about: models.Model
    organisation_id: UUID | None
    values: dict[str, object] = field(default_factory=dict)
    command: str = ""


class Chronicle:
    """The chain of a world that is being made: events are told in any order and appended in that of their times."""

    def __init__(self) -> None:
        head = ChainHead.objects.filter(pk=1).first()
        self._position, self._digest = (head.position, bytes(head.digest)) if head else (0, chain.GENESIS)
        self._waiting: list[tuple[datetime, int, Told]] = []
        self._number = count()
        self._keys: dict[UUID, AESGCM] = {}

    def tell(self, at: datetime, told: Told) -> None:
        """Take an event in; it is appended once ``append_until`` has come past its time."""
        heapq.heappush(self._waiting, (at, next(self._number), told))

    def append_until(self, moment: datetime | None = None, *, at_least: int = 0) -> None:
        """Append what happened up to a moment (all of it when there is none), if it is at least so much."""
        if len(self._waiting) < at_least:
            return
        keys: list[SubjectKey] = []
        events = []
        while self._waiting and (moment is None or self._waiting[0][0] <= moment):
            at, _number, told = heapq.heappop(self._waiting)
            events.append(self._event(at, told, keys))
        SubjectKey.objects.bulk_create(keys, batch_size=MANY)
        Event.objects.bulk_create(events, batch_size=MANY)
        if events:
            ChainHead.objects.update_or_create(pk=1, defaults={"position": self._position, "digest": self._digest})

    def _event(self, at: datetime, told: Told, keys: list[SubjectKey]) -> Event:
        pk = told.about.pk if isinstance(told.about.pk, UUID) else None
        self._position += 1
        event = Event(
            position=self._position,
            at=at,
            actor_id=told.actor_id,
            command=told.command,
            verb=told.verb,
            object_kind=told.about._meta.label_lower,
            object_id=pk,
            organisation_id=told.organisation_id,
            subject_id=pk,
            values_sealed=self._sealed(pk, at, told.values, keys) if told.values and pk else None,
        )
        event.digest = self._digest = chain.link(self._digest, body(event))
        return event

    def _sealed(self, subject: UUID, at: datetime, values: dict[str, object], keys: list[SubjectKey]) -> bytes:
        if subject not in self._keys:
            fresh = AESGCM.generate_key(bit_length=256)
            wrapped = settings.PULANG_KEYRING.wrap(fresh, subject.bytes)
            keys.append(SubjectKey(subject_id=subject, wrapped=wrapped, made_at=at))
            self._keys[subject] = AESGCM(fresh)
        plain = json.dumps(values, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._keys[subject].encrypt(nonce, plain.encode(), f"event:{self._position}".encode())
