"""What an owner may change about who has something. Apps register their own kinds when they start (``apps.ready``)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from pulang.common.marking.permissions import MarkingPermission as P
from pulang.foundation.policy.rules import allows, visible
from pulang.foundation.policy.viewer import Viewer


@dataclass(frozen=True)
class Owned:
    """One kind of marked thing whose owner decides who may have it.

    ``view`` is the permission that opens it; ``owner`` gives the organisation that owns a row; ``name`` and
    ``address`` lead back to the row's own page; ``related`` names the relations that these need.
    """

    slug: str
    model: type[Model]
    title: Promise
    view: str
    owner: Callable[[Any], UUID]
    name: Callable[[Any], str]
    address: Callable[[Any], str]
    related: tuple[str, ...] = ()

    def rows(self, viewer: Viewer) -> QuerySet[Any]:
        """The rows about whose readers the viewer decides."""
        every = self.model._default_manager.select_related("marking", *self.related)
        return visible(viewer, P.MARKING_CHANGE, every)


_kinds: dict[str, Owned] = {}


def register_owned(kind: Owned) -> None:
    """Add a kind; registering the same slug again replaces it."""
    _kinds[kind.slug] = kind


def owned_of(slug: str) -> Owned | None:
    """The kind with this slug, or None."""
    return _kinds.get(slug)


def kind_of(row: Model) -> Owned:
    """The kind of a row. Raises ``LookupError`` for what nobody registered."""
    for kind in _kinds.values():
        if kind.model is type(row):
            return kind
    raise LookupError(f"nobody said who owns {row._meta.label}")


def may_change(viewer: Viewer, row: Model) -> bool:
    """Whether the viewer decides who may have this row."""
    return viewer.may(P.MARKING_CHANGE) and allows(viewer, P.MARKING_CHANGE, row)
