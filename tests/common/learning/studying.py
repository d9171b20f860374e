"""A self-study delivery of the pack of the tests, and results files as a folder writes them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from tests.common.learning.packs import BOTH, QUIZ
from tests.worlds import World

from pulang.common.accounts.models import Contact
from pulang.common.learning import actions
from pulang.common.learning.actions import Decided, DeliveryDetails
from pulang.common.learning.models import (
    Attempt,
    Attendance,
    CourseVersion,
    Decision,
    Delivery,
    Enrolment,
    StudyAnswer,
    StudyFolder,
    StudyKey,
)
from pulang.common.learning.rules.results_files import KIND, mark_of
from pulang.kernel import clock

# Somebody with an account who takes part.
OWN = {"forum": "mentor", "service": "colleague"}[settings.PULANG_PLANE]
# A course with a scenario, a quiz for practice and a test after the training.
STUDIED = {
    "modules/talking/first-words/session.yaml": BOTH,
    "modules/talking/first-words/after.yaml": QUIZ.replace("practice", "post-test"),
}
ROUNDS, TALK = "watching/rounds", "talking/first-words"
EVERYTHING = (
    ("step", ROUNDS, "light", "1", ["landing", "ask"]),
    ("step", ROUNDS, "light", "2", ["talk", "listen"]),
    ("done", ROUNDS, "", "", []),
    ("question", TALK, "quiz", "who", ["all"]),
    ("question", TALK, "quiz", "words", ["Listening"]),
    ("test", TALK, "after", "", {"who": ["some"]}),
    ("done", TALK, "", "", []),
)


@dataclass
class Study:
    """A self-study delivery that runs, whoever plans it, and two officers without an account who have a place."""

    delivery: Delivery
    planner: str
    officers: list[Contact]

    def place(self, who: Contact) -> Enrolment:
        return Enrolment.objects.select_related("delivery", "contact").get(delivery=self.delivery, contact=who)


def planned(world: World, held: Any, version: CourseVersion) -> Study:
    """By whoever holds the delivery of the other tests, with three people who have a place."""
    by, today = world.viewer(held.planner), clock.today()
    details = DeliveryDetails(today, today + timedelta(days=30), 9, "en", venue_text="On one's own")
    row = actions.plan_delivery(
        by=by, version=version, cut="", organisation=world.places["mto"], details=details, self_study=True
    )
    actions.open_nominations(by=by, delivery=row)
    own = world.people[OWN].contact
    assert own is not None
    officers = held.officers[:2]
    for number, each in enumerate(officers, start=1):
        Contact.objects.filter(pk=each.pk).update(service_number=f"S-{number}")
    for each in (own, *officers):
        actions.nominate(by=world.viewer(held.adder), delivery=row, contact=each)
    decisions = [Decided(each.pk, Decision.ACCEPTED, "") for each in row.enrolments.all()]
    actions.decide(by=by, delivery=row, decisions=decisions)
    row.refresh_from_db()
    return Study(row, held.planner, officers)


def secret_of(folder: StudyFolder, number: int = 1) -> str:
    key = StudyKey.objects.get(folder=folder, number=number)
    return key.secret.open(key)


def rows_of(some: Sequence[tuple[Any, ...]], on: date | None = None) -> list[dict[str, Any]]:
    day = (on or clock.today()).isoformat()
    return [
        {"what": what, "module": address.split("/")[0], "session": address.split("/")[1], "activity": activity,
         "item": item, "answer": answer, "reason": "", "on": day}
        for what, address, activity, item, answer in some
    ]  # fmt: skip


def results(folder: UUID, secret: str, rows: Sequence[Mapping[str, Any]], *, key: int = 1, number: str = "") -> bytes:
    """A results file as the folder writes it."""
    text = json.dumps({"folder": str(folder), "key": key, "number": number, "rows": list(rows)})
    return json.dumps({"pulang": KIND, "text": text, "mark": mark_of(secret, text)}).encode()


def counted() -> tuple[int, int, int]:
    """How much is kept: answers in practice, tests, sessions finished."""
    return StudyAnswer.objects.count(), Attempt.objects.count(), Attendance.objects.count()
