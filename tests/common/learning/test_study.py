"""Studying alone: what is answered stands and counts once, on line or from a folder; files are judged row by row."""

import io
import json
import re
import zipfile
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.common.learning.conftest import Held
from tests.common.learning.studying import (
    EVERYTHING,
    OWN,
    ROUNDS,
    STUDIED,
    TALK,
    Study,
    counted,
    planned,
    results,
    rows_of,
    secret_of,
)
from tests.common.learning.test_pages import page
from tests.worlds import World

from pulang.common.learning import actions
from pulang.common.learning.actions.folders import make_class_folder, make_folder, revoke_folder, show_keys
from pulang.common.learning.actions.studying import answer_quiz, choose, finish_session
from pulang.common.learning.actions.taking import TakingReport, take_results
from pulang.common.learning.models import Attempt, CourseVersion, Enrolment, StudyAnswer, StudyFolder, StudyKey, Way
from pulang.common.learning.queries import certificates, participants
from pulang.common.learning.queries import study as queries
from pulang.common.learning.rules.taking import Verdict
from pulang.foundation.events.models import Event
from pulang.foundation.policy.rules import Refused
from pulang.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def changes() -> dict[str, str | None]:
    return dict(STUDIED)


@pytest.fixture
def study(world: World, held: Held, released: CourseVersion) -> Study:
    return planned(world, held, released)


def own_place(world: World, study: Study) -> Enrolment:
    return queries.own_study(world.viewer(OWN), study.delivery)


def address(study: Study, session: str = "") -> str:
    return f"/training/{study.delivery.pk}/study/{session}{'/' if session else ''}"


def sent(client: Client, where: str, data: dict[str, Any]) -> str:
    answer = client.post(where, data, follow=True)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return re.sub(r"\s+", " ", answer.content.decode())


def taken(world: World, study: Study, *files: bytes, write: bool = True, good: bool = False) -> TakingReport:
    named = [(f"results-{number}.json", data) for number, data in enumerate(files)]
    return take_results(by=world.viewer(study.planner), files=named, write=write, good_rows_only=good)


@pytest.fixture
def folder(world: World, study: Study) -> StudyFolder:
    place = study.place(study.officers[0])
    return make_folder(by=world.viewer(study.planner), delivery=study.delivery, language="en", person=place.pk)


def whole(folder: StudyFolder) -> bytes:
    return results(folder.pk, secret_of(folder), rows_of(EVERYTHING))


def test_somebody_works_through_a_course_leaves_and_comes_back(world: World, study: Study) -> None:
    client = world.client(OWN)
    assert "Begin your self-study: Night duty" in page(client, "/")
    assert "0 of 2 sessions finished." in page(client, address(study))
    rounds = page(client, address(study, ROUNDS))
    assert "The light is still on." in rounds
    assert "I have finished this session" not in rounds
    asked = {"activity": "light", "light-step": "1", "light-choice": "ask"}
    assert "Write in a sentence why." in sent(client, address(study, ROUNDS), asked)
    for _again in range(2):
        assert "He cannot sleep." in sent(client, address(study, ROUNDS), {**asked, "light-reason": "To hear him."})
    assert StudyAnswer.objects.get().reason == "To hear him."
    assert "Go on with your self-study: Night duty" in page(client, "/")
    step = {"activity": "light", "light-step": "2", "light-choice": "listen"}
    assert "What helped him." in sent(client, address(study, ROUNDS), step)
    assert "1 of 2 sessions finished." in sent(client, address(study, ROUNDS), {})
    half = sent(client, address(study, TALK), {"activity": "quiz", "quiz-who": "some"})
    assert "not right" in half
    assert "Everybody may." in half
    assert "Answer one question at least." in sent(client, address(study, TALK), {"activity": "quiz"})
    both = {"activity": "quiz", "quiz-who": "all", "quiz-words": "listening"}
    sent(client, address(study, TALK), both)
    assert StudyAnswer.objects.get(item="who").answer == ["some"], "the first answer stands"
    assert "is still open" in page(client, address(study, TALK))
    test = f"/training/{study.delivery.pk}/tests/talking.first-words.after/"
    assert "1 of 2 right." in sent(client, test, {"receipt": str(uuid4()), "who": "all"})
    assert "You have finished every session." in sent(client, address(study, TALK), {})
    assert "self-study" not in page(client, "/")


