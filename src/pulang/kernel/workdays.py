"""Working days: every wait in Pulang is counted in them, with each service's own weekend and holidays."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY_SUNDAY = frozenset({5, 6})


@dataclass(frozen=True)
class Calendar:
    """A weekend (Monday is 0) and a set of holidays; the default is Saturday and Sunday, none.

    Raises ValueError where no working day would be left in a week.
    """

    weekend: frozenset[int] = SATURDAY_SUNDAY
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if not self.weekend < frozenset(range(7)):
            raise ValueError("a weekend is some of the days 0 to 6, and not all of them")

    def is_working(self, day: date) -> bool:
        return day.weekday() not in self.weekend and day not in self.holidays

    def add(self, day: date, n: int) -> date:
        """Return the n-th working day after `day`, or before it where n is negative.

        With n = 0: `day` itself where it is a working day, otherwise the next one.
        """
        if n == 0:
            return day if self.is_working(day) else self.add(day, 1)
        step = timedelta(days=1 if n > 0 else -1)
        for _ in range(abs(n)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def between(self, a: date, b: date) -> int:
        """Count the working days after `a` up to and including `b`; so `between(a, add(a, n)) == n`.

        Where `b` is earlier: minus the working days before `a` down to and including `b`.
        """
        if b < a:
            return -self._count(b, a)
        return self._count(a + timedelta(days=1), b + timedelta(days=1)) if b > a else 0

    def _count(self, start: date, end: date) -> int:
        return sum(self.is_working(day) for day in _days(start, end))


def _days(start: date, end: date) -> Iterator[date]:
    return (start + timedelta(days=n) for n in range((end - start).days))


DEFAULT = Calendar()
