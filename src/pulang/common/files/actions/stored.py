"""Keeping, opening and removing files. What a file belongs to decides who may, before these are called."""

import hashlib
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import User
from pulang.common.files import rules
from pulang.common.files.models import StoredFile
from pulang.common.files.queries.stored import Missing, content, path_of
from pulang.common.marking.models import Marking
from pulang.common.marking.queries import Carried, let_out_one, marked
from pulang.foundation.events.record import action, record
from pulang.foundation.policy.exits import FILE
from pulang.foundation.policy.rules import Refused
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.sealed import blobs
from pulang.kernel import clock
from pulang.kernel.crypto import new_key
from pulang.kernel.filekinds import Kind
from pulang.kernel.ids import uuid7

TOO_MANY = _("You keep more files here than one person may. Remove some that are not needed any more.")


@dataclass(frozen=True)
class Given:
    """A file as it was handed over: its kind has been told by its content."""

    name: str
    title: str
    kind: Kind
    content: bytes


@action
def keep_file(*, by: Viewer, given: Given, marking: Marking, organisation_id: UUID | None = None) -> StoredFile:
    """Seal a file; part of the action that makes what it belongs to. Its marking is that of what it belongs to.

    The bytes are safely on the disk before the row is written. Raises ``Refused`` for whoever keeps too many.
    """
    assert by.user_id is not None, "files are kept for people"
    User.objects.select_for_update(no_key=True).get(pk=by.user_id)
    if StoredFile.objects.filter(owner=by.user_id).count() >= rules.MOST_OF_ONE_PERSON:
        raise Refused(TOO_MANY)
    file = StoredFile(
        pk=uuid7(),
        owner_id=by.user_id,
        name=given.name,
        title=given.title,
        kind=given.kind.slug,
        size=len(given.content),
        sha256=hashlib.sha256(given.content).hexdigest(),
        marking=marking,
        made_at=clock.now(),
    )
    key = new_key()
    file.wrapped_key = settings.PULANG_KEYRING.wrap(key, file.pk.bytes)
    blobs.write(path_of(file.place), given.content, key=key, context=file.pk.bytes)
    file.save(force_insert=True)
    record("file.kept", by=by, about=file, organisation_id=organisation_id, after={"name": file.name})
    return file


@action
def open_file(*, by: Viewer, file: StoredFile, organisation_id: UUID | None = None) -> bytes:
    """The content of a file, through the gate. Raises ``Http404`` above the viewer's ceiling, ``Missing`` when lost."""
    let_out_one(by, FILE, Carried(file, (marked(file),)))
    found = content(file)
    record("file.opened", by=by, about=file, organisation_id=organisation_id)
    return found


@action
def remove_file(*, by: Viewer, file: StoredFile, organisation_id: UUID | None = None) -> None:
    """Remove a file to which nothing points any more: the row with its key now, the bytes once that is certain."""
    record("file.removed", by=by, about=file, organisation_id=organisation_id, before={"name": file.name})
    StoredFile.objects.filter(pk=file.pk).delete()
    transaction.on_commit(partial(unlink, file.place), robust=True)


def unlink(place: UUID) -> None:
    """Take the bytes from the disk; those that are gone already are no mistake."""
    path_of(place).unlink(missing_ok=True)


__all__ = ["Given", "Missing", "keep_file", "open_file", "remove_file", "unlink"]
