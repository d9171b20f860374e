"""Results files for measuring: people of a self-study delivery of the foundation course answer everything in it.

python -m bench.studying --who training      (prints the seconds and the rows of each import as JSON)
"""

import argparse
import json
import os
import time
from itertools import count
from typing import Any

from pulang.web.cli.main import setup

ROWS, PLACES, CALLED = 10_000, 400, "Studies"


def main() -> None:
    """Set up the plane that the environment names, make the files and take them in."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--who", default="training", help="the sign-in name of somebody who plans deliveries")
    asked = parser.parse_args()
    setup(os.environ["PULANG_PLANE"])
    print(json.dumps(_measured(asked.who)))


def _measured(who: str) -> dict[str, Any]:
    """Looked at, taken, and the same once more."""
    from pulang.common.accounts.models import User
    from pulang.common.learning.actions.taking import take_results
    from pulang.web.demo import building

    user = User.objects.get(sign_in_name=who)
    files = _files(user)
    seconds, reports = [], []
    for write in (False, True, True):
        begun = time.perf_counter()
        reports.append(take_results(by=building.viewer(user), files=files, write=write))
        seconds.append(time.perf_counter() - begun)
    looked, taken, again = reports
    assert looked.fresh == taken.fresh == again.known == ROWS, "every row is new once"
    assert taken.written
    return {"files": len(files), "rows": ROWS, "seconds": seconds}


def _files(user: Any) -> list[tuple[str, bytes]]:
    """One file of each person until there are ten thousand rows."""
    from pulang.common.learning.actions.folders import make_folder
    from pulang.common.learning.models import StudyKey
    from pulang.common.learning.queries.study import works
    from pulang.web.demo import building

    delivery = _delivery(user)
    rows, found, left = _rows(works(delivery)), [], ROWS
    for place in delivery.enrolments.order_by("pk"):
        if left <= 0:
            break
        folder = make_folder(by=building.viewer(user), delivery=delivery, language="en", person=place.pk)
        key = StudyKey.objects.get(folder=folder)
        found.append((f"{place.pk}.json", _file(folder, key.secret.open(key), rows[:left])))
        left -= len(rows)
    assert left <= 0, "more people are needed for so many rows"
    return found


def _file(folder: Any, secret: str, rows: list[dict[str, Any]]) -> bytes:
    from pulang.common.learning.rules.results_files import KIND, mark_of

    text = json.dumps({"folder": str(folder.pk), "key": 1, "number": "", "rows": rows})
    return json.dumps({"pulang": KIND, "text": text, "mark": mark_of(secret, text)}).encode()


def _delivery(user: Any) -> Any:
    """A self-study delivery of the whole course with people who have a place."""
    from pulang.common.accounts.models import Contact, Organisation
    from pulang.common.learning.actions import Decided, DeliveryDetails, decide, nominate, plan_delivery
    from pulang.common.learning.models import CourseVersion, Decision
    from pulang.kernel import clock
    from pulang.web.demo import building
    from pulang.web.demo.courses import foundation_course

    by = building.viewer(user)
    home = Organisation.objects.get(pk=by.grants[0].organisation_id)
    building.import_documents()
    if not CourseVersion.objects.filter(course__key="prison-officer-foundation", released_at__isnull=False).exists():
        reader = building.person(f"reader-of-{user.sign_in_name}-studies", "A reader", home, "human-rights-reader")
        for _step in foundation_course(user, reader):
            continue
    row = plan_delivery(
        by=by,
        version=CourseVersion.objects.get(course__key="prison-officer-foundation"),
        cut="",
        organisation=home,
        details=DeliveryDetails(clock.today(), clock.today(), PLACES, "en", home),
        self_study=True,
    )
    for number in range(PLACES):
        contact: Contact = building.contact(home, f"{CALLED} {number}")
        nominate(by=by, delivery=row, contact=contact)
    decide(by=by, delivery=row, decisions=[Decided(each.pk, Decision.ACCEPTED) for each in row.enrolments.all()])
    return row


def _rows(works: Any) -> list[dict[str, Any]]:
    """Everything right, and in each scene the first choice."""
    from pulang.common.learning.rules.answering.scoring import right_answer
    from pulang.common.learning.rules.scenarios import open_choices
    from pulang.common.learning.rules.studying import follow, scene_of
    from pulang.kernel import clock

    found: list[dict[str, Any]] = []

    def row(work: Any, what: str, activity: str = "", item: str = "", answer: Any = ()) -> None:
        found.append(
            {"what": what, "module": work.module, "session": work.session.key, "activity": activity, "item": item,
             "answer": answer or [], "reason": "", "on": clock.today().isoformat()}
        )  # fmt: skip

    for work in works.values():
        for quiz in work.practice:
            for question in quiz.questions:
                row(work, "question", quiz.quiz.key, question.key, list(right_answer(question)))
        for scenario in work.scenarios:
            known: dict[str, tuple[str, str]] = {}
            for step in map(str, count(1)):
                now = follow(scenario.content, known)
                if now.ended:
                    break
                choice = open_choices(scene_of(scenario.content, now.place), now.place.counters)[0]["key"]
                known[step] = (now.place.scene, choice)
                row(work, "step", scenario.key, step, list(known[step]))
        for test in work.tests:
            row(work, "test", test.quiz.key, "", {each.key: list(right_answer(each)) for each in test.questions})
        row(work, "done")
    return found


if __name__ == "__main__":
    main()
