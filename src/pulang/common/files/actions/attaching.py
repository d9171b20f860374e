"""Attaching files to something and taking them away. The calling action decides that ``by`` may."""

from typing import Any
from uuid import UUID

from django.db.models import Manager, Model
from django.utils.translation import gettext_lazy as _

from pulang.common.files import rules
from pulang.common.files.actions.stored import Given, keep_file, remove_file
from pulang.common.files.models import Attachment, StoredFile
from pulang.common.marking.models import Marking
from pulang.foundation.events.record import action
from pulang.foundation.policy.rules import REFUSAL, Refused
from pulang.foundation.policy.viewer import Viewer

FULL = _("There are five files here already. Remove one before you add another.")


@action
def attach(
    *, by: Viewer, link: type[Attachment], to: Model, marking: Marking, given: Given, organisation_id: UUID
) -> StoredFile:
    """Keep a file beside ``to``, which ``link`` leads to it. Raises ``Refused`` where there are enough files."""
    type(to)._default_manager.select_for_update(no_key=True).get(pk=to.pk)
    links: Manager[Any] = link._default_manager  # each link has a field ``to`` of its own
    if links.filter(to=to).count() >= rules.MOST_AT_ONE_PLACE:
        raise Refused(FULL)
    file = keep_file(by=by, given=given, marking=marking, organisation_id=organisation_id)
    links.create(to=to, file=file)
    return file


@action
def detach(*, by: Viewer, attachment: Attachment, organisation_id: UUID) -> None:
    """Take a file away for good. Only whoever attached it may; raises ``Refused`` for others."""
    if by.user_id is None or attachment.file.owner_id != by.user_id:
        raise Refused(REFUSAL)
    type(attachment)._default_manager.filter(pk=attachment.pk).delete()
    remove_file(by=by, file=attachment.file, organisation_id=organisation_id)
