"""Deliveries at which a person teaches, as work that is open when the person's duty ends."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pulang.common.accounts.models import User
from pulang.common.accounts.queries import OpenItem
from pulang.common.learning.models import Delivery, DeliveryTrainer
from pulang.common.learning.queries.deliveries import deliveries
from pulang.common.learning.queries.taught import titles_of
from pulang.foundation.policy.viewer import Viewer


def teaching_of(user: User) -> QuerySet[DeliveryTrainer]:
    """Where the person is assigned to deliveries that are neither closed nor cancelled; unfiltered, to hand over."""
    rows = DeliveryTrainer.objects.filter(
        contact__user=user, delivery__closed_at__isnull=True, delivery__cancelled_at__isnull=True
    )
    return rows.select_related("delivery__organisation", "delivery__marking").order_by("delivery__starts_on", "pk")


def open_teaching(viewer: Viewer, user: User) -> list[OpenItem]:
    """One line a delivery: where and from which day, to all; its page to those who may know of it."""
    rows = [each.delivery for each in teaching_of(user)]
    known = set(deliveries(viewer).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    titles = titles_of(rows, get_language() or "en")
    return [_item(row, titles[row.pk].heading, row.pk in known) for row in rows]


def _item(row: Delivery, title: str, known: bool) -> OpenItem:
    at = _("Training at {place}, {day}").format(place=row.organisation.name, day=date_format(row.starts_on))
    return OpenItem(title, reverse("training:detail", kwargs={"pk": row.pk}), at) if known else OpenItem(at)
