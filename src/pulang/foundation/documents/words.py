"""Values as people read them, and text as it may stand in a document."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.foundation.documents.contents import Stamp, Value, Words
from pulang.kernel.tlp import Label

# Marks that turn the direction of what follows them: a name that carries one could turn the words after it.
TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
RIGHT_TO_LEFT = frozenset({"R", "AL"})
KEPT = frozenset("\t\n")
# It gives nothing away: it stands in every document, whether something was left out or not.
MORE = gettext_lazy("This holds what you may have. There may be more.")


def clean(text: str) -> str:
    """The text without what no paper can show: control characters, halves of characters, marks that turn direction."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(TURNING)
    return "".join(letter for letter in text if letter in KEPT or _shows(letter))


def _shows(letter: str) -> bool:
    return unicodedata.category(letter) not in {"Cc", "Cs", "Cn", "Co"}


def spoken(value: Value) -> str:
    """A value in words of the language that is switched on; empty for None."""
    match value:
        case None:
            return ""
        case Words():
            return clean(value.text)
        case Label():
            return value.value
        case datetime():
            moment = timezone.localtime(value)
            return f"{date_format(moment)} {moment:%H:%M:%S}"
        case date():
            return date_format(value)
        case int() | Decimal():
            return str(localize(value))
    return clean(str(value))


def breakable(text: str, most: int) -> str:
    """The text with places to break words of more than twice ``most`` letters: at hyphens, slashes, else anywhere."""
    part = re.compile(rf"[^/-]{{1,{most}}}[/-]?|[/-]")
    return re.sub(rf"\S{{{2 * most + 1},}}", lambda word: "\u200b".join(part.findall(word.group())), text)


def language_of(value: Value) -> str:
    """The language of what somebody wrote; empty for the document's own."""
    return value.language if isinstance(value, Words) else ""


def runs_right_to_left(text: str, otherwise: bool) -> bool:
    """Which way a text runs: the way of its first letter that has one."""
    for letter in text:
        way = unicodedata.bidirectional(letter)
        if way == "L":
            return False
        if way in RIGHT_TO_LEFT:
            return True
    return otherwise


def made_for(stamp: Stamp) -> str:
    """For whom a document was made and when: what would name whoever passed it on (RQ-27)."""
    day = date_format(timezone.localtime(stamp.made_at))
    return _("Made for {name} on {day}").format(name=clean(stamp.made_for), day=day)
