"""How things leave: each as a row with the markings of all it carries, shaped only once the gate has let it out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from pulang.foundation.api.calling import ApiRequest
from pulang.foundation.api.problems import wrong
from pulang.foundation.api.shapes import Listed, MarkingShown, Paging, Shown
from pulang.foundation.pages import BadCursor, Order, Page, paginate
from pulang.kernel import tlp
from pulang.kernel.tlp import Label

LABEL = "Pulang-Label"
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Offered:
    """One thing: ``row`` is what the gate is asked about, ``shape`` makes the answer of it."""

    row: Any
    markings: Sequence[tlp.Marking]
    shape: Callable[[], Shown]
    etag: str = ""

    def answer(self, request: ApiRequest) -> HttpResponse:
        """The thing, or 404 where it may not leave."""
        shown = _shown(request, [self])
        if not shown:
            raise Http404
        headers = {"ETag": self.etag} if self.etag else {}
        return _response(shown[0], shown[0].marking.label, headers)


@dataclass(frozen=True)
class OfferedList:
    """Several things of one page; ``count`` is that of all pages, ``None`` for what stands on this one."""

    things: Sequence[Offered]
    count: int | None = None
    next: str | None = None
    previous: str | None = None

    def answer(self, request: ApiRequest) -> HttpResponse:
        """What of it may leave."""
        items = _shown(request, self.things)
        label = max((Label(item.marking.label) for item in items), default=Label.CLEAR).value
        count = len(items) if self.count is None else self.count
        page = Listed[Shown].model_construct(
            items=items, next=self.next, previous=self.previous, count=count, label=label
        )
        return _response(page, label)


def listed(
    request: ApiRequest,
    queryset: QuerySet[Row],
    orders: Sequence[Order],
    paging: Paging,
    offer: Callable[[Sequence[Row]], Sequence[Offered]],
    *,
    order: str = "",
) -> OfferedList:
    """One page of a list, in one of its declared orders (the first by default)."""
    try:
        page = paginate(queryset, orders=orders, order=order or None, cursor=paging.cursor or None, size=paging.limit)
    except BadCursor:
        raise wrong("/cursor", _("This leads to no place in this list. Begin without it."), source="query") from None
    return OfferedList(offer(page.items), page.count, *_neighbours(request, page))


def for_the_caller(request: ApiRequest) -> tlp.Marking:
    """What is the caller's own: for this person and nobody beyond; whoever holds no role has nothing else."""
    if not request.viewer.grants:
        return tlp.Marking(Label.CLEAR)
    return tlp.Marking(Label.AMBER_STRICT, frozenset({f"person:{request.viewer.user_id}"}))


def _neighbours(request: ApiRequest, page: Page[Row]) -> list[str | None]:
    return [_address(request, cursor) if cursor else None for cursor in (page.next_cursor, page.previous_cursor)]


def _address(request: ApiRequest, cursor: str) -> str:
    query = request.GET.copy()
    query["cursor"] = cursor
    return f"{request.path}?{query.urlencode()}"


def _shown(request: ApiRequest, things: Sequence[Offered]) -> list[Shown]:
    """What the gate lets out, in the same order, each with the marking of all it carries."""
    passed = {id(row) for row in request.gate(request.viewer, [(one.row, one.markings) for one in things])}
    return [_marked(one) for one in things if id(one.row) in passed]


def _marked(one: Offered) -> Shown:
    shown = one.shape()
    shown.marking = MarkingShown.of(tlp.join(one.markings))
    return shown


def _response(content: Any, label: str, headers: dict[str, str] | None = None) -> HttpResponse:
    said = content.model_dump_json(serialize_as_any=True)
    return HttpResponse(said, content_type="application/json", headers={LABEL: label, **(headers or {})})
