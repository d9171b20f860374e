"""What the viewer was told."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from pulang.common.notices.models import Notice
from pulang.common.notices.permissions import NoticesPermission as P
from pulang.foundation.pages import Order
from pulang.foundation.policy.rules import visible
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.prepared import ID, Prepared

_UNREAD = Prepared(
    lambda recipient: (
        Notice.objects.filter(recipient=recipient, read_at__isnull=True)
        .order_by()
        .values("recipient")
        .annotate(number=Count("pk"))
        .values_list("number")
    ),
    recipient=ID,
)
ORDERS: Sequence[Order] = (Order("newest", _("Newest first"), ("-made_at", "-id")),)


def notices(viewer: Viewer) -> QuerySet[Notice]:
    """The viewer's own notices."""
    return visible(viewer, P.NOTICE_VIEW, Notice.objects.all())


def unread(user_id: UUID) -> int:
    """How many notices a person has not read, from one small index."""
    return sum(number for (number,) in _UNREAD.rows(recipient=user_id))
