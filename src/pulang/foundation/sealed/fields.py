"""A model field whose text is kept in envelopes, each bound to its model, field and row.

Renaming the model or the field breaks the binding: such a migration has to seal the rows anew.
"""

from typing import TYPE_CHECKING, Any, Never, TypeVar

from django.db.models import BinaryField, Field, Model
from django.db.models.expressions import Case, Value, When
from django.db.models.functions import Cast
from django.db.models.lookups import IsNull
from django.db.models.query_utils import DeferredAttribute

from pulang.foundation.sealed.values import Sealed
from pulang.kernel.crypto import UnknownKey

if TYPE_CHECKING:
    _Set = TypeVar("_Set", contravariant=True)
    _Get = TypeVar("_Get", covariant=True)

    class _Binary(Field[_Set, _Get]):
        """What the type checker needs to know of `BinaryField`: the attribute is no bytes here."""
else:
    _Set = _Get = object

    class _Binary(BinaryField):
        def __class_getitem__(cls, _: object) -> type:
            return cls


class _SealingAttribute(DeferredAttribute):
    """Takes plain text in, gives a `Sealed` out."""

    def __set__(self, instance: Model, value: object) -> None:
        instance.__dict__[self.field.attname] = self.field.to_python(value)


class SealedTextField(_Binary[_Set, _Get]):
    """Text at rest in AES-256-GCM envelopes under `settings.PULANG_KEYRING`.

    The attribute is always a `Sealed` (or None): `row.note.open(row)`. Assign plain text and save the
    row, whose primary key must be set before. What would write plain text past the row (`update`,
    `bulk_update`) raises TypeError; filtering raises FieldError, except by `isnull`.
    """

    descriptor_class = _SealingAttribute
    _pyi_private_set_type: Sealed | str
    _pyi_private_get_type: Sealed

    def home(self) -> str:
        """Return what envelopes of this field are bound to, besides the row's key."""
        return f"{self.model._meta.label_lower}.{self.name}"

    def to_python(self, value: object) -> Sealed | None:
        if value is None or isinstance(value, Sealed):
            return value
        if isinstance(value, str):
            return Sealed(self.home(), pending=value)
        raise TypeError(f"{self.home()} takes text, not {type(value).__name__}")

    def get_default(self) -> Any:
        default = super().get_default()
        return "" if default == b"" else default

    def from_db_value(self, value: bytes | None, expression: object, connection: object) -> Sealed | None:
        return None if value is None else Sealed(self.home(), bytes(value))

    def pre_save(self, model_instance: Model, add: bool) -> Sealed | None:
        """Seal what was assigned; refuse an envelope that was carried over from another row."""
        value: Sealed | None = getattr(model_instance, self.attname)
        if value is None:
            return None
        sealed = value.sealed_for(model_instance.pk)
        _refuse_stranger(sealed, model_instance)
        setattr(model_instance, self.attname, sealed)
        return sealed

    def get_prep_value(self, value: object) -> bytes | None:
        if value is None:
            return None
        if not isinstance(value, Sealed) or value.envelope is None:
            raise TypeError(f"{self.home()} is sealed: assign the text to a row and save that row")
        return value.envelope

    def get_db_prep_value(self, value: object, connection: Any, prepared: bool = False) -> Any:
        return super().get_db_prep_value(self.get_prep_value(value), connection, prepared=True)

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        if hasattr(value, "resolve_expression") and not _holds_only_sealed(value):
            raise TypeError(f"{self.home()} is sealed: no expression can compute its value")
        return str(connection.ops.binary_placeholder_sql(value))

    def get_lookup(self, lookup_name: str) -> Any:
        return IsNull if lookup_name == "isnull" else None

    def get_transform(self, lookup_name: str) -> None:
        return None

    def value_to_string(self, obj: Model) -> Never:
        raise TypeError(f"{self.home()} is sealed and is not serialised")


def _refuse_stranger(sealed: Sealed, row: Model) -> None:
    try:
        sealed.open(row)
    except UnknownKey:
        return


def _holds_only_sealed(expression: Any) -> bool:
    """Say whether an expression merely picks envelopes by row, as `bulk_update` writes it."""
    if isinstance(expression, Value):
        return expression.value is None or isinstance(expression.value, Sealed)
    if isinstance(expression, When):
        return _holds_only_sealed(expression.result)
    return isinstance(expression, Case | Cast) and all(
        _holds_only_sealed(part) for part in expression.get_source_expressions()
    )
