"""Where a page begins or ends, as text that fits in an address."""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field


class BadCursor(ValueError):
    """A page was asked for that nothing leads to; views show the first page and say so."""


@dataclass(frozen=True)
class Cursor:
    """A place in an order: the rows after or before the row with these values.

    Without values it is an edge: everything after the beginning, or before the end. The values are
    those of the order's fields in clear, so an order of personal data puts them into addresses.
    """

    order: str
    forward: bool = True
    values: tuple[str, ...] = ()

    def encode(self) -> str:
        body = json.dumps([self.order, int(self.forward), *self.values], separators=(",", ":"))
        return urlsafe_b64encode(body.encode()).decode().rstrip("=")


def decode(text: str) -> Cursor:
    """Read what `Cursor.encode` wrote. Raises BadCursor for anything else."""
    try:
        raw = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        order, forward, *values = json.loads(raw)
    except (ValueError, TypeError, binascii.Error, RecursionError):
        raise BadCursor("this is no place in a list") from None
    if forward not in (0, 1) or not all(_is_storable(part) for part in (order, *values)):
        raise BadCursor("this is no place in a list")
    return Cursor(order, bool(forward), tuple(values))


def as_text(value: Any) -> str:
    """Return a field's value as `as_value` reads it back, exactly."""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def as_value(field: "Field[Any, Any]", text: str) -> Any:
    """Return the value of `field` that `as_text` wrote. Raises BadCursor."""
    try:
        return field.to_python(text)
    except (ValidationError, ValueError, TypeError, OverflowError):
        raise BadCursor("this is no place in this list") from None


def _is_storable(part: object) -> bool:
    if not isinstance(part, str) or "\x00" in part:
        return False
    return not any("\ud800" <= character <= "\udfff" for character in part)
