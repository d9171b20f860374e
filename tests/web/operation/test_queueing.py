"""Counters of attempts are guarded by locks; whoever comes second waits and is not told "too many attempts"."""

from collections.abc import Callable

import pytest
from django.core.cache import cache

from pulang.web.operation import queueing

pytestmark = pytest.mark.django_db
Pauses = list[float]


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> Pauses:
    """How long was waited, without waiting."""
    found: Pauses = []
    monkeypatch.setattr(queueing.time, "sleep", found.append)
    return found


def meanwhile(monkeypatch: pytest.MonkeyPatch, pauses: Pauses, happens: Callable[[], object], after: int) -> None:
    """Something that somebody else does during the pause of this number."""

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == after:
            happens()

    monkeypatch.setattr(queueing.time, "sleep", sleep)


def test_a_lock_is_waited_for_until_its_holder_gives_it_back(monkeypatch: pytest.MonkeyPatch, pauses: Pauses) -> None:
    assert cache.add("attempts:lock", True, 10)
    meanwhile(monkeypatch, pauses, lambda: cache.delete("attempts:lock"), after=6)
    assert cache.add("attempts:lock", True, 10)
    assert pauses == [0.01, 0.02, 0.04, 0.08, 0.1, 0.1]


def test_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch, pauses: Pauses) -> None:
    clock = iter(range(0, 1000, 4))
    monkeypatch.setattr(queueing.time, "monotonic", lambda: float(next(clock)))
    assert cache.add("attempts:lock", True, 10)
    assert not cache.add("attempts:lock", True, 10)
    assert 1 < len(pauses) < 10


def test_what_is_no_lock_is_not_waited_for(pauses: Pauses) -> None:
    assert cache.add("figure", 1, 10)
    assert not cache.add("figure", 2, 10)
    assert pauses == []
    assert cache.get("figure") == 1
