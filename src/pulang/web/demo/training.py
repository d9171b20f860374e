"""Deliveries of the foundation course in a demonstration: planned, filled, held and closed by the people themselves."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from django.utils import timezone

from pulang.common.accounts.actions import make_contact
from pulang.common.accounts.actions.people import ContactDetails
from pulang.common.accounts.models import Contact, Organisation, User
from pulang.common.learning import actions
from pulang.common.learning.actions import Decided, DeliveryDetails
from pulang.common.learning.actions.answering import Sheet, enter_sheets
from pulang.common.learning.actions.certifying import issue_certificates, revoke_certificate
from pulang.common.learning.actions.observing import draw_people, record_work
from pulang.common.learning.actions.trainers import certify_trainer
from pulang.common.learning.models import (
    Course,
    CourseVersion,
    Decision,
    Delivery,
    Enrolment,
    TrainerPart,
    Was,
    Way,
    WorkObservation,
)
from pulang.common.learning.queries.certificates import completions
from pulang.common.learning.queries.results import tests
from pulang.common.learning.queries.work import items
from pulang.common.learning.rules.answering.scoring import right_answer
from pulang.common.learning.rules.trainers import Level
from pulang.common.learning.rules.vocabulary import Purpose
from pulang.common.learning.rules.work import Mark
from pulang.kernel import clock
from pulang.web.demo import building
from pulang.web.demo.classes import closed_class, open_class
from pulang.web.demo.stories import Story

# Name, service number and position of officers who have no account.
OFFICERS = (
    ("Asha M.", "1204", "Wing officer"),
    ("Yusuf O.", "1187", "Gate officer"),
    ("Mariam S.", "1311", "Wing officer"),
    ("Peter N.", "1098", "Shift leader"),
    ("Halima A.", "1342", "Workshop officer"),
    ("Omari J.", "1265", "Night officer"),
    ("Lucy W.", "1290", "Reception officer"),
    ("Rashid K.", "1176", "Wing officer"),
    ("عائشة م.", "1355", "Visits officer"),
    ("Simon T.", "1021", "Shift leader"),
)
PLACES, FIRST_HOUR = 6, 9


def officers(at: Sequence[Organisation]) -> list[Contact]:
    """Officers without an account, in turn at these organisations."""
    by = building.BUILDER
    return [
        make_contact(by=by, organisation=at[place % len(at)], details=ContactDetails(name, position, number))
        for place, (name, number, position) in enumerate(OFFICERS)
    ]


def closed_delivery(
    planner: User, academy: Organisation, trainer: User, governor: User, people: Sequence[Contact]
) -> Story:
    """One day last month, for eight officers; one was ill in the afternoon. Most were drawn to be observed at work."""
    yield 51
    _certified(planner, _of(trainer), Level.NATIONAL)
    delivery = _planned(planner, academy, "one-day", days=18, length=1, places=12, venue="Training room 1")
    actions.assign_trainer(by=building.viewer(planner), delivery=delivery, contact=_of(trainer), part=TrainerPart.LEAD)
    actions.open_nominations(by=building.viewer(planner), delivery=delivery)
    yield 45
    _nominated(planner, delivery, people[:8])
    yield 40
    _decided(planner, delivery, Decision.ACCEPTED, 8)
    yield 33
    closed_class(trainer, delivery)
    _held(trainer, delivery, ill=people[4])
    _tested(trainer, delivery)
    yield 31
    actions.close_delivery(by=building.viewer(planner), delivery=delivery)
    yield 30
    delivery.refresh_from_db()
    earned = [line.enrolment.pk for line in completions(delivery) if not line.missing]
    first, *_others = issue_certificates(by=building.viewer(planner), delivery=delivery, enrolments=earned)
    yield 28
    until = clock.today() + timedelta(weeks=5)
    drawn = draw_people(by=building.viewer(planner), delivery=delivery, number=7, due_on=until)
    yield 16
    why = "Issued for the wrong delivery; a new one is issued."
    revoke_certificate(by=building.viewer(planner), certificate=first, reason=why)
    issue_certificates(by=building.viewer(planner), delivery=delivery, enrolments=[first.enrolment_id])
    yield 4
    _seen_at_work(planner, governor, drawn)


def _seen_at_work(planner: User, governor: User, drawn: Sequence[WorkObservation]) -> None:
    """The governor saw the own people, the head of training the others, but for the last, who waits."""
    for place, row in enumerate(drawn[:-1]):
        own = row.enrolment.organisation_id == _of(governor).organisation_id
        marks = {item.slug: Mark.NO if place == 2 else Mark.YES for item, _words in items(row.enrolment.delivery)}
        said = "Greets people by their names and explains what happens next." if own else ""
        by = building.viewer(governor if own else planner)
        record_work(by=by, observation=row, seen_on=clock.today(), marks=marks, said=said)


def running_delivery(planner: User, academy: Organisation, trainer: User, people: Sequence[Contact]) -> Story:
    """The whole course over a week, which began yesterday; of yesterday's last session nobody is written down."""
    yield 30
    delivery = _planned(planner, academy, "", days=29, length=6, places=10, venue="Training room 2")
    actions.assign_trainer(by=building.viewer(planner), delivery=delivery, contact=_of(trainer), part=TrainerPart.LEAD)
    actions.open_nominations(by=building.viewer(planner), delivery=delivery)
    yield 24
    _nominated(planner, delivery, people[1:9])
    yield 20
    _decided(planner, delivery, Decision.ACCEPTED, 8)
    yield 1
    _held(trainer, delivery, ill=people[5], first=2)
    yield 0
    open_class(trainer, delivery)