def test_what_is_finished_alone_counts_for_certificate_and_standing(world: World, study: Study) -> None:
    viewer, place = world.viewer(OWN), own_place(world, study)
    rounds, talk = queries.works(study.delivery).values()
    with pytest.raises(Refused, match="still open"):
        finish_session(by=viewer, place=place, work=rounds)
    for step, choice in enumerate(("shout",), start=1):
        choose(by=viewer, place=place, work=rounds, scenario=rounds.scenarios[0], step=step, choice=choice)
    with pytest.raises(Refused, match="gone on"):
        choose(by=viewer, place=place, work=rounds, scenario=rounds.scenarios[0], step=1, choice="ask", reason="Well.")
    finish_session(by=viewer, place=place, work=rounds)
    (line,) = [each for each in certificates.completions(study.delivery) if each.enrolment == place]
    assert list(map(str, line.missing)) == ["1 session was missed", "1 test is not answered"]
    given = {"who": ("all",), "words": ("listening",)}
    assert answer_quiz(by=viewer, place=place, work=talk, quiz=talk.practice[0], answers=given) == 2
    assert answer_quiz(by=viewer, place=place, work=talk, quiz=talk.practice[0], answers=given) == 0
    actions.answering.answer_test(by=viewer, place=place, test=talk.tests[0], receipt=uuid4(), answers=given)
    finish_session(by=viewer, place=place, work=talk)
    finish_session(by=viewer, place=place, work=talk)
    (line,) = [each for each in certificates.completions(study.delivery) if each.enrolment == place]
    assert line.may_be_issued
    place = participants.enrolments(world.viewer(study.planner), study.delivery).get(pk=place.pk)
    assert participants.states_of([place])[place.pk].state == "done"
    with clock.at(clock.now() + timedelta(days=40)):
        with pytest.raises(Refused, match="over"):
            answer_quiz(by=viewer, place=place, work=talk, quiz=talk.practice[0], answers=given)
        actions.close_delivery(by=world.viewer(study.planner), delivery=study.delivery)
        with pytest.raises(Refused, match="closed"):
            answer_quiz(by=viewer, place=place, work=talk, quiz=talk.practice[0], answers=given)


def test_nobody_studies_for_somebody_else_and_no_stranger_sees_it(world: World, study: Study, held: Held) -> None:
    for who in (held.bystander if held.bystander != OWN else "security", "ziwa"):
        if who in world.people:
            assert world.client(who).get(address(study)).status_code == 404
            assert world.client(who).get(f"/training/{study.delivery.pk}/folders/").status_code in (403, 404)
    assert world.client(OWN).get(f"/training/{study.delivery.pk}/folders/").status_code in (403, 404)
    place, rounds = study.place(study.officers[0]), queries.works(study.delivery)[ROUNDS]
    with pytest.raises(Http404):
        finish_session(by=world.viewer(OWN), place=place, work=rounds)
    assert world.client(OWN).get(f"/training/{held.delivery.pk}/study/").status_code == 404


def test_a_results_file_is_looked_at_then_taken_and_never_twice(
    world: World, study: Study, folder: StudyFolder
) -> None:
    data, before = whole(folder), counted()
    report = taken(world, study, data, write=False)
    assert (report.fresh, report.known, report.refused) == (7, 0, 0)
    assert counted() == before
    assert taken(world, study, data).written
    assert counted() == (before[0] + 4, before[1] + 1, before[2] + 2)
    place = study.place(study.officers[0])
    attempt = Attempt.objects.get(enrolment=place)
    assert (attempt.right, attempt.of, attempt.way) == (0, 2, Way.FILE)
    again = taken(world, study, data, data)
    assert (again.fresh, again.known, again.written) == (0, 14, False)
    assert counted() == (before[0] + 4, before[1] + 1, before[2] + 2)
    (line,) = [each for each in certificates.completions(study.delivery) if each.enrolment == place]
    assert line.may_be_issued
    assert Event.objects.filter(verb="study-results.taken").count() == 1


