"""Certified trainers: what each level takes, where it lets somebody teach, where a certification stands on a day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from pulang.kernel.urgency import StateKind

DATA = Path(__file__).resolve().parents[1] / "data" / "trainer-levels.yaml"


class Level(StrEnum):
    """How far a certification reaches: the own facility, the own country, everywhere."""

    FACILITY = "facility"
    NATIONAL = "national"
    MASTER = "master"


class Needed(StrEnum):
    """What is counted before somebody is certified."""

    TAKEN = "taken"
    TAUGHT = "taught"
    OBSERVED = "observed"


LEVEL_WORDS: Mapping[str, Promise] = {
    Level.FACILITY: _("Facility trainer"),
    Level.NATIONAL: _("National trainer"),
    Level.MASTER: _("Master trainer"),
}
REACH_WORDS: Mapping[str, Promise] = {
    Level.FACILITY: _("teaches at the own facility"),
    Level.NATIONAL: _("teaches in the own country"),
    Level.MASTER: _("teaches anywhere, and trains trainers"),
}
_LACKS: Mapping[Needed, Callable[[int], Promise]] = {
    Needed.TAKEN: lambda count: ngettext_lazy(
        "%(count)d more delivery of the course to complete as a participant",
        "%(count)d more deliveries of the course to complete as a participant",
        count,
    ),
    Needed.TAUGHT: lambda count: ngettext_lazy(
        "%(count)d more closed delivery to teach beside a certified trainer",
        "%(count)d more closed deliveries to teach beside a certified trainer",
        count,
    ),
    Needed.OBSERVED: lambda count: ngettext_lazy(
        "%(count)d more time to be observed while teaching, and to pass",
        "%(count)d more times to be observed while teaching, and to pass",
        count,
    ),
}


@dataclass(frozen=True)
class Demands:
    """What a level takes, for how many months it is given, and how many days before its end it is spoken of."""

    months: int
    remind_days: int
    requires: Mapping[Needed, int]


@cache
def demands() -> Mapping[Level, Demands]:
    """The demands of each level, as the data file has them."""
    found = yaml.safe_load(DATA.read_text(encoding="utf-8"))["levels"]
    return {
        Level(name): Demands(
            months=int(said["months"]),
            remind_days=int(said["remind-days"]),
            requires={Needed(kind): int(count) for kind, count in said["requires"].items()},
        )
        for name, said in found.items()
    }


def lacking(level: Level, counted: Mapping[Needed, int]) -> list[str]:
    """What somebody still lacks for a level."""
    return [_lack(kind, wanted - counted.get(kind, 0)) for kind, wanted in demands()[level].requires.items()
            if counted.get(kind, 0) < wanted]  # fmt: skip


def _lack(kind: Needed, count: int) -> str:
    return str(_LACKS[kind](count) % {"count": count})


def last_day(level: Level, starts_on: date) -> date:
    """The last day of a certification that begins on a day."""
    months = starts_on.year * 12 + starts_on.month - 1 + demands()[level].months
    year, month = divmod(months, 12)
    for day in range(starts_on.day, 27, -1):
        try:
            return date(year, month + 1, day) - timedelta(days=1)
        except ValueError:
            continue
    return date(year, month + 1, min(starts_on.day, 28)) - timedelta(days=1)


class Standing(StrEnum):
    """Where a certification stands."""

    AHEAD = "ahead"
    VALID = "valid"
    ENDING = "ending"
    EXPIRED = "expired"
    ENDED = "ended"


STANDING_WORDS: Mapping[Standing, tuple[Promise, StateKind]] = {
    Standing.AHEAD: (_("not yet valid"), "waiting"),
    Standing.VALID: (_("certified"), "done"),
    Standing.ENDING: (_("ends soon"), "attention"),
    Standing.EXPIRED: (_("expired"), "neutral"),
    Standing.ENDED: (_("ended early"), "neutral"),
}


def standing(level: Level, starts_on: date, until: date, ended_on: date | None, today: date) -> Standing:
    """Where a certification stands on a day."""
    if ended_on is not None and today >= ended_on:
        return Standing.ENDED
    if today < starts_on:
        return Standing.AHEAD
    if today > until:
        return Standing.EXPIRED
    return Standing.ENDING if until - today <= timedelta(days=demands()[level].remind_days) else Standing.VALID


@dataclass(frozen=True)
class Reach:
    """Where something is held, and where a trainer serves: keys of organisations."""

    held_at: frozenset[object]
    held_in: object
    serves_at: object
    serves_in: object


def covers(level: Level, reach: Reach) -> bool:
    """Whether a certification of this level lets its holder teach there."""
    if level is Level.MASTER:
        return True
    if level is Level.NATIONAL:
        return reach.held_in is not None and reach.held_in == reach.serves_in
    return reach.serves_at in reach.held_at
