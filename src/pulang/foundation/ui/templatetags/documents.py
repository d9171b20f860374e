"""Where a page offers itself as a document."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.http import QueryDict
from django.urls import reverse

from pulang.foundation.documents.offers import offer_of
from pulang.foundation.ui.parts import Link

register = template.Library()
POSITION = ("cursor", "jump")


@register.inclusion_tag("ui/components/download.html", takes_context=True)
def download(context: Mapping[str, Any], slug: str, **parameters: object) -> dict[str, object]:
    """Links to the document in each of its formats, with the filters of the page; nothing where it is not offered."""
    offer, request = offer_of(slug), context["request"]
    if offer is None or not (not offer.permission or request.viewer.may(offer.permission)):
        return {"links": []}
    query = _query(request.GET, parameters)
    ways = [(way, reverse("files:download", kwargs={"offer": slug, "way": way.slug})) for way in offer.ways]
    return {"links": [Link(way.slug.upper(), f"{url}?{query}" if query else url) for way, url in ways]}


def _query(asked: QueryDict, parameters: Mapping[str, object]) -> str:
    query = asked.copy()
    for key in POSITION:
        query.pop(key, None)
    for key, value in parameters.items():
        query[key] = str(value)
    return query.urlencode()
