"""A column for folded sort keys that both engines order alike: by code point, whatever the server's locale."""

from typing import TYPE_CHECKING, Any

from django.db.models import CharField

if TYPE_CHECKING:
    _Text = CharField[str, str]
else:
    _Text = CharField

_COLLATIONS = {"sqlite": "BINARY", "postgresql": "C"}


class SortKeyField(_Text):
    """Holds `kernel.folding.sort_key(...)` of a name; actions fill it wherever they write the name."""

    def db_parameters(self, connection: Any) -> dict[str, Any]:
        parameters: dict[str, Any] = dict(super().db_parameters(connection))
        return {**parameters, "collation": _COLLATIONS[connection.vendor]}