def test_one_refused_row_holds_back_everything_unless_the_good_rows_are_wanted(
    world: World, study: Study, folder: StudyFolder
) -> None:
    rows = rows_of((*EVERYTHING[:2], ("question", TALK, "quiz", "nothing", ["all"]), ("done", TALK, "", "", [])))
    data, before = results(folder.pk, secret_of(folder), rows), counted()
    report = taken(world, study, data)
    assert not report.written
    assert [verdict for _n, _row, verdict in report.files[0].refused] == [Verdict.UNKNOWN, Verdict.NOT_FINISHED]
    assert counted() == before
    assert taken(world, study, data, good=True).written
    assert counted() == (before[0] + 2, before[1], before[2])


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (("question", TALK, "quiz", "who", ["none"]), Verdict.NO_ANSWER),
        (("question", "talking/last-words", "quiz", "who", ["all"]), Verdict.UNKNOWN),
        (("question", TALK, "after", "who", ["all"]), Verdict.UNKNOWN),
        (("step", ROUNDS, "light", "2", ["talk", "listen"]), Verdict.NO_ANSWER),
        (("step", ROUNDS, "light", "1", ["talk", "listen"]), Verdict.NO_ANSWER),
        (("test", TALK, "after", "", {"why": ["all"]}), Verdict.NO_ANSWER),
        (("test", TALK, "after", "", ["all"]), Verdict.UNREADABLE),
        (("sing", TALK, "after", "", ["all"]), Verdict.UNREADABLE),
        (("question", TALK, "quiz", "words", ["a\0b"]), Verdict.UNREADABLE),
    ],
)
def test_a_row_is_refused_for_a_reason(
    world: World, study: Study, folder: StudyFolder, row: tuple[Any, ...], verdict: Verdict
) -> None:
    report = taken(world, study, results(folder.pk, secret_of(folder), rows_of([row])), good=True)
    assert [found for _n, _row, found in report.files[0].rows] == [verdict]


def test_days_outside_the_delivery_and_other_answers_are_refused(
    world: World, study: Study, folder: StudyFolder
) -> None:
    secret, question = secret_of(folder), ("question", TALK, "quiz", "who", ["all"])
    for days in (-1, 1):
        rows = rows_of([question], clock.today() + timedelta(days=days))
        assert taken(world, study, results(folder.pk, secret, rows)).files[0].rows[0][2] is Verdict.NOT_IN_TIME
    assert taken(world, study, results(folder.pk, secret, rows_of([question]))).written
    other = rows_of([("question", TALK, "quiz", "who", ["some"])])
    assert taken(world, study, results(folder.pk, secret, other)).files[0].rows[0][2] is Verdict.OTHER_ANSWER


def test_a_file_is_refused_whole_for_a_reason(world: World, study: Study, folder: StudyFolder) -> None:
    secret, rows = secret_of(folder), rows_of(EVERYTHING)
    changed = json.loads(whole(folder))
    changed["text"] = changed["text"].replace("some", "all!")
    cases = {
        Verdict.NO_FILE: b"{}",
        Verdict.FORGED: json.dumps(changed).encode(),
        Verdict.NO_FOLDER: results(uuid4(), secret, rows),
        Verdict.NO_KEY: results(folder.pk, secret, rows, key=2),
    }
    report = taken(world, study, *cases.values(), good=True)
    assert [file.verdict for file in report.files] == list(cases)
    assert not report.written
    stranger = take_results(by=world.viewer(OWN), files=[("a", whole(folder))])
    assert stranger.files[0].verdict is Verdict.NO_FOLDER
    by = world.viewer(study.planner)
    actions.cancel_delivery(by=by, delivery=study.delivery, reason="Another course comes.")
    assert taken(world, study, whole(folder)).files[0].verdict is Verdict.OVER
    revoke_folder(by=by, folder=folder, reason="The stick was lost.")
    assert taken(world, study, whole(folder)).files[0].verdict is Verdict.REVOKED


def test_a_key_of_a_class_becomes_somebodys_with_the_first_results(world: World, study: Study) -> None:
    by = world.viewer(study.planner)
    folder = make_class_folder(by=by, delivery=study.delivery, language="fr", keys=2)
    secrets = dict(show_keys(by=by, folder=folder))
    rows = rows_of(EVERYTHING[:1])

    def file(key: int, number: str) -> bytes:
        return results(folder.pk, secrets[key], rows, key=key, number=number)

    assert taken(world, study, file(1, "S-9")).files[0].verdict is Verdict.NO_PLACE
    both = taken(world, study, file(1, "S-1"), file(1, "s-2"), good=True)
    assert [each.verdict for each in both.files] == [None, Verdict.OTHERS_KEY]
    assert taken(world, study, file(2, "S-1")).files[0].verdict is Verdict.OTHERS_KEY
    assert taken(world, study, file(2, "S-2")).written
    owners = StudyKey.objects.filter(folder=folder).order_by("number").values_list("enrolment__contact", flat=True)
    assert list(owners) == [each.pk for each in study.officers]
    assert list(show_keys(by=by, folder=folder)) == []


