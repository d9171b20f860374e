from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from pulang.kernel import clock

MOMENT = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


def test_the_real_clock_is_aware_and_in_utc() -> None:
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)
    assert clock.now().utcoffset() == timedelta(0)


def test_a_set_clock_stands_still_and_runs_again_after_the_block() -> None:
    with clock.at(MOMENT):
        assert clock.now() == MOMENT
        assert clock.is_set()
    assert clock.now() > MOMENT
    assert not clock.is_set()


def test_blocks_nest() -> None:
    with clock.at(MOMENT):
        with clock.at(MOMENT + timedelta(days=1)):
            assert clock.now() == MOMENT + timedelta(days=1)
        assert clock.now() == MOMENT


def test_the_clock_runs_again_after_an_error() -> None:
    with pytest.raises(KeyError), clock.at(MOMENT):
        raise KeyError
    assert not clock.is_set()


def test_another_time_zone_may_have_another_day() -> None:
    with clock.at(MOMENT):
        assert clock.today() == date(2026, 3, 1)
        assert clock.today(timezone(timedelta(hours=7))) == date(2026, 3, 2)


def test_a_moment_of_another_zone_is_told_in_utc() -> None:
    with clock.at(datetime(2026, 3, 2, 6, 30, tzinfo=timezone(timedelta(hours=7)))):
        assert clock.now() == MOMENT
        assert clock.now().tzinfo is UTC


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"), clock.at(datetime(2026, 3, 1)):  # noqa: DTZ001
        pass
