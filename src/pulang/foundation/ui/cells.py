"""What stands in the cells of long lists: plain functions, since a template for each of hundreds is slow.

All text is escaped here.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import TypeVar
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format, localize
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language

from pulang.foundation.ui.parts import Cells, Column, StateKind, Text

K = TypeVar("K", bound=Hashable)
STANDING = UUID(int=0)


def filled(shape: str, *values: object) -> SafeString:
    """What ``format_html`` makes of a shape and values, in half the time, since it is made at once and never lazily."""
    return SafeString(shape.format(*map(_escaped, values)))


def _escaped(value: object) -> str:
    made: Callable[[], str] | None = getattr(value, "__html__", None)
    return escape(str(value), quote=True) if made is None else made()


def link(url: str, text: object) -> SafeString:
    """A way to a page."""
    return filled('<a href="{}">{}</a>', url, text)


def beside(*parts: SafeString) -> SafeString:
    """Several things in one cell."""
    return SafeString(" ".join(parts))


def bidi(value: object) -> SafeString:
    """Keep a name or number whole where the text around it runs the other way."""
    return filled("<bdi>{}</bdi>", value)


def spoken(text: object, language: str) -> SafeString:
    """Wrap content so that it is read aloud, hyphenated and directed as what it is. Text is escaped."""
    return filled('<span lang="{}" dir="auto">{}</span>', language, text)


def tlp_label(label: object) -> SafeString:
    """A Traffic Light Protocol label ("AMBER+STRICT" or "TLP:AMBER+STRICT"), never translated."""
    colour = str(getattr(label, "value", label)).upper().removeprefix("TLP:").replace("_", "+")
    return filled('<bdi class="tlp" dir="ltr" translate="no" data-tlp="{0}">TLP:{0}</bdi>', colour)


def provision_chip(label: Text, url: str = "") -> SafeString:
    """The short name of a provision ("Rome 9"), as a link where a page is given."""
    if url:
        return filled('<a class="chip" dir="ltr" href="{}">{}</a>', url, label)
    return filled('<bdi class="chip" dir="ltr">{}</bdi>', label)


def state_tag(label: Text, kind: StateKind = "neutral") -> SafeString:
    """A state in words; kind gives it shape and tint."""
    return filled('<span class="tag tag-{}">{}</span>', kind, label)


def state_tags(words: Mapping[K, tuple[Text, StateKind]]) -> dict[K, SafeString]:
    """The tags of all states of something, for a page that shows each of them often."""
    return {state: state_tag(label, kind) for state, (label, kind) in words.items()}


def moment(at: datetime) -> SafeString:
    """The day of a moment in words, with the whole of it for programs."""
    local = localtime(at)
    return filled('<time datetime="{}">{}</time>', local.isoformat(), day(local.date()))


def day(on: date) -> str:
    """A day in the words of the reader's language."""
    return _in_words(on, get_language())


@lru_cache(maxsize=2_000)
def _in_words(on: date, language: str | None) -> str:
    return date_format(on)


def number(value: int) -> str:
    """A number as the reader's language writes it."""
    return _written(value, get_language())


def decimal(value: Decimal) -> str:
    """A number with decimals in the same way."""
    return _written(value, get_language())


@lru_cache(maxsize=10_000)
def _written(value: int | Decimal, language: str | None) -> str:
    return str(localize(value))


def addresses(name: str, key: str = "pk") -> Callable[[object], str]:
    """The addresses of many things of one kind by their ``key``, an id or a slug: the pattern is looked up once."""
    before, _, after = reverse(name, kwargs={key: STANDING}).partition(str(STANDING))
    return lambda value: f"{before}{value}{after}"


def headings(columns: Sequence[Column]) -> SafeString:
    """The row of headings."""
    cells = "".join(filled('<th scope="col"{}>{}</th>', _kind(column), column.label) for column in columns)
    return SafeString(f"<tr>{cells}</tr>")


def lines(columns: Sequence[Column], rows: Sequence[Cells]) -> SafeString:
    """Rows whose first cell says what each is about; the others carry their heading along for narrow screens."""
    cells = "".join(_cell(column) for column in columns[1:])
    shape = f'<tr><th scope="row">{{}}</th>{cells}</tr>'
    return SafeString("".join(filled(shape, *row) for row in rows))


def _cell(column: Column) -> str:
    label = _escaped(column.label).replace("{", "{{").replace("}", "}}")
    return f'<td{_kind(column)} data-label="{label}">{{}}</td>'


def _kind(column: Column) -> SafeString:
    return filled(' class="{}"', column.kind) if column.kind else SafeString("")
