"""What a document or a provision said before: who changed it, when, and what reads differently."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pulang.common.accounts.queries import display_names
from pulang.common.frameworks.models import (
    Document,
    DocumentVersion,
    FrameworkImport,
    Provision,
    ProvisionVersion,
)
from pulang.common.frameworks.permissions import FrameworksPermission as P
from pulang.common.frameworks.rules.content import Content
from pulang.common.frameworks.rules.history import Difference, differences
from pulang.foundation.policy.rules import allows
from pulang.foundation.policy.viewer import Viewer


@dataclass(frozen=True)
class VersionLine:
    """One version. ``author`` is a person's name or a command; the first version has no differences."""

    number: int
    made_at: datetime
    author: str
    reason: str
    content: Content
    differences: tuple[Difference, ...]


def versions(viewer: Viewer, item: Document | Provision) -> list[VersionLine]:
    """Every version, the latest first; nothing for whoever may not read the item. Three queries."""
    if not allows(viewer, P.FRAMEWORK_READ, item):
        return []
    rows: Sequence[DocumentVersion | ProvisionVersion] = list(
        item.versions.select_related("imported").order_by("number")
    )
    names = display_names({row.imported.made_by_id for row in rows if row.imported.made_by_id})
    lines = [
        VersionLine(
            number=row.number,
            made_at=row.imported.made_at,
            author=_author(row.imported, names),
            reason=row.imported.reason,
            content=row.content,
            differences=differences(before.content, row.content) if before else (),
        )
        for before, row in zip([None, *rows], rows, strict=False)
    ]
    return lines[::-1]


def _author(imported: FrameworkImport, names: Mapping[UUID, str]) -> str:
    by = imported.made_by_id
    return names.get(by, "") if by else imported.command
