"""What belongs to organisations, table by table: what a full copy takes along and what an erasure removes.

Apps register their own tables when they start (``apps.ready``), parents before children.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise

Places = frozenset[UUID]


@dataclass(frozen=True)
class Holding:
    """The rows of ``model`` that belong to some organisations (``where``).

    ``marking`` is the path to the marking under which a row leaves; empty for what is an organisation's own by what it
    is. ``secret`` columns are never copied; ``is_copied`` is False for
    tables of nothing but secrets, and of what is copied ``only`` narrows. ``file`` leads
    from a row to its file. ``erase`` removes the rows; without it they stay, as ``words`` says why.
    """

    model: type[Model]
    words: Promise
    where: Callable[[Places], Q]
    marking: str = ""
    secret: frozenset[str] = frozenset()
    is_copied: bool = True
    only: Q = field(default_factory=Q)
    file: Callable[[Any], Any] | None = None
    erase: Callable[[QuerySet[Any]], None] | None = None

    @property
    def table(self) -> str:
        """The name of the table in a copy."""
        return self.model._meta.label_lower.replace(".", "-")

    def rows(self, places: Places) -> QuerySet[Any]:
        """The rows of these organisations."""
        return self.model._default_manager.filter(self.where(places))

    def copied(self, places: Places) -> QuerySet[Any]:
        """Those of the rows that a full copy takes along."""
        return self.rows(places).filter(self.only)


_holdings: dict[str, Holding] = {}


def register_holding(*holdings: Holding) -> None:
    """Add tables; registering the same table again replaces it."""
    _holdings.update({holding.table: holding for holding in holdings})


def holdings() -> tuple[Holding, ...]:
    """All tables, parents before children."""
    return tuple(_holdings.values())


def delete(rows: QuerySet[Any]) -> None:
    """The plain way to erase: the rows go, and with them what hangs on them."""
    rows.delete()
