"""Pure rules of people and organisations, and of the codes with which people sign in."""

import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from pulang.kernel.crypto import Keyring, blind_index
from pulang.kernel.workdays import Calendar

COUNTRY = "country"
INTERNATIONAL = frozenset({"international", "civil-society"})

# kind -> kinds that may stand directly above it (None: may stand at the top)
PARENTS: dict[str, frozenset[str | None]] = {
    COUNTRY: frozenset({None}),
    "ministry": frozenset({COUNTRY}),
    "service": frozenset({COUNTRY, "ministry"}),
    "region": frozenset({"service"}),
    "facility": frozenset({"service", "region"}),
    "academy": frozenset({"ministry", "service"}),
    "international": frozenset({None}),
    "civil-society": frozenset({None, COUNTRY}),
}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Period:
    """A half-open time at an organisation: from the first day on, up to but not on the last; ``None`` is open."""

    starts: date
    ends: date | None

    def covers(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.starts <= day and (self.ends is None or day < self.ends)


def may_stand_under(kind: str, parent_kind: str | None) -> bool:
    """Whether an organisation of this kind may have a parent of that kind (``None`` for the top of the tree)."""
    return parent_kind in PARENTS[kind]


def calendar(weekend: str, holidays: frozenset[date]) -> Calendar:
    """A working calendar from a country's stored weekend (``"fri,sat"``) and its holidays."""
    days = frozenset(WEEKDAYS.index(day) for day in weekend.split(",") if day)
    return Calendar(weekend=days, holidays=holidays)


SUSPENDED = _(
    "The access of your organisation is suspended. Your account and your work are kept. Ask the access manager above "
    "your organisation, or the administrator of this installation."
)
LIST_SIZE, LIST_DIGITS, LIST_LOW = 40, 8, 5
SIGN_IN_DIGITS = 16
SIGN_IN_CODE_VALID = timedelta(days=7)
MOST_TOKENS, LONGEST_TOKEN = 20, timedelta(days=365)
TOKEN_DAYS = (7, 30, 90, 180, 365)
USUAL_TOKEN_DAYS = 90


def fresh_code(length: int) -> str:
    """Random digits: they can be typed on every keyboard and read aloud in every language."""
    return "".join(secrets.choice("0123456789") for _ in range(length))


def grouped(code: str) -> str:
    """A code as it is printed, in groups of four."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def digits(text: str) -> str:
    """The digits of what was typed, of any script, as ASCII; blanks and hyphens do not matter."""
    return "".join(str(unicodedata.decimal(character)) for character in text if character.isdecimal())


def code_digest(ring: Keyring, place: str, code: str) -> str:
    """What is stored of a code: the key's id and a keyed digest bound to its place."""
    active = ring.active
    return f"{active}:{_digest(ring.keys[active], place, code)}"


def code_matches(ring: Keyring, stored: str, place: str, typed: str) -> bool:
    """Whether what was typed is the code that was stored at this place."""
    key_id, _, digest = stored.partition(":")
    if key_id not in ring.keys:
        return False
    return hmac.compare_digest(digest, _digest(ring.keys[key_id], place, digits(typed)))


def _digest(key: bytes, place: str, code: str) -> str:
    own = hmac.new(key, b"pulang.codes.1", hashlib.sha256).digest()
    return blind_index(own, f"{place}\x00{code}")
