"""The one source of time, so that tests and demonstration worlds can choose the moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, tzinfo

_set_moment: ContextVar[datetime | None] = ContextVar("pulang_clock", default=None)


def now() -> datetime:
    """Return the present moment, always aware and in UTC."""
    return _set_moment.get() or datetime.now(UTC)


def today(tz: tzinfo = UTC) -> date:
    """Return the calendar day that it is now in `tz`."""
    return now().astimezone(tz).date()


def is_set() -> bool:
    """Say whether the clock stands at a chosen moment, not at the real one."""
    return _set_moment.get() is not None


@contextmanager
def at(moment: datetime) -> Iterator[datetime]:
    """Stop the clock at `moment` inside the block; other threads and tasks keep their own time.

    Blocks nest. A naive datetime raises ValueError: it names no moment.
    """
    if moment.utcoffset() is None:
        raise ValueError("the clock needs a datetime with a time zone")
    moment = moment.astimezone(UTC)
    token = _set_moment.set(moment)
    try:
        yield moment
    finally:
        _set_moment.reset(token)
