"""Dates in words, in the reader's language."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Literal

from django.utils import dateformat, timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext, pgettext

from pulang.kernel import clock

DueKind = Literal["late", "soon", "later"]
WEEK = 7


@dataclass(frozen=True, slots=True)
class Due:
    """A day in words as seen from another day. ``full`` is the day written out, for paper."""

    day: date
    words: str
    full: str
    kind: DueKind


def due(day: date | datetime, today: date | None = None) -> Due:
    """The wait for ``day`` as seen from ``today`` (default: this day in the installation's time zone)."""
    day = timezone.localtime(day).date() if isinstance(day, datetime) else day
    today = today or clock.today(timezone.get_current_timezone())
    days = (day - today).days
    return Due(day, _words(day, days, today), full_day(day), _kind(days))


def _kind(days: int) -> DueKind:
    if days < 0:
        return "late"
    return "soon" if days < WEEK else "later"


def _words(day: date, days: int, today: date) -> str:
    if days < 0:
        return ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("tomorrow")
    if days < WEEK:
        return dateformat.format(day, "l")
    return short_day(day, today)


def full_day(day: date) -> str:
    """The day written out: 12 November 2026."""
    return dateformat.format(day, pgettext("date format with year", "j F Y"))


def day_of_year(day: date) -> str:
    """The day without its year, as the reader's language writes it: November 12."""
    return _day_of_year(day, get_language())


@lru_cache(maxsize=4096)
def _day_of_year(day: date, language: str | None) -> str:
    """Lists say the same days again and again."""
    return date_format(day, "MONTH_DAY_FORMAT")


def short_day(day: date, today: date) -> str:
    """The day in short, 12 Nov; with its year outside the year of ``today``."""
    if day.year == today.year:
        return dateformat.format(day, pgettext("date format without year", "j M"))
    return dateformat.format(day, pgettext("short date format with year", "j M Y"))
