"""The library as the file that it came from."""

from django.db.models import F

from pulang.common.frameworks.models import DocumentVersion, ProvisionVersion
from pulang.common.frameworks.permissions import FrameworksPermission as P
from pulang.common.frameworks.rules.content import Content
from pulang.common.frameworks.rules.filing import file_of
from pulang.foundation.policy.rules import demand_anywhere
from pulang.foundation.policy.viewer import Viewer


def as_file(viewer: Viewer) -> str:
    """All documents as YAML, ready to be imported elsewhere; ``Http404`` for whoever may not read them. Two queries."""
    demand_anywhere(viewer, P.FRAMEWORK_READ)
    return file_of(contents())


def contents() -> dict[str, Content]:
    """What every document and provision says now, by full key, in the order of the library. Two queries."""
    documents = DocumentVersion.objects.filter(number=F("document__version")).order_by("document__position")
    provisions = ProvisionVersion.objects.filter(number=F("provision__version")).order_by("provision__position")
    return {
        **dict(documents.values_list("document__key", "content")),
        **dict(provisions.values_list("provision__key", "content")),
    }
