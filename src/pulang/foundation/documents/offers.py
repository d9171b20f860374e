"""Which documents there are to download. Apps register their own when they start (``apps.ready``)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from pulang.foundation.documents.contents import Contents
from pulang.foundation.policy.exits import CSV, PDF, XLSX, Exit
from pulang.foundation.policy.viewer import Viewer

Parameters = Mapping[str, str]
EVERY_WAY = (PDF, XLSX, CSV)


@dataclass(frozen=True)
class Offer:
    """One kind of document.

    ``permission`` must be held somewhere (empty: every signed-in person has one of their own); ``gather`` narrows to
    what the viewer may see and raises ``Http404`` for what is absent or forbidden. ``estimated_rows`` says, with
    little work, how long the document will be.
    """

    slug: str
    title: Promise
    permission: str
    gather: Callable[[Viewer, Parameters, str], Contents]
    estimated_rows: Callable[[Viewer, Parameters], int] = lambda viewer, parameters: 1
    ways: tuple[Exit, ...] = EVERY_WAY


_offers: dict[str, Offer] = {}


def register_offer(offer: Offer) -> None:
    """Add an offer; registering the same slug again replaces it."""
    _offers[offer.slug] = offer


def offers() -> tuple[Offer, ...]:
    """All registered offers, by slug."""
    return tuple(_offers[slug] for slug in sorted(_offers))


def offer_of(slug: str) -> Offer | None:
    """The offer with this slug, or None."""
    return _offers.get(slug)
