"""Saying what happened. An action records; the outermost one appends, as its last write, in the same transaction."""

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.db import models, transaction

from pulang.foundation.policy.viewer import Viewer

P = ParamSpec("P")
R = TypeVar("R")


class OutsideAction(RuntimeError):
    """``record`` was called where no action is running."""


class SilentAction(RuntimeError):
    """An action ended without saying what it did."""


@dataclass(frozen=True)
class Happening:
    """What an action reports, before it becomes an event."""

    verb: str
    by: Viewer
    object_kind: str
    object_id: UUID | None
    organisation_id: UUID | None
    subject_id: UUID | None
    permission: str
    values: Mapping[str, object]


@dataclass
class _Recording:
    happenings: list[Happening] = field(default_factory=list)
    unchanged: bool = False


_current: ContextVar[_Recording | None] = ContextVar("recording", default=None)


def action(verb: Callable[P, R]) -> Callable[P, R]:
    """Make a function an action: atomic, and silent never. Nested actions append their events with the outermost."""

    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if _current.get() is not None:
            return verb(*args, **kwargs)
        return _outermost(lambda: verb(*args, **kwargs))

    run.is_action = True  # type: ignore[attr-defined]
    return run


def _outermost(call: Callable[[], R]) -> R:
    from pulang.foundation.events.append import append

    recording = _Recording()
    token = _current.set(recording)
    try:
        with transaction.atomic():
            result = call()
            if not recording.happenings and not recording.unchanged:
                raise SilentAction("an action must record what it did, or say unchanged()")
            append(recording.happenings)
            return result
    finally:
        _current.reset(token)


def record(
    verb: str,
    *,
    by: Viewer,
    about: models.Model,
    organisation_id: UUID | None = None,
    subject_id: UUID | None = None,
    permission: str = "",
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    reason: str = "",
) -> None:
    """Say that ``by`` did ``verb`` to ``about``.

    ``verb`` is ``<noun>.<past participle>``, e.g. ``request.endorsed``. ``before``/``after``/``reason`` are sealed with
    the key of ``subject_id`` (the object itself when none is given). ``permission`` tells on whose
    behalf a deputy acted.
    """
    recording = _current.get()
    if recording is None:
        raise OutsideAction(f"{verb} was recorded outside an action")
    values = {"before": before, "after": after, "reason": reason}
    recording.happenings.append(
        Happening(
            verb=verb,
            by=by,
            object_kind=about._meta.label_lower,
            object_id=about.pk if isinstance(about.pk, UUID) else None,
            organisation_id=organisation_id,
            subject_id=subject_id or (about.pk if isinstance(about.pk, UUID) else None),
            permission=permission,
            values={key: value for key, value in values.items() if value},
        )
    )


def unchanged() -> None:
    """Say that an action found nothing to do (a second, identical call)."""
    recording = _current.get()
    if recording is not None:
        recording.unchanged = True
