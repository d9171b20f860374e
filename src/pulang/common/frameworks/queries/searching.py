"""Finding documents and provisions by their words, in all languages in which they have a text."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from pulang.common.frameworks.models import Document, ProvisionText
from pulang.common.frameworks.permissions import FrameworksPermission as P
from pulang.common.frameworks.queries.gathering import document_lines, provision_lines
from pulang.common.frameworks.queries.library import filtered, provisions
from pulang.common.frameworks.queries.lines import DocumentLine, ProvisionLine
from pulang.common.frameworks.rules.vocabulary import SEARCH_DOCUMENT, SEARCH_PROVISION
from pulang.foundation.policy.rules import visible
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.prepared import IDS, Prepared
from pulang.foundation.search.find import Hit, hits

MOST = 50


@dataclass(frozen=True)
class Found:
    """One hit: the provision (None: a whole document), and the text that answered, in ``hit.language``."""

    hit: Hit
    title: str
    document: DocumentLine
    provision: ProvisionLine | None


def search(
    viewer: Viewer, text: str, *, language: str, document: str = "", section: str = "", area: str = ""
) -> list[Found]:
    """The best 50 hits among what the viewer may read and the filters let through; titles weigh more.

    A text in ``language`` is preferred; otherwise the one that answers, whatever its language.
    """
    rows = filtered(provisions(viewer), document, section, area)
    found = hits(SEARCH_PROVISION, text, rows.order_by().values("pk"), MOST, language=language)
    whole = [] if document or section or area else _documents(viewer, text, language)
    return [*whole, *_provisions(viewer, found, language)]


def _documents(viewer: Viewer, text: str, language: str) -> list[Found]:
    rows = visible(viewer, P.FRAMEWORK_READ, Document.objects.all())
    found = hits(SEARCH_DOCUMENT, text, rows.values("pk"), MOST, language=language)
    read = _DOCUMENTS.objects(viewer, documents={hit.object_id for hit in found}) if found else []
    lines = {line.document.pk: line for line in document_lines(read, language)}
    return [Found(hit, hit.title, lines[hit.object_id], None) for hit in found]


def _provisions(viewer: Viewer, found: Sequence[Hit], language: str) -> list[Found]:
    ids = {hit.object_id for hit in found}
    read = _PROVISIONS.objects(viewer, found=ids) if ids else []
    lines = {line.provision.pk: line for line in provision_lines(read, language)}
    titles = _titles(ids)
    return [
        Found(hit, titles[hit.object_id, hit.language], lines[hit.object_id].document, lines[hit.object_id])
        for hit in found
    ]


def _titles(ids: Collection[UUID]) -> dict[tuple[UUID, str], str]:
    rows = _TITLES.rows(provisions=ids) if ids else []
    return {(key, language): title for key, language, title in rows}


_DOCUMENTS = Prepared(
    lambda viewer, documents: visible(viewer, P.FRAMEWORK_READ, Document.objects.filter(pk__in=documents)),
    documents=IDS,
)
_PROVISIONS = Prepared(
    lambda viewer, found: provisions(viewer).filter(pk__in=found).select_related("document", "section"), found=IDS
)
_TITLES = Prepared(
    lambda provisions: ProvisionText.objects.filter(provision__in=provisions).values_list(
        "provision_id", "language", "title"
    ),
    provisions=IDS,
)
