"""Pure rules of people and organisations."""

from dataclasses import dataclass
from datetime import date

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
