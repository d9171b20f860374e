"""Background work: there when what it works on is there, tried again where that may help, else given up."""

import mmap
import sys
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from pulang.foundation.jobs import lease, memory, timetable, work
from pulang.foundation.jobs.models import Job, Turn
from pulang.foundation.jobs.rules import KEPT_FOR, LEASE, MOST_ATTEMPTS, State
from pulang.foundation.jobs.worker import WORKER_DIED, Worker, give_back_lost
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock
from pulang.kernel.ids import uuid4

pytestmark = pytest.mark.django_db


class Errand:
    """Work of which a test decides what happens."""

    def __init__(self) -> None:
        self.did: list[str] = []
        self.error: Exception | None = None
        self.seen: tuple[int, int] | None = None

    def run(self, running: work.Running) -> None:
        self.did.append(translation.get_language() or "")
        running.step(2, 5)
        self.seen = Job.objects.values_list("done", "of").get(about_id=running.about_id)
        if self.error:
            raise self.error

    def gave_up(self, about_id: object) -> None:
        self.did.append("gave up")


@pytest.fixture
def errand() -> Iterator[Errand]:
    errand = Errand()
    work.register(work.Work("tests.errand", errand.run, errand.gave_up))
    yield errand
    del work.KINDS["tests.errand"]


def ask() -> Job:
    return work.enqueue("tests.errand", about_id=uuid4(), by=Viewer(user_id=uuid4()), language="fr")


def look() -> bool:
    worker = Worker()
    worker.looked_at_timetable = float("inf")
    return worker.once()


def test_it_is_done_in_the_language_of_whoever_asked_and_tells_how_far_it_is(errand: Errand) -> None:
    job = ask()
    assert job.state is State.WAITING
    assert look()
    job.refresh_from_db()
    assert (errand.did, errand.seen, job.state) == (["fr"], (2, 5), State.DONE)
    assert not look()


def test_the_queue_holds_ids_and_nothing_else(errand: Errand) -> None:
    job = ask()
    assert job.result.args_kwargs == {"args": [str(job.pk)], "kwargs": {}}


def test_what_is_taken_back_was_never_asked_for(errand: Errand) -> None:
    with transaction.atomic():
        ask()
        transaction.set_rollback(True)
    assert not Job.objects.exists()
    assert not DBTaskResult.objects.exists()
    assert not look()


def test_an_error_of_ours_is_given_up_at_once_and_only_its_kind_is_kept(errand: Errand) -> None:
    errand.error = ValueError("a name")
    job = ask()
    look()
    job.refresh_from_db()
    assert errand.did == ["fr", "gave up"]
    assert (job.state, job.failure, job.result.traceback) == (State.FAILED, "ValueError", "")


def test_what_the_machine_refuses_is_tried_again_a_little_later(errand: Errand) -> None:
    errand.error = OSError("no space left")
    job = ask()
    look()
    job.refresh_from_db()
    assert job.state is State.WAITING
    assert not look()
    DBTaskResult.objects.update(run_after=clock.now() - timedelta(seconds=1))
    errand.error = None
    look()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.DONE, 2)


def test_what_kills_its_workers_is_given_up_after_some_attempts(errand: Errand) -> None:
    job = ask()
    for attempt in range(1, MOST_ATTEMPTS + 1):
        taken = lease.claim("a worker that dies")
        assert taken is not None
        assert taken.attempts == attempt
        with clock.at(clock.now() + LEASE - timedelta(seconds=1)):
            give_back_lost()
            assert lease.claim("another") is None
        with clock.at(clock.now() + LEASE + timedelta(seconds=1)):
            give_back_lost()
    job.refresh_from_db()
    assert (job.state, job.failure, errand.did) == (State.FAILED, WORKER_DIED, ["gave up"])


def test_a_worker_that_grew_by_more_than_it_may_does_its_work_and_ends_when_idle(errand: Errand) -> None:
    """Any growth is more than less than nothing: what a process really takes depends on what ran in it before."""
    ask()
    worker = Worker()
    worker.looked_at_timetable, worker.most_growth = float("inf"), -(10**15)
    worker.run()
    assert (worker.is_full, errand.did) == (True, ["fr"])


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system does not say how much memory is taken")
def test_what_a_process_keeps_is_seen() -> None:
    before = memory.taken()
    kept = mmap.mmap(-1, 50_000_000)
    kept.write(b"x" * len(kept))
    assert memory.taken() - before > 40_000_000
    kept.close()


def test_a_worker_that_was_thought_dead_says_nothing_over_its_successor(errand: Errand) -> None:
    ask()
    first = lease.claim("thought dead")
    assert first is not None
    with clock.at(clock.now() + LEASE * 2):
        give_back_lost()
        second = lease.claim("successor")
    assert second is not None
    assert not lease.finish(first, "its own opinion")
    assert not lease.give_back(first)
    assert lease.finish(second)


def test_after_a_fortnight_nothing_is_left_of_a_job(errand: Errand) -> None:
    ask()
    look()
    waiting = ask()
    with clock.at(clock.now() + KEPT_FOR + timedelta(days=1)):
        timetable.forget_old_jobs()
    assert Job.objects.get() == waiting
    assert DBTaskResult.objects.get().pk == waiting.result_id


@pytest.fixture
def turns() -> Iterator[list[str]]:
    """A timetable with one task that goes well and one that fails."""
    before, ran = dict(timetable.TIMETABLE), list[str]()

    def fails() -> None:
        ran.append("fails")
        raise ValueError("a name")

    timetable.TIMETABLE.clear()
    timetable.register(
        timetable.Entry("tests.fails", timedelta(hours=1), fails),
        timetable.Entry("tests.well", timedelta(hours=1), lambda: ran.append("well")),
    )
    yield ran
    timetable.TIMETABLE.clear()
    timetable.TIMETABLE.update(before)


def test_each_task_of_the_timetable_has_its_turn_and_one_that_fails_stops_no_other(turns: list[str]) -> None:
    assert timetable.run_due() == timetable.Ran(("tests.well",), ("tests.fails",))
    assert timetable.run_due() == timetable.Ran((), ())
    assert turns == ["fails", "well"]
    failed = Turn.objects.get(name="tests.fails")
    assert (failed.failure, failed.ended_at is not None) == ("ValueError", True)
    with clock.at(clock.now() + timedelta(minutes=61)):
        timetable.run_due()
    assert turns == ["fails", "well"] * 2


def test_a_clock_that_was_set_back_does_not_stop_the_timetable(turns: list[str]) -> None:
    with clock.at(clock.now() + timedelta(days=400)):
        timetable.run_due()
    timetable.run_due()
    assert turns == ["fails", "well"] * 2
