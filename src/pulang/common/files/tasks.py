"""What the background worker does for this app, and what the timetable has for it."""

from datetime import timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from pulang.common.access.queries import viewer_for
from pulang.common.files import actions
from pulang.common.files.actions.documents import WORK
from pulang.common.files.actions.downloads import serve
from pulang.common.files.models import Document
from pulang.common.files.queries.documents import parameters_of
from pulang.common.files.queries.downloads import Download, offered
from pulang.common.files.rules import Failure
from pulang.foundation.jobs.timetable import Entry
from pulang.foundation.jobs.work import Running, Work
from pulang.foundation.policy.viewer import Viewer, command_viewer
from pulang.kernel.filekinds import KINDS

PARTS = 3


def make_document(running: Running) -> None:
    """Make a document for its asker as the asker stands now; whoever may not have it any more is told so."""
    document = Document.objects.select_related("asker").filter(pk=running.about_id, settled_at__isnull=True).first()
    if document is None:
        return
    running.step(0, PARTS)
    viewer = viewer_for(document.asker)
    running.step(1, PARTS)
    try:
        made = _made(viewer, document)
    except (Http404, PermissionDenied):
        actions.fail_document(by=viewer, document=document, failure=Failure.NOT_ALLOWED)
        return
    running.step(2, PARTS)
    given = actions.Given(made.filename, made.filename.rpartition(".")[0], KINDS[document.way], made.data)
    actions.settle_document(by=viewer, document=document, given=given, label=made.label)
    running.step(PARTS, PARTS)


def _made(viewer: Viewer, document: Document) -> Download:
    offer, way = offered(viewer, document.offer, document.way)
    return serve(by=viewer, offer=offer, way=way, parameters=parameters_of(document), language=document.language)


def give_up(document_id: UUID) -> None:
    """The document could not be made for a reason that is not the asker's."""
    document = Document.objects.filter(pk=document_id).first()
    if document is not None:
        actions.fail_document(by=command_viewer("worker"), document=document, failure=Failure.BROKEN)


DOCUMENT = Work(WORK, make_document, give_up)
TIMETABLE = (
    Entry("files.expire", timedelta(minutes=30), actions.remove_expired),
    Entry("files.sweep", timedelta(hours=1), actions.sweep),
)
