"""A self-study delivery of a demonstration: somebody has begun, and there are folders for people without network."""

from collections.abc import Sequence
from datetime import timedelta

from pulang.common.accounts.models import Contact, Organisation, User
from pulang.common.learning import actions
from pulang.common.learning.actions import Decided, DeliveryDetails
from pulang.common.learning.actions.answering import answer_test
from pulang.common.learning.actions.folders import make_class_folder, make_folder
from pulang.common.learning.actions.studying import answer_quiz, choose, finish_session
from pulang.common.learning.models import CourseVersion, Decision, Delivery, Enrolment
from pulang.common.learning.queries.study import works
from pulang.common.learning.rules.answering.scoring import right_answer
from pulang.common.learning.rules.scenarios import open_choices
from pulang.common.learning.rules.studying import Work, follow, scene_of
from pulang.kernel import clock
from pulang.kernel.ids import uuid4
from pulang.web.demo import building
from pulang.web.demo.stories import Story


def self_study(planner: User, academy: Organisation, learner: User, people: Sequence[Contact]) -> Story:
    """For two months; one officer has finished the first session, three have folders."""
    yield 15
    by, first = building.viewer(planner), clock.today() + timedelta(days=3)
    assert learner.contact is not None, "people of a demonstration have a contact"
    delivery = actions.plan_delivery(
        by=by,
        version=CourseVersion.objects.get(course__key="prison-officer-foundation"),
        cut="one-day",
        organisation=academy,
        details=DeliveryDetails(first, first + timedelta(days=60), 40, "en", academy),
        self_study=True,
    )
    actions.open_nominations(by=by, delivery=delivery)
    for contact in (learner.contact, *people):
        actions.nominate(by=by, delivery=delivery, contact=contact)
    decided = [Decided(row.pk, Decision.ACCEPTED) for row in delivery.enrolments.all()]
    actions.decide(by=by, delivery=delivery, decisions=decided)
    yield 9
    place = Enrolment.objects.select_related("delivery").get(delivery=delivery, contact=learner.contact)
    _worked_through(learner, place, next(iter(works(delivery).values())))
    yield 6
    _folders(planner, delivery, people)


def _worked_through(learner: User, place: Enrolment, work: Work) -> None:
    """Every question right, the first open choice in every scene."""
    by = building.viewer(learner)
    for test in work.tests:
        given = {each.key: right_answer(each) for each in test.questions}
        answer_test(by=by, place=place, test=test, receipt=uuid4(), answers=given)
    for quiz in work.practice:
        given = {each.key: right_answer(each) for each in quiz.questions}
        answer_quiz(by=by, place=place, work=work, quiz=quiz, answers=given)
    for scenario in work.scenarios:
        known: dict[str, tuple[str, str]] = {}
        while not (now := follow(scenario.content, known)).ended:
            choice = open_choices(scene_of(scenario.content, now.place), now.place.counters)[0]["key"]
            step = len(now.steps) + 1
            choose(
                by=by, place=place, work=work, scenario=scenario, step=step, choice=choice, reason="I would ask first."
            )
            known[str(step)] = (now.place.scene, choice)
    finish_session(by=by, place=place, work=work)


def _folders(planner: User, delivery: Delivery, people: Sequence[Contact]) -> None:
    by = building.viewer(planner)
    for contact, language in zip(people, ("en", "ar"), strict=False):
        place = delivery.enrolments.get(contact=contact)
        make_folder(by=by, delivery=delivery, language=language, person=place.pk)
    make_class_folder(by=by, delivery=delivery, language="en", keys=12)
