"""The library as the file that it came from."""

from collections import defaultdict

from django.db.models import F

from pulang.common.frameworks.models import DocumentVersion, ProvisionVersion, Section
from pulang.common.frameworks.permissions import FrameworksPermission as P
from pulang.common.frameworks.rules.content import Content, in_order
from pulang.common.frameworks.rules.filing import file_of
from pulang.foundation.policy.rules import demand_anywhere
from pulang.foundation.policy.viewer import Viewer


def as_file(viewer: Viewer) -> str:
    """All documents as YAML, ready to be imported elsewhere; ``Http404`` for whoever may not read them. Two queries."""
    demand_anywhere(viewer, P.FRAMEWORK_READ)
    return file_of(contents())


def contents() -> dict[str, Content]:
    """What every document and provision says now, by full key, in the order of the library. Three queries.

    PostgreSQL keeps the keys of JSON in an order of its own; here languages and sections stand in theirs.
    """
    documents = DocumentVersion.objects.filter(number=F("document__version")).order_by("document__position")
    provisions = ProvisionVersion.objects.filter(number=F("provision__version")).order_by("provision__position")
    codes = _section_codes()
    return {
        **{key: in_order(content, codes[key]) for key, content in documents.values_list("document__key", "content")},
        **{key: in_order(content) for key, content in provisions.values_list("provision__key", "content")},
    }


def _section_codes() -> dict[str, list[str]]:
    """The codes of each document's sections, in the order in which they stand there."""
    found: dict[str, list[str]] = defaultdict(list)
    for document, code in Section.objects.order_by("position").values_list("document__key", "code"):
        found[document].append(code)
    return found
