"""My documents: downloads that take long, with how far they are, until their time is over."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulang.common.files import actions, rules
from pulang.common.files.models import Document
from pulang.common.files.permissions import FilesPermission as P
from pulang.common.files.queries.documents import ORDERS, documents, unsettled
from pulang.common.files.queries.stored import Missing
from pulang.foundation.documents.offers import offer_of
from pulang.foundation.jobs.rules import State
from pulang.foundation.policy.exits import EXITS
from pulang.foundation.policy.guard import ViewerRequest, signed_in
from pulang.foundation.policy.rules import get
from pulang.foundation.ui.listed import listed
from pulang.foundation.ui.sending import attachment
from pulang.kernel.filekinds import KINDS


@dataclass(frozen=True)
class Line:
    """A document in the list; ``why`` tells what went wrong, ``done`` of ``parts`` how far it is."""

    document: Document
    title: Promise | str
    way: Promise
    state: str
    why: Promise | str = ""
    done: int = 0
    parts: int = 0


def _line(document: Document) -> Line:
    offer = offer_of(document.offer)
    title = offer.title if offer else document.offer
    failure = rules.FAILURES[rules.Failure(document.failure)] if document.failure else ""
    job = document.job
    running = job is not None and job.state is State.RUNNING
    state = "failed" if failure else "ready" if document.file else "running" if running else "waiting"
    done, parts = (job.done, job.of) if job else (0, 0)
    return Line(document, title, EXITS[document.way].title, state, failure, done, parts)


@signed_in
@require_safe
def document_list(request: ViewerRequest) -> HttpResponse:
    """The viewer's own documents. While one is being made the list looks for news by itself."""
    page = listed(request, documents(request.viewer), ORDERS)
    context = {
        "page": page,
        "lines": [_line(document) for document in page.items],
        "is_waiting": unsettled(request.viewer).exists(),
        "days": rules.KEPT_FOR.days,
    }
    polled = request.headers.get("HX-Request") == "true"
    return render(request, "files/document_rows.html" if polled else "files/documents.html", context)


@signed_in
@require_safe
def document_file(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """The document itself, to save."""
    document = get(request.viewer, P.DOCUMENT_VIEW, documents(request.viewer), pk=pk)
    if document.file is None:
        raise Http404
    try:
        content = actions.open_document(by=request.viewer, document=document)
    except Missing:
        messages.error(request, _("This document is not on the disk any more. Ask for it again."))
        return redirect("files:documents")
    return attachment(content, name=document.file.name, content_type=KINDS[document.file.kind].content_type)


@signed_in
@require_http_methods(["GET", "POST"])
def document_remove(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Remove a document before its time."""
    document = get(request.viewer, P.DOCUMENT_VIEW, documents(request.viewer), pk=pk)
    if request.method == "POST":
        actions.remove_document(by=request.viewer, document=document)
        messages.success(request, _("The document is removed."))
        return redirect("files:documents")
    return render(request, "files/document_remove.html", {"line": _line(document)})
