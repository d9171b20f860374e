"""One page of a long list, as the address asks for it."""

from collections.abc import Sequence
from typing import TypeVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from pulang.foundation.pages import BadCursor, Order, Page, paginate

Row = TypeVar("Row", bound=Model)
LARGE = 100


def listed(request: HttpRequest, queryset: QuerySet[Row], orders: Sequence[Order], *, size: int = 50) -> Page[Row]:
    """The page named by ``order``, ``cursor`` and ``jump`` of the address; ``size`` asks for a hundred rows at once.

    An address that leads to no place in this list gives its beginning, and a message says so.
    """
    asked = request.GET
    size = LARGE if asked.get("size") == str(LARGE) else size
    try:
        return paginate(
            queryset,
            orders=orders,
            order=asked.get("order"),
            cursor=asked.get("cursor"),
            jump=asked.get("jump"),
            size=size,
        )
    except BadCursor:
        messages.warning(request, _("That place is not in this list any more. Here is its beginning."))
        return paginate(queryset, orders=orders, size=size)
