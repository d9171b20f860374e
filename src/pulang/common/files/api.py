"""My documents for programs: downloads that take long, how far they are, and taking them away."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Query

from pulang.common.files import actions, rules
from pulang.common.files.models import Document
from pulang.common.files.permissions import FilesPermission as P
from pulang.common.files.queries.documents import ORDERS, documents
from pulang.foundation.api.calling import ApiRequest
from pulang.foundation.api.leaving import Offered, OfferedList, for_the_caller, listed
from pulang.foundation.api.operations import Group
from pulang.foundation.api.shapes import Listed, Paging, Shown, Written
from pulang.foundation.documents.offers import offer_of
from pulang.foundation.jobs.rules import State
from pulang.foundation.policy.rules import get

group = Group("documents", _("My documents"), _("Downloads that take long. They are asked for on the pages."))


class DocumentShown(Shown):
    """A document that was asked for. Its own label stands on it; here is only how far it is."""

    id: str
    offer: str
    title: str
    way: str
    state: Literal["waiting", "running", "ready", "failed"]
    failure: str
    asked_at: datetime
    keep_until: datetime
    done: int
    parts: int


@group.reads("documents", Listed[DocumentShown], summary=_("List the documents you asked for, the newest first"))
def list_documents(request: ApiRequest, paging: Query[Paging]) -> OfferedList:
    """Your own, as long as they are kept."""

    def offer(rows: Sequence[Document]) -> list[Offered]:
        return [_offered(request, row) for row in rows]

    return listed(request, documents(request.viewer), ORDERS, paging, offer)


@group.reads("documents/{uuid:pk}", DocumentShown, summary=_("Read how far a document is"))
def read_document(request: ApiRequest, pk: UUID) -> Offered:
    """One that you asked for."""
    return _offered(request, _document(request, pk))


@group.writes("DELETE", "documents/{uuid:pk}", summary=_("Remove a document"))
def remove_document(request: ApiRequest, pk: UUID) -> Written:
    """Before its time; one that is being made is made in vain."""
    actions.remove_document(by=request.viewer, document=_document(request, pk))
    return Written(id=str(pk), address="/api/v1/documents")


def _document(request: ApiRequest, pk: UUID) -> Document:
    return get(request.viewer, P.DOCUMENT_VIEW, documents(request.viewer), pk=pk)


def _offered(request: ApiRequest, row: Document) -> Offered:
    return Offered(row, [for_the_caller(request)], lambda: _shape(row))


def _shape(row: Document) -> DocumentShown:
    offer, job = offer_of(row.offer), row.job
    return DocumentShown(
        id=str(row.pk),
        offer=row.offer,
        title=str(offer.title) if offer else row.offer,
        way=row.way,
        state=_state(row),
        failure=str(rules.FAILURES[rules.Failure(row.failure)]) if row.failure else "",
        asked_at=row.asked_at,
        keep_until=row.keep_until,
        done=job.done if job else 0,
        parts=job.of if job else 0,
    )


def _state(row: Document) -> Literal["waiting", "running", "ready", "failed"]:
    if row.failure:
        return "failed"
    if row.file:
        return "ready"
    return "running" if row.job is not None and row.job.state is State.RUNNING else "waiting"
