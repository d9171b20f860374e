"""Asking for a document that takes long, settling it, and removing it."""

import json
from collections.abc import Callable, Mapping

from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import User
from pulang.common.files import rules
from pulang.common.files.actions.stored import Given, keep_file, open_file, remove_file
from pulang.common.files.models import Document
from pulang.common.files.permissions import FilesPermission as P
from pulang.common.marking.actions import mark
from pulang.common.marking.models import Marking
from pulang.foundation.events.record import action, record, unchanged
from pulang.foundation.jobs.work import enqueue
from pulang.foundation.policy.rules import Refused, demand
from pulang.foundation.policy.viewer import Viewer, command_viewer
from pulang.kernel import clock
from pulang.kernel.tlp import Label

WORK = "files.document"
TOO_MANY = _("You wait for several documents already. Ask again when one of them is ready.")
Follower = Callable[[Document], None]
_followers: list[Follower] = []


def follow_documents(follower: Follower) -> None:
    """Called at start-up by an app that tells people when a document is ready or could not be made."""
    if follower not in _followers:
        _followers.append(follower)


@action
def ask_document(*, by: Viewer, offer: str, way: str, parameters: Mapping[str, str], language: str) -> Document:
    """Have a download made in the background; one that waits already is not asked for twice. Raises ``Refused``."""
    assert by.user_id is not None, "documents are made for people"
    asked = json.dumps(dict(parameters), sort_keys=True, ensure_ascii=False)
    User.objects.select_for_update(no_key=True).get(pk=by.user_id)
    waiting = list(Document.objects.filter(asker=by.user_id, settled_at__isnull=True).select_related("job"))
    for document in waiting:
        same = (document.offer, document.way, document.language) == (offer, way, language)
        if same and document.parameters.open(document) == asked:
            unchanged()
            return document
    if len(waiting) >= rules.MOST_WAITING:
        raise Refused(TOO_MANY)
    return _asked(by, Document(asker_id=by.user_id, offer=offer, way=way, language=language), asked)


def _asked(by: Viewer, document: Document, asked: str) -> Document:
    document.asked_at = clock.now()
    document.keep_until = document.asked_at + rules.KEPT_FOR
    document.parameters = asked
    document.job = enqueue(WORK, about_id=document.pk, by=by, language=document.language)
    document.save(force_insert=True)
    record("document.asked", by=by, about=document, after={"offer": document.offer, "way": document.way})
    return document


@action
def settle_document(*, by: Viewer, document: Document, given: Given, label: Label) -> None:
    """Keep what was made for its asker alone. A second time changes nothing: a job may run again after a crash."""
    row = _unsettled(document)
    if row is None:
        unchanged()
        return
    row.file = keep_file(by=by, given=given, marking=mark(label, people=[row.asker_id]))
    _settle(row)
    record("document.made", by=by, about=row, after={"label": label.value, "size": len(given.content)})


@action
def fail_document(*, by: Viewer, document: Document, failure: rules.Failure) -> None:
    """Say that a document could not be made, and why."""
    row = _unsettled(document)
    if row is None:
        unchanged()
        return
    row.failure = failure.value
    _settle(row)
    record("document.failed", by=by, about=row, after={"failure": failure.value})


def _unsettled(document: Document) -> Document | None:
    rows = Document.objects.select_for_update().filter(pk=document.pk, settled_at__isnull=True)
    return rows.first()


def _settle(document: Document) -> None:
    document.settled_at = clock.now()
    document.keep_until = clock.now() + rules.KEPT_FOR
    document.save(update_fields=["file", "failure", "settled_at", "keep_until"])
    for follower in _followers:
        follower(document)


@action
def open_document(*, by: Viewer, document: Document) -> bytes:
    """The content of the viewer's own document, through the gate, as that viewer stands now."""
    demand(by, P.DOCUMENT_VIEW, document, seen_by=P.DOCUMENT_VIEW)
    assert document.file is not None, "only a document that is there is opened"
    return open_file(by=by, file=document.file)


@action
def remove_document(*, by: Viewer, document: Document) -> None:
    """Remove one's own document before its time; one that is being made is made in vain."""
    demand(by, P.DOCUMENT_VIEW, document, seen_by=P.DOCUMENT_VIEW)
    _remove(by, document)


def remove_expired() -> None:
    """Remove the documents whose time is over, each by itself."""
    for document in Document.objects.filter(keep_until__lte=clock.now()).select_related("file").order_by("keep_until"):
        _expire(by=command_viewer("run-due"), document=document)


@action
def _expire(*, by: Viewer, document: Document) -> None:
    _remove(by, document)


def _remove(by: Viewer, document: Document) -> None:
    record("document.removed", by=by, about=document)
    file = document.file
    Document.objects.filter(pk=document.pk).delete()
    if file is not None:
        remove_file(by=by, file=file)
        Marking.objects.filter(pk=file.marking_id).delete()
