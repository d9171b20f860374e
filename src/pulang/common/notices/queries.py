"""What the viewer was told."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from pulang.common.notices.models import Notice
from pulang.common.notices.permissions import NoticesPermission as P
from pulang.foundation.pages import Order
from pulang.foundation.policy.rules import visible
from pulang.foundation.policy.viewer import Viewer

ORDERS: Sequence[Order] = (Order("newest", _("Newest first"), ("-made_at", "-id")),)


def notices(viewer: Viewer) -> QuerySet[Notice]:
    """The viewer's own notices."""
    return visible(viewer, P.NOTICE_VIEW, Notice.objects.all())


def unread(user_id: UUID) -> int:
    """How many notices a person has not read, from one small index."""
    return Notice.objects.filter(recipient=user_id, read_at__isnull=True).count()
