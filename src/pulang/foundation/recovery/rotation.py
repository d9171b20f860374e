"""Changing the key that seals: what is sealed with an older key is sealed anew, a batch at a time, while people work.

A killed run is taken up again by the next one, since every envelope names its key. A key is dropped only when nothing
uses it any more.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, cast

from django.apps import apps
from django.db import models, transaction

from pulang.foundation.events.models import SubjectKey
from pulang.foundation.sealed.fields import SealedTextField
from pulang.foundation.sealed.values import Sealed, keyring
from pulang.kernel.crypto import key_id_of

BATCH = 500
Advance = Callable[[int], None]


class Holder(Protocol):
    """A place that holds what was made with keys of the ring. ``can_renew`` is false for digests, which only age."""

    @property
    def name(self) -> str:
        """What it holds, in words."""

    @property
    def can_renew(self) -> bool:
        """Whether its values can be brought under another key."""

    def count(self) -> int:
        """Rows to walk through."""

    def uses(self) -> Counter[str]:
        """How many values are under each key."""

    def renew(self, advance: Advance) -> int:
        """Bring every value under the active key, in batches that are whole or not done; how many were changed."""


@dataclass(frozen=True)
class Column:
    """A column of envelopes. ``fresh`` seals the value of one row anew."""

    name: str
    model: type[models.Model]
    field: str
    envelope: Callable[[Any], bytes | None]
    fresh: Callable[[Any, Any], Any]
    can_renew: bool = True

    def count(self) -> int:
        return self.model._base_manager.count()

    def uses(self) -> Counter[str]:
        values = self.model._base_manager.values_list(self.field, flat=True).iterator(chunk_size=2000)
        return Counter(key_id_of(found) for value in values if (found := self.envelope(value)))

    def renew(self, advance: Advance) -> int:
        changed = 0
        for rows in self._batches():
            changed += sum(rows)
            advance(len(rows))
        return changed

    def _batches(self) -> Iterator[list[bool]]:
        last = None
        while True:
            with transaction.atomic():
                rows = self._after(last)
                yield [self._renew(pk, value) for pk, value in rows]
            if len(rows) < BATCH:
                return
            last = rows[-1][0]

    def _after(self, last: Any) -> list[tuple[Any, Any]]:
        rows: models.QuerySet[Any] = self.model._base_manager.order_by("pk").select_for_update(no_key=True)
        if last is not None:
            rows = rows.filter(pk__gt=last)
        return list(rows.values_list("pk", self.field)[:BATCH])

    def _renew(self, pk: Any, value: Any) -> bool:
        envelope = self.envelope(value)
        if not envelope or key_id_of(envelope) == keyring().active:
            return False
        self.model._base_manager.filter(pk=pk).update(**{self.field: self.fresh(pk, value)})
        return True


_registered: dict[str, Holder] = {}


def register(holder: Holder) -> None:
    """Name a place beside sealed fields and keys of subjects. Registering again replaces."""
    _registered[holder.name] = holder


def holders() -> list[Holder]:
    """Every place that uses keys of the ring."""
    sealed = [_sealed(field) for model in apps.get_models() for field in model._meta.concrete_fields if _is_ours(field)]
    return [*sealed, wrapped_keys("keys of subjects", SubjectKey, "wrapped"), *_registered.values()]


def wrapped_keys(name: str, model: type[models.Model], field: str) -> Holder:
    """A column of keys, each wrapped with the bytes of its row's UUID as context."""
    return Column(name, model, field, bytes, _rewrapped)


def _is_ours(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, SealedTextField) and field.model._meta.managed


def _sealed(field: models.Field[Any, Any]) -> Holder:
    home = cast("SealedTextField[Any, Any]", field).home()

    def fresh(pk: Any, value: Sealed) -> Sealed:
        return Sealed(home, pending=value.open_at(pk)).sealed_for(pk)

    return Column(home, field.model, field.name, lambda value: value.envelope if value else None, fresh)


def _rewrapped(pk: Any, value: Any) -> bytes:
    ring = keyring()
    return ring.wrap(ring.unwrap(bytes(value), pk.bytes), pk.bytes)


def usage() -> Mapping[str, Counter[str]]:
    """For each place, how many values are under each key."""
    return {holder.name: holder.uses() for holder in holders()}


def renew(holder: Holder, advance: Advance) -> int:
    """Walk one place until nothing is left under an older key: others may seal while the first walk goes on."""
    total = 0
    while holder.can_renew and (changed := holder.renew(advance)):
        total += changed
    return total


def unfinished() -> bool:
    """Whether a run was interrupted: something that could be renewed is still under an older key."""
    active = keyring().active
    return any(set(holder.uses()) - {active} for holder in holders() if holder.can_renew)
