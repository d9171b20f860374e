from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulang.kernel.workdays import DEFAULT, Calendar

MONDAY = date(2026, 3, 2)
FRIDAY, SATURDAY, SUNDAY = date(2026, 3, 6), date(2026, 3, 7), date(2026, 3, 8)
GULF = Calendar(weekend=frozenset({4, 5}))
EASTER = Calendar(holidays=frozenset({date(2026, 4, 3), date(2026, 4, 6)}))

days = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 1, 1))
calendars = st.builds(
    Calendar,
    weekend=st.frozensets(st.integers(0, 6), max_size=5),
    holidays=st.frozensets(days, max_size=20),
)


@pytest.mark.parametrize(
    ("calendar", "day", "working"),
    [
        (DEFAULT, FRIDAY, True),
        (DEFAULT, SATURDAY, False),
        (DEFAULT, SUNDAY, False),
        (GULF, FRIDAY, False),
        (GULF, SUNDAY, True),
        (EASTER, date(2026, 4, 6), False),
    ],
)
def test_weekend_and_holidays_are_free(calendar: Calendar, day: date, working: bool) -> None:
    assert calendar.is_working(day) is working


@pytest.mark.parametrize(
    ("calendar", "start", "n", "expected"),
    [
        (DEFAULT, MONDAY, 4, FRIDAY),
        (DEFAULT, MONDAY, 5, date(2026, 3, 9)),
        (DEFAULT, SATURDAY, 1, date(2026, 3, 9)),
        (DEFAULT, SATURDAY, 0, date(2026, 3, 9)),
        (DEFAULT, FRIDAY, 0, FRIDAY),
        (DEFAULT, MONDAY, -1, date(2026, 2, 27)),
        (DEFAULT, SUNDAY, -1, FRIDAY),
        (GULF, date(2026, 3, 5), 1, SUNDAY),
        (EASTER, date(2026, 4, 2), 1, date(2026, 4, 7)),
    ],
)
def test_adding_skips_what_is_free(calendar: Calendar, start: date, n: int, expected: date) -> None:
    assert calendar.add(start, n) == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (MONDAY, MONDAY, 0),
        (MONDAY, FRIDAY, 4),
        (FRIDAY, SUNDAY, 0),
        (FRIDAY, MONDAY, -4),
        (SUNDAY, FRIDAY, -1),
    ],
)
def test_counting_leaves_out_the_first_day_and_takes_in_the_last(a: date, b: date, expected: int) -> None:
    assert DEFAULT.between(a, b) == expected


@given(calendars, days, st.integers(-60, 60))
def test_counting_undoes_adding(calendar: Calendar, day: date, n: int) -> None:
    if n or calendar.is_working(day):
        assert calendar.between(day, calendar.add(day, n)) == n


@given(calendars, days, st.integers(-60, 60))
def test_adding_always_lands_on_a_working_day(calendar: Calendar, day: date, n: int) -> None:
    assert calendar.is_working(calendar.add(day, n))


@given(calendars, days, st.integers(0, 60), st.integers(0, 60))
def test_counts_of_two_stretches_add_up(calendar: Calendar, a: date, first: int, second: int) -> None:
    b = a + timedelta(days=first)
    c = b + timedelta(days=second)
    assert calendar.between(a, c) == calendar.between(a, b) + calendar.between(b, c)


@pytest.mark.parametrize("weekend", [frozenset(range(7)), frozenset({7})])
def test_a_calendar_without_working_days_is_refused(weekend: frozenset[int]) -> None:
    with pytest.raises(ValueError, match="weekend"):
        Calendar(weekend=weekend)
