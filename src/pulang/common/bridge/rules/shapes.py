"""Reading plain data of a signed file: what is not as it should be is refused, never guessed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from pulang.kernel.signedfiles import BadFile

MOST_CHARACTERS = 300


def text(found: Mapping[str, Any], name: str, *, most: int = MOST_CHARACTERS) -> str:
    """A text that is not empty."""
    value = found.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > most:
        raise _bad(name)
    return value


def day(found: Mapping[str, Any], name: str) -> date:
    """A day as ISO 8601 writes it."""
    try:
        return date.fromisoformat(text(found, name, most=10))
    except ValueError:
        raise _bad(name) from None


def uuid(found: Mapping[str, Any], name: str) -> UUID:
    """A UUID in its usual form."""
    try:
        return UUID(text(found, name, most=36))
    except ValueError:
        raise _bad(name) from None


def whole(found: Mapping[str, Any], name: str) -> int:
    """A whole number from nought on."""
    value = found.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise _bad(name)
    return value


def count(found: Mapping[str, Any], name: str) -> int | None:
    """A whole number, or None where it is left out."""
    return None if found.get(name, 0) is None else whole(found, name)


def part(found: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Names and values."""
    value = found.get(name)
    if not isinstance(value, dict):
        raise _bad(name)
    return value


def parts(found: Mapping[str, Any], name: str, *, most: int = 2000) -> Sequence[Mapping[str, Any]]:
    """A list of such."""
    value = found.get(name)
    if not isinstance(value, list) or len(value) > most or not all(isinstance(one, dict) for one in value):
        raise _bad(name)
    return value


def texts(found: Mapping[str, Any], name: str, *, most: int = 100) -> tuple[str, ...]:
    """A list of texts."""
    value = found.get(name)
    if not isinstance(value, list) or len(value) > most or not all(isinstance(one, str) for one in value):
        raise _bad(name)
    return tuple(value)


def _bad(name: str) -> BadFile:
    return BadFile("none", f"{name} is not as it should be.")
