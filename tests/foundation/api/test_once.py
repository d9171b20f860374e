"""Writes under an idempotency key: done once, answered again, never mixed up, and forgotten after a day."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from tests.web.operations import PLAN
from tests.web.programs import Program, program
from tests.worlds import World

from pulang.common.followup.models import ActionPlan
from pulang.foundation.api import once
from pulang.foundation.api.models import KeptAnswer
from pulang.foundation.api.problems import Problem
from pulang.foundation.api.shapes import Written
from pulang.foundation.events.models import Event
from pulang.foundation.jobs.timetable import TIMETABLE
from pulang.kernel import clock

WRITER = {"forum": "corrections", "service": "officer"}[settings.PULANG_PLANE]
KEY = "the-same-key"
BODY = {**PLAN, "host": "mto"}


@pytest.fixture
def writer(world: World) -> Program:
    return program(world, WRITER)


def kind(answer: Any) -> str:
    return str(answer.json()["type"]).rpartition("#")[2]


def test_the_same_write_again_gets_the_same_answer_and_is_not_done_again(writer: Program) -> None:
    first = writer.post("plans", BODY, key=KEY)
    events = Event.objects.count()
    again = writer.post("plans", BODY, key=KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert (again["Location"], again["ETag"]) == (first["Location"], first["ETag"])
    assert ("Idempotency-Replayed" in first, again["Idempotency-Replayed"]) == (False, "true")
    assert (ActionPlan.objects.count(), Event.objects.count()) == (1, events)


def test_another_content_under_the_same_key_is_refused(writer: Program) -> None:
    writer.post("plans", BODY, key=KEY)
    answer = writer.post("plans", {**BODY, "title": "Another"}, key=KEY)
    assert (answer.status_code, kind(answer)) == (422, "key-used")
    assert ActionPlan.objects.count() == 1


def test_a_key_belongs_to_its_token(world: World, writer: Program) -> None:
    writer.post("plans", BODY, key=KEY)
    assert program(world, WRITER).post("plans", BODY, key=KEY).status_code == 201
    assert ActionPlan.objects.count() == 2


@pytest.mark.parametrize("key", ["", "short", "with a space", "x" * 201, "ключключ"])
def test_a_write_needs_a_key_that_can_be_told_apart(writer: Program, key: str) -> None:
    headers = {"Idempotency-Key": key} if key else {}
    answer = writer.client.post("/api/v1/plans", BODY, content_type="application/json", headers=headers)
    assert (answer.status_code, kind(answer)) == (400, "key-missing")


def test_what_failed_wrote_nothing_and_may_be_sent_again(writer: Program) -> None:
    wrong = {**BODY, "provisions": ["rome-memorandum/no-such"]}
    assert writer.post("plans", wrong, key=KEY).status_code == 422
    assert not KeptAnswer.objects.exists()
    assert writer.post("plans", BODY, key=KEY).status_code == 201


def test_of_two_at_once_the_second_is_told_to_wait(writer: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second comes while the first is at work: between its reservation and its answer."""
    seen = []
    real = once._done

    def meanwhile(*args: Any) -> Any:
        if not seen:
            seen.append(writer.post("plans", BODY, key=KEY))
        return real(*args)

    monkeypatch.setattr(once, "_done", meanwhile)
    assert writer.post("plans", BODY, key=KEY).status_code == 201
    assert (seen[0].status_code, kind(seen[0]), seen[0]["Retry-After"]) == (409, "in-progress", "2")
    assert ActionPlan.objects.count() == 1


def test_a_reservation_whose_process_died_is_taken_over_after_a_minute(
    writer: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Dies(BaseException):
        """What no handler of ours catches."""

    def dies(*args: Any) -> Any:
        kept = KeptAnswer.objects.get()
        left.append((kept.holder_id, kept.key_digest, kept.fingerprint))
        raise Dies

    left: list[Any] = []
    with monkeypatch.context() as patched:
        patched.setattr(once, "_done", dies)
        with pytest.raises(Dies):
            writer.post("plans", BODY, key=KEY)
    holder, digest, fingerprint = left[0]
    now = clock.now()
    KeptAnswer.objects.create(holder_id=holder, key_digest=digest, fingerprint=fingerprint, reserved_at=now)
    with clock.at(now + timedelta(seconds=59)):
        assert writer.post("plans", BODY, key=KEY).status_code == 409
    with clock.at(now + timedelta(seconds=61)):
        assert writer.post("plans", BODY, key=KEY).status_code == 201


def test_whoever_was_taken_over_cannot_answer_any_more(writer: Program) -> None:
    intention = once.Intention(UUID(int=1), "d" * 64, "f" * 64)
    start = clock.now()

    def slow() -> Written:
        with clock.at(start + timedelta(seconds=61)):
            once.answer(intention, 201, lambda: Written(id="second", address="/"))
        return Written(id="first", address="/")

    with pytest.raises(Problem, match=""):
        once.answer(intention, 201, slow)


def test_answers_are_kept_for_a_day(writer: Program) -> None:
    writer.post("plans", BODY, key=KEY)
    with clock.at(clock.now() + timedelta(hours=23)):
        TIMETABLE["api.forget"].run()
        assert KeptAnswer.objects.count() == 1
    with clock.at(clock.now() + timedelta(hours=25)):
        TIMETABLE["api.forget"].run()
        assert not KeptAnswer.objects.exists()


def test_what_is_kept_holds_neither_the_key_nor_what_was_sent(writer: Program) -> None:
    answer = writer.post("plans", {**BODY, "title": "Delicate"}, key=KEY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM api_keptanswer")
        kept = str([bytes(cell) if isinstance(cell, memoryview) else cell for row in cursor.fetchall() for cell in row])
    for word in (KEY, "Delicate", answer.json()["id"]):
        assert word not in kept