def test_a_folder_is_made_downloaded_and_its_results_come_back_on_the_page(world: World, study: Study) -> None:
    client, base = world.client(study.planner), f"/training/{study.delivery.pk}/folders/"
    assert "Choose one person" in sent(client, base, {"language": "ar"})
    place = study.place(study.officers[1])
    sent(client, base, {"language": "ar", "person": str(place.pk)})
    folder = StudyFolder.objects.get()
    answer = client.get(f"{base}{folder.pk}/folder.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        start = archive.read("Start.html").decode()
        assert archive.read("Read-me.txt").decode("utf-8-sig")
    assert 'dir="rtl"' in start
    assert secret_of(folder) in start
    assert "TLP:AMBER" in start
    assert "http" not in re.sub(r'"http-equiv|http-equiv', "", start), "a folder asks no address"
    assert "some" in start
    file = SimpleUploadedFile("results.json", whole(folder))
    checked = sent(client, "/training/results/", {"results": [file], "choice": "check"})
    assert "Nothing was written." in checked
    assert "Take all, or nothing" in checked
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("one/results.json", whole(folder))
    file = SimpleUploadedFile("results.zip", zipped.getvalue())
    assert "7 rows were taken." in sent(client, "/training/results/", {"results": [file], "choice": "all"})
    assert "Choose" in sent(client, "/training/results/", {"choice": "all"})


def test_the_keys_of_a_class_are_printed_and_a_folder_is_revoked(world: World, study: Study) -> None:
    client, base = world.client(study.planner), f"/training/{study.delivery.pk}/folders/"
    sent(client, base, {"language": "en", "keys": "3"})
    folder = StudyFolder.objects.get()
    assert secret_of(folder)[:4] not in page(client, f"{base}{folder.pk}/keys/")
    shown = sent(client, f"{base}{folder.pk}/keys/", {})
    assert f"3-{secret_of(folder, 3)[:4]}-" in shown
    answer = client.get(f"{base}{folder.pk}/folder.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert secret_of(folder) not in archive.read("Start.html").decode(), "a class types its keys"
    sent(client, f"{base}{folder.pk}/revoke/", {"reason": "Lost."})
    assert client.get(f"{base}{folder.pk}/keys/").status_code == 404
    assert "The folder was revoked." in client.get(f"{base}{folder.pk}/folder.zip", follow=True).content.decode()


def test_a_delivery_is_planned_for_self_study_on_the_page(world: World, held: Held, released: CourseVersion) -> None:
    client, today = world.client(held.planner), clock.today()
    day = {"day": today.day, "month": today.month, "year": today.year}
    form = {
        "course": f"{released.pk}:", "self_study": "on", "organisation": str(world.places["mto"].pk),
        "language": "en", "places": "5", **{f"starts_on_{name}": str(value) for name, value in day.items()},
        **{f"ends_on_{name}": str(value) for name, value in day.items()},
    }  # fmt: skip
    told = sent(client, "/training/new/", form)
    assert "for self-study, at any time" in told
    assert "Folders for a stick" in told


def test_pages_of_a_learner_are_light(world: World, study: Study) -> None:
    client = world.client(OWN)
    for where in (address(study), address(study, ROUNDS), address(study, TALK)):
        answer = client.get(where, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200
        assert len(answer.content) <= 10_000


def test_the_list_of_folders_asks_as_much_for_many_as_for_one(
    world: World, study: Study, folder: StudyFolder, django_assert_max_num_queries: Any
) -> None:
    client, base = world.client(study.planner), f"/training/{study.delivery.pk}/folders/"
    with CaptureQueriesContext(connection) as one:
        client.get(base)
    for keys in range(1, 6):
        make_class_folder(by=world.viewer(study.planner), delivery=study.delivery, language="en", keys=keys)
    with django_assert_max_num_queries(len(one)):
        assert client.get(base).status_code == 200
