"""Requests as things whose country decides who may have them."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pulang.common.marking.queries import Owned, register_owned
from pulang.forum.engagements.models import EngagementRequest
from pulang.forum.engagements.permissions import EngagementsPermission as P


def register() -> None:
    """Tell the pages of labels and audiences."""
    register_owned(
        Owned(
            "request",
            EngagementRequest,
            _("Engagement request"),
            P.REQUEST_VIEW,
            lambda row: row.country_id,
            lambda row: row.title,
            lambda row: reverse("engagements:detail", kwargs={"pk": row.pk}),
            ("country",),
        )
    )
