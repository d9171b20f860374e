"""One page of a long list, as the address asks for it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from pulang.foundation.pages import BadCursor, Order, Page, paginate

Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")
LARGE = 100


def listed(request: HttpRequest, queryset: QuerySet[Row], orders: Sequence[Order], *, size: int = 50) -> Page[Row]:
    """The page named by ``order``, ``cursor`` and ``jump`` of the address; ``size`` asks for a hundred rows at once.

    An address that leads to no place in this list gives its beginning, and a message says so.
    """
    return listed_by(request, partial(paginate, queryset, orders=orders), size=size)


def listed_by(request: HttpRequest, page: Callable[..., Page[Item]], *, size: int = 50) -> Page[Item]:
    """The same of what cuts its pages itself: ``page`` is a ``Listing.page`` with what it is asked for."""
    asked: Any = request.GET
    size = LARGE if asked.get("size") == str(LARGE) else size
    place = {name: asked.get(name) for name in ("order", "cursor", "jump")}
    try:
        return page(size=size, **place)
    except BadCursor:
        messages.warning(request, _("That place is not in this list any more. Here is its beginning."))
        return page(size=size)
