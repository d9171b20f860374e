"""The documents that a viewer asked for."""

import json
from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from pulang.common.files.models import Document
from pulang.common.files.permissions import FilesPermission as P
from pulang.foundation.pages import Order
from pulang.foundation.policy.rules import visible
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock

ORDERS: Sequence[Order] = (Order("newest", _("Newest first"), ("-asked_at", "-id")),)


def documents(viewer: Viewer) -> QuerySet[Document]:
    """The viewer's own documents that are still kept."""
    rows = Document.objects.filter(keep_until__gt=clock.now()).select_related("file__marking", "job")
    return visible(viewer, P.DOCUMENT_VIEW, rows)


def unsettled(viewer: Viewer) -> QuerySet[Document]:
    """Those that are not made yet."""
    return documents(viewer).filter(settled_at__isnull=True)


def parameters_of(document: Document) -> dict[str, str]:
    """What was asked for, as the address of the download would say it."""
    return dict(json.loads(document.parameters.open(document)))
