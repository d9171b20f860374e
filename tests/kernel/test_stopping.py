"""A process that is asked to stop hears it whenever it is asked, also while it is about to rest."""

import signal
import time
from collections.abc import Iterator

import pytest

from pulang.kernel.stopping import Stop


@pytest.fixture
def stop() -> Iterator[Stop]:
    """Asked by a signal to this very process."""
    found = Stop()
    before = signal.signal(signal.SIGALRM, lambda number, frame: found.set())
    yield found
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def test_it_rests_as_long_as_it_is_told_where_nobody_asks() -> None:
    began = time.monotonic()
    assert not Stop().wait(0.05)
    assert time.monotonic() - began >= 0.05


def test_a_signal_ends_a_rest(stop: Stop) -> None:
    signal.setitimer(signal.ITIMER_REAL, 0.02)
    assert stop.wait(60)
    assert stop.is_set()


def test_signals_that_strike_again_and_again_while_it_begins_to_rest_lock_nothing(stop: Stop) -> None:
    signal.setitimer(signal.ITIMER_REAL, 0.0001, 0.0001)
    for _ in range(20_000):
        stop.wait(0.00001)
    assert stop.wait(60)
