"""The files beside something, as its page lists them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from pulang.common.files.models import Attachment, StoredFile
from pulang.common.files.rules import MOST_AT_ONE_PLACE
from pulang.foundation.policy.viewer import Viewer


@dataclass(frozen=True)
class AttachedFile:
    """A file of a list; ``remove_url`` is empty for whoever did not attach it."""

    file: StoredFile
    open_url: str
    remove_url: str


@dataclass(frozen=True)
class Attached:
    """The files of one thing; ``add_url`` is empty where none may be added."""

    files: tuple[AttachedFile, ...]
    add_url: str
    is_full: bool


def attached(
    viewer: Viewer, app: str, pk: UUID, links: Iterable[Attachment], *, may_add: bool, may_remove: bool = True
) -> Attached:
    """The files beside the thing ``pk`` of an app that has the addresses file, file-add and file-remove.

    The caller has let the viewer to the thing itself: its files have the same readers.
    """
    files = tuple(_line(app, pk, link.file, may_remove and link.file.owner_id == viewer.user_id) for link in links)
    is_full = len(files) >= MOST_AT_ONE_PLACE
    add_url = reverse(f"{app}:file-add", kwargs={"pk": pk}) if may_add and not is_full else ""
    return Attached(files, add_url, is_full and may_add)


def _line(app: str, pk: UUID, file: StoredFile, may_remove: bool) -> AttachedFile:
    where = {"pk": pk, "file": file.pk}
    remove_url = reverse(f"{app}:file-remove", kwargs=where) if may_remove else ""
    return AttachedFile(file, reverse(f"{app}:file", kwargs=where), remove_url)