def open_delivery(planner: User, academy: Organisation, people: Sequence[Contact]) -> Story:
    """In three weeks, with six places: all are taken, two people wait, and two nominations have no decision."""
    yield 12
    delivery = _planned(planner, academy, "one-day", days=33, length=2, places=PLACES, venue="Training room 1")
    actions.open_nominations(by=building.viewer(planner), delivery=delivery)
    yield 9
    _nominated(planner, delivery, people[:8])
    yield 7
    _decided(planner, delivery, Decision.ACCEPTED, PLACES)
    _decided(planner, delivery, Decision.WAITING, 2)
    yield 2
    _nominated(planner, delivery, people[8:])


def training_of_trainers(planner: User, focal_point: User, host: Organisation, trainers: Mapping[User, User]) -> Story:
    """On the forum: a training for the requester's country, and a trainer from elsewhere; each with who certified them."""
    yield 27
    for trainer, certifier in trainers.items():
        _certified(certifier, _of(trainer), Level.MASTER)
    yield 25
    delivery = _planned(planner, host, "one-day", days=39, length=2, places=8, venue="Meeting room")
    for place, trainer in enumerate(trainers):
        part = TrainerPart.CO if place else TrainerPart.LEAD
        actions.assign_trainer(by=building.viewer(planner), delivery=delivery, contact=_of(trainer), part=part)
    actions.open_nominations(by=building.viewer(planner), delivery=delivery)
    yield 18
    _nominated(focal_point, delivery, officers([host])[:5])
    yield 14
    _decided(planner, delivery, Decision.ACCEPTED, 4)


def _planned(
    planner: User, holder: Organisation, cut: str, *, days: int, length: int, places: int, venue: str
) -> Delivery:
    """A delivery that begins in so many days, with four sessions a day."""
    first = clock.today() + timedelta(days=days)
    by = building.viewer(planner)
    delivery = actions.plan_delivery(
        by=by,
        version=CourseVersion.objects.get(course__key="prison-officer-foundation"),
        cut=cut,
        organisation=holder,
        details=DeliveryDetails(first, first + timedelta(days=length - 1), places, "en", holder, venue),
    )
    sessions = list(delivery.sessions.order_by("position"))
    each = -(-len(sessions) // length)
    times = {
        session.pk: timezone.make_aware(
            datetime.combine(first + timedelta(days=place // each), time(FIRST_HOUR + place % each))
        )
        for place, session in enumerate(sessions)
    }
    actions.set_times(by=by, delivery=delivery, times=times)
    return delivery


def _nominated(by: User, delivery: Delivery, people: Sequence[Contact]) -> None:
    for contact in people:
        actions.nominate(by=building.viewer(by), delivery=delivery, contact=contact)


def _decided(by: User, delivery: Delivery, decision: Decision, count: int) -> None:
    """The same decision about the first nominations that have none."""
    rows = Enrolment.objects.filter(delivery=delivery, decision="").order_by("nominated_at", "pk")[:count]
    decided = [Decided(row.pk, decision) for row in rows]
    actions.decide(by=building.viewer(by), delivery=delivery, decisions=decided)


def _held(trainer: User, delivery: Delivery, *, ill: Contact, first: int = 100) -> None:
    """The first sessions, at which everybody was present but for one who was ill at the last of them."""
    sessions = list(delivery.sessions.select_related("delivery__organisation").order_by("position"))[:first]
    people = list(Enrolment.objects.filter(delivery=delivery, decision=Decision.ACCEPTED))
    for session in sessions:
        absent = ill.pk if session == sessions[-1] else None
        marks = {row.pk: Was.EXCUSED if row.contact_id == absent else Was.PRESENT for row in people}
        actions.record_attendance(by=building.viewer(trainer), session=session, marks=marks)


def _certified(by: User, contact: Contact, level: Level) -> None:
    """Certified before the register of trainers began, and taken over into it."""
    certify_trainer(
        by=building.viewer(by),
        contact=contact,
        course=Course.objects.get(key="prison-officer-foundation"),
        level=level,
        starts_on=clock.today(),
        waived="Certified by the international team after the pilot; taken over from the paper register.",
    )


def _tested(trainer: User, delivery: Delivery) -> None:
    """Everybody's answer sheets, typed: before the training two questions in three are right, after it nearly all."""
    people = list(Enrolment.objects.filter(delivery=delivery, decision=Decision.ACCEPTED).order_by("pk"))
    for test in tests(delivery):
        sheets = [
            Sheet(
                person.pk,
                {
                    question.key: right_answer(question)
                    for number, question in enumerate(test.questions)
                    if (number + place) % (3 if test.purpose is Purpose.PRE_TEST else 7)
                },
                clock.today(),
            )
            for place, person in enumerate(people)
        ]
        enter_sheets(by=building.viewer(trainer), delivery=delivery, test=test, sheets=sheets, way=Way.PAPER)


def _of(user: User) -> Contact:
    assert user.contact is not None, "people of a demonstration have a contact"
    return user.contact
