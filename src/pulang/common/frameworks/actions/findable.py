"""Making documents and provisions findable in every language in which they have a text."""

from collections.abc import Sequence

from django.db.models import Q

from pulang.common.frameworks.models import Document, DocumentText, Provision
from pulang.common.frameworks.rules.vocabulary import (
    SEARCH_DOCUMENT,
    SEARCH_PROVISION,
    SOURCE_LANGUAGE,
    chip,
)
from pulang.foundation.search import index


def refresh(keys: Sequence[str]) -> None:
    """Write the search rows of these documents and provisions, and of all provisions of these documents.

    A provision's title carries its short name ("Rome 20"), so that it is found by that as well.
    """
    for document in Document.objects.filter(key__in=keys).prefetch_related("texts"):
        for text in document.texts.all():
            title = f"{text.short_title}: {text.title}"
            index.put(SEARCH_DOCUMENT, document.pk, text.language, title, text.issuer)
    rows = Provision.objects.filter(Q(key__in=keys) | Q(document__key__in=keys))
    for provision in rows.select_related("document").prefetch_related("texts", "document__texts"):
        _provision(provision)


def _provision(provision: Provision) -> None:
    labels = {text.language: _label(text) for text in provision.document.texts.all()}
    for text in provision.texts.all():
        label = labels.get(text.language, labels[SOURCE_LANGUAGE])
        title = f"{chip(label, provision.number)} {text.title}"
        index.put(SEARCH_PROVISION, provision.pk, text.language, title, text.summary)


def _label(text: DocumentText) -> str:
    return text.label or text.short_title
