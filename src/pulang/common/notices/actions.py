"""Telling somebody something, and marking it as read."""

from uuid import UUID

from django.urls import reverse

from pulang.common.files.models import Document
from pulang.common.notices.models import Notice
from pulang.common.notices.permissions import NoticesPermission as P
from pulang.common.notices.queries import notices
from pulang.common.notices.rules import KEPT_FOR, Kind
from pulang.foundation.events.record import action, record, unchanged
from pulang.foundation.policy.rules import demand
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock


def notify(*, recipient_id: UUID, kind: Kind, link: str) -> Notice:
    """Tell a person to look at something; part of the action that gives the reason, whose event says what happened."""
    return Notice.objects.create(recipient_id=recipient_id, kind=kind.value, link=link, made_at=clock.now())


def tell_of_document(document: Document) -> None:
    """Tell the asker that a document is ready, or could not be made."""
    kind = Kind.DOCUMENT_FAILED if document.failure else Kind.DOCUMENT_READY
    notify(recipient_id=document.asker_id, kind=kind, link=reverse("files:documents"))


@action
def read_notice(*, by: Viewer, notice: Notice) -> None:
    """Mark one's own notice as read; a second time changes nothing."""
    demand(by, P.NOTICE_VIEW, notice, seen_by=P.NOTICE_VIEW)
    if Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=clock.now()):
        record("notice.read", by=by, about=notice)
    else:
        unchanged()


@action
def read_all(*, by: Viewer) -> None:
    """Mark all of one's own notices as read."""
    newest = notices(by).filter(read_at__isnull=True).order_by("-made_at", "-id").first()
    if newest is None:
        unchanged()
        return
    notices(by).filter(read_at__isnull=True).update(read_at=clock.now())
    record("notice.read", by=by, about=newest)


def remove_old() -> None:
    """Notices go after ninety days, read or not; what they led to has its own events."""
    Notice.objects.filter(made_at__lt=clock.now() - KEPT_FOR).delete()
