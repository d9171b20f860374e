"""Deliveries: planned, filled, held and closed, each by whoever may, and refused to everybody else."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from tests.common.learning.conftest import Cast, Held, certified
from tests.worlds import World

from pulang.common.accounts.actions import end_duty
from pulang.common.accounts.models import Contact
from pulang.common.learning import actions
from pulang.common.learning.actions import Decided, DeliveryDetails
from pulang.common.learning.models import Attendance, CourseVersion, Decision, Delivery, Enrolment, TrainerPart, Was
from pulang.common.learning.queries import deliveries as queries
from pulang.common.learning.queries import participants, taught
from pulang.common.learning.rules.delivering import State
from pulang.foundation.events.append import opened
from pulang.foundation.events.models import Event
from pulang.foundation.policy.rules import Refused
from pulang.kernel import clock
from pulang.web.demo.building import contact, person

pytestmark = pytest.mark.django_db


def decide(world: World, held: Held, decision: Decision, *people: Contact, reason: str = "") -> None:
    rows = Enrolment.objects.filter(delivery=held.delivery, contact__in=people)
    decided = [Decided(row.pk, decision, reason) for row in rows]
    actions.decide(by=world.viewer(held.planner), delivery=held.delivery, decisions=decided)


def test_a_delivery_has_the_sessions_of_what_is_taught(world: World, held: Held, released: CourseVersion) -> None:
    assert [str(row) for row in queries.sessions_of(held.delivery)] == ["watching/rounds", "talking/first-words"]
    half = actions.plan_delivery(
        by=world.viewer(held.planner),
        version=released,
        cut="half-day",
        organisation=held.delivery.organisation,
        details=actions.details_of(held.delivery),
    )
    assert [str(row) for row in queries.sessions_of(half)] == ["talking/first-words"]
    assert [module.key for module in taught.taught(half).modules] == ["talking"]


def test_only_a_released_version_is_delivered(world: World, held: Held, cast: Cast) -> None:
    from tests.common.learning.conftest import brought_in
    from tests.common.learning.packs import COURSE

    draft = brought_in(world, cast.keeper, {"course.yaml": COURSE.replace("1.0.0", "1.1.0")}).version
    assert draft is not None
    details = actions.details_of(held.delivery)
    with pytest.raises(Refused):
        actions.plan_delivery(
            by=world.viewer(held.planner),
            version=draft,
            cut="",
            organisation=held.delivery.organisation,
            details=details,
        )


def test_the_way_of_a_delivery_from_planned_to_closed(world: World, held: Held) -> None:
    planner, row = world.viewer(held.planner), held.delivery
    assert queries.state_of(row).state is State.PLANNED
    actions.open_nominations(by=planner, delivery=row)
    row.refresh_from_db()
    assert queries.state_of(row).state is State.OPEN
    for officer in held.officers:
        actions.nominate(by=world.viewer(held.nominator), delivery=row, contact=officer)
    decide(world, held, Decision.ACCEPTED, *held.officers[:2])
    assert queries.state_of(row).state is State.FULL
    decide(world, held, Decision.WAITING, held.officers[2])
    with clock.at(datetime.combine(row.starts_on, datetime.min.time(), UTC)):
        assert queries.state_of(row).state is State.RUNNING
        present = {each.pk: Was.PRESENT for each in participants.accepted(row)}
        for session in queries.sessions_of(row):
            actions.record_attendance(by=world.viewer(held.trainer), session=session, marks=present)
    with clock.at(datetime.combine(row.ends_on + timedelta(days=1), datetime.min.time(), UTC)):
        assert queries.state_of(row).state is State.TO_CLOSE
        actions.close_delivery(by=planner, delivery=row)
        row.refresh_from_db()
        assert queries.state_of(row).state is State.CLOSED
        with pytest.raises(Refused):
            actions.change_delivery(by=planner, delivery=row, details=actions.details_of(row))
    states = participants.states_of(list(Enrolment.objects.select_related("delivery").order_by("nominated_at", "pk")))
    assert sorted(state.state for state in states.values()) == ["done", "done", "not-done"]


def opened_with(world: World, held: Held, count: int) -> list[Enrolment]:
    """Nominations are open, and so many officers have a place."""
    actions.open_nominations(by=world.viewer(held.planner), delivery=held.delivery)
    for officer in held.officers:
        actions.nominate(by=world.viewer(held.nominator), delivery=held.delivery, contact=officer)
    decide(world, held, Decision.ACCEPTED, *held.officers[:count])
    return list(participants.accepted(held.delivery))


def at(day: date) -> object:
    return clock.at(datetime.combine(day, datetime.min.time(), UTC))


def test_there_are_never_more_people_than_places_and_a_place_goes_to_nobody_by_itself(world: World, held: Held) -> None:
    opened_with(world, held, 2)
    with pytest.raises(Refused):
        decide(world, held, Decision.ACCEPTED, held.officers[2])
    decide(world, held, Decision.WAITING, held.officers[2])
    first = Enrolment.objects.get(contact=held.officers[0])
    actions.withdraw(by=world.viewer(held.nominator), enrolment=first, reason="Moved away.")
    waiting = Enrolment.objects.get(contact=held.officers[2])
    assert waiting.decision == Decision.WAITING, "a waiting list moves by a person's act only"
    assert participants.next_in_line(held.delivery) == waiting
    with pytest.raises(Refused):
        actions.change_delivery(by=world.viewer(held.planner), delivery=held.delivery, details=_places(held, 0))
    decide(world, held, Decision.ACCEPTED, held.officers[2])


def _places(held: Held, places: int) -> DeliveryDetails:
    from dataclasses import replace

    return replace(actions.details_of(held.delivery), places=places)


def test_whoever_is_declined_is_told_why_and_whoever_withdrew_can_come_back(world: World, held: Held) -> None:
    opened_with(world, held, 0)
    with pytest.raises(Refused):
        decide(world, held, Decision.DECLINED, held.officers[0])
    decide(world, held, Decision.DECLINED, held.officers[0], reason="Attended last year.")
    with pytest.raises(Refused):
        actions.nominate(by=world.viewer(held.nominator), delivery=held.delivery, contact=held.officers[0])
    second = Enrolment.objects.get(contact=held.officers[1])
    actions.withdraw(by=world.viewer(held.nominator), enrolment=second, reason="Ill.")
    actions.nominate(by=world.viewer(held.nominator), delivery=held.delivery, contact=held.officers[1])
    second.refresh_from_db()
    assert (second.decision, second.reason) == ("", "")


def test_nobody_is_nominated_before_it_is_open_nor_after_its_end_but_by_whoever_plans_it(
    world: World, held: Held
) -> None:
    nominator, planner = world.viewer(held.nominator), world.viewer(held.planner)
    if held.nominator != held.planner:
        with pytest.raises(Refused):
            actions.nominate(by=nominator, delivery=held.delivery, contact=held.officers[0])
    actions.open_nominations(by=planner, delivery=held.delivery)
    with at(held.delivery.ends_on + timedelta(days=1)):
        with pytest.raises(Refused):
            actions.nominate(by=nominator, delivery=held.delivery, contact=held.officers[0])
        actions.nominate(by=planner, delivery=held.delivery, contact=held.officers[0])


def test_a_trainer_does_not_take_part_and_a_participant_does_not_teach(world: World, held: Held) -> None:
    opened_with(world, held, 0)
    trainer = world.people[held.trainer].contact
    assert trainer is not None
    with pytest.raises(Refused):
        actions.nominate(by=world.viewer(held.nominator), delivery=held.delivery, contact=trainer)
    with pytest.raises(Refused):
        actions.assign_trainer(
            by=world.viewer(held.planner), delivery=held.delivery, contact=held.officers[0], part=TrainerPart.CO
        )


def test_people_of_elsewhere_are_not_nominated(world: World, held: Held) -> None:
    actions.open_nominations(by=world.viewer(held.planner), delivery=held.delivery)
    foreign = contact(world.places["wadi"], "Foreign")
    with pytest.raises(Http404):
        actions.nominate(by=world.viewer(held.nominator), delivery=held.delivery, contact=foreign)


def test_attendance_is_for_people_with_a_place_by_its_trainers_and_planners(world: World, held: Held) -> None:
    opened_with(world, held, 2)
    session = queries.sessions_of(held.delivery)[0]
    waiting = Enrolment.objects.get(contact=held.officers[2])
    with pytest.raises(Refused):
        actions.record_attendance(by=world.viewer(held.trainer), session=session, marks={})
    with at(held.delivery.starts_on):
        with pytest.raises(Refused):
            actions.record_attendance(by=world.viewer(held.trainer), session=session, marks={waiting.pk: Was.PRESENT})
        for who in (held.bystander, "stranger"):
            with pytest.raises((Http404, Refused)):
                actions.record_attendance(by=world.viewer(who), session=session, marks={})
        actions.record_attendance(by=world.viewer(held.trainer), session=session, marks={})
    session.refresh_from_db()
    assert session.held_at is not None


def test_an_observer_writes_nothing_down(world: World, held: Held) -> None:
    trainer = world.people[held.trainer].contact
    assert trainer is not None
    actions.assign_trainer(
        by=world.viewer(held.planner), delivery=held.delivery, contact=trainer, part=TrainerPart.OBSERVER
    )
    session = queries.sessions_of(held.delivery)[0]
    with at(held.delivery.starts_on), pytest.raises((Http404, Refused)):
        actions.record_attendance(by=world.viewer(held.trainer), session=session, marks={})


def test_closing_needs_every_session_held_or_called_off_with_a_reason(world: World, held: Held) -> None:
    people = opened_with(world, held, 2)
    first, second = queries.sessions_of(held.delivery)
    planner, trainer = world.viewer(held.planner), world.viewer(held.trainer)
    with at(held.delivery.ends_on + timedelta(days=1)):
        marks = {people[0].pk: Was.PRESENT, people[1].pk: Was.ABSENT}
        actions.record_attendance(by=trainer, session=first, marks=marks)
        with pytest.raises(Refused):
            actions.close_delivery(by=planner, delivery=held.delivery)
        actions.miss_session(by=trainer, session=second, reason="A power cut.")
        actions.close_delivery(by=planner, delivery=held.delivery)
        first.delivery.refresh_from_db()
        corrected = {people[1].pk: Was.EXCUSED}
        with pytest.raises(Refused):
            actions.record_attendance(by=trainer, session=first, marks=corrected)
        actions.record_attendance(by=trainer, session=first, marks=corrected, reason="She was ill.")
    event = Event.objects.get(verb="attendance.corrected")
    assert opened(event)["reason"] == "She was ill."
    rows = list(Enrolment.objects.filter(delivery=held.delivery).select_related("delivery").order_by("pk"))
    assert participants.states_of(rows)[people[0].pk].state == "done"


def test_a_session_that_was_called_off_can_be_held_after_all_and_not_the_other_way(world: World, held: Held) -> None:
    people = opened_with(world, held, 2)
    session = queries.sessions_of(held.delivery)[0]
    trainer = world.viewer(held.trainer)
    with at(held.delivery.starts_on):
        actions.miss_session(by=trainer, session=session, reason="The trainer was late.")
        actions.record_attendance(by=trainer, session=session, marks={people[0].pk: Was.PRESENT})
        session.refresh_from_db()
        assert (session.held_at is not None, session.missed_why) == (True, "")
        with pytest.raises(Refused):
            actions.miss_session(by=trainer, session=session, reason="After all not.")


def test_a_sheet_of_paper_is_typed_for_several_sessions(world: World, held: Held) -> None:
    people = opened_with(world, held, 2)
    sheet = {
        session.pk: {people[0].pk: Was.PRESENT, people[1].pk: Was.ABSENT}
        for session in queries.sessions_of(held.delivery)
    }
    with at(held.delivery.starts_on):
        actions.record_sheet(by=world.viewer(held.trainer), delivery=held.delivery, sheet=sheet)
        before = Event.objects.count()
        actions.record_sheet(by=world.viewer(held.trainer), delivery=held.delivery, sheet=sheet)
    assert Event.objects.count() == before, "the same sheet again changes nothing"
    assert set(Attendance.objects.values_list("source", "was")) == {("paper", "present"), ("paper", "absent")}


def test_times_lie_within_the_days_and_go_when_the_days_change(world: World, held: Held) -> None:
    planner, row = world.viewer(held.planner), held.delivery
    session = queries.sessions_of(row)[0]
    moment = datetime.combine(row.starts_on, datetime.min.time(), UTC).replace(hour=9)
    with pytest.raises(Refused):
        actions.set_times(by=planner, delivery=row, times={session.pk: moment - timedelta(days=3)})
    actions.set_times(by=planner, delivery=row, times={session.pk: moment})
    from dataclasses import replace

    later = replace(
        actions.details_of(row), starts_on=row.ends_on + timedelta(days=9), ends_on=row.ends_on + timedelta(9)
    )
    actions.change_delivery(by=planner, delivery=row, details=later)
    session.refresh_from_db()
    assert session.starts_at is None


def test_a_cancelled_delivery_says_why_and_takes_nothing_more(world: World, held: Held) -> None:
    planner = world.viewer(held.planner)
    actions.cancel_delivery(by=planner, delivery=held.delivery, reason="No trainer.")
    held.delivery.refresh_from_db()
    assert queries.state_of(held.delivery).state is State.CANCELLED
    for act in (actions.open_nominations, actions.close_delivery):
        with pytest.raises(Refused):
            act(by=planner, delivery=held.delivery)


def test_whoever_does_not_plan_there_plans_nothing(world: World, held: Held, released: CourseVersion) -> None:
    for who in ("stranger", held.bystander):
        with pytest.raises(Http404):
            actions.plan_delivery(
                by=world.viewer(who),
                version=released,
                cut="",
                organisation=held.delivery.organisation,
                details=actions.details_of(held.delivery),
            )
        with pytest.raises((Http404, Refused)):
            actions.open_nominations(by=world.viewer(who), delivery=held.delivery)


def test_somebody_new_needs_no_account_and_is_found_in_another_script(world: World, held: Held) -> None:
    from pulang.common.accounts.actions.people import ContactDetails

    actions.open_nominations(by=world.viewer(held.planner), delivery=held.delivery)
    by = world.viewer(held.adder)
    details = ContactDetails("محمد علي", "Officer", "77")
    made = actions.nominate_new(by=by, delivery=held.delivery, organisation=world.places["mto"], details=details)
    assert not hasattr(made.contact, "user")
    people = participants.candidates(by)
    assert participants.alike(people, "Mohammed Ali", "") == [made.contact]
    assert participants.alike(people, "Mohammed Hassan Ali", "") == [made.contact]
    assert participants.alike(people, "Somebody Else", "77") == [made.contact]
    assert participants.alike(people, "Somebody Else", "78") == []
    assert participants.found_among(people, "77") == [made.contact]


@pytest.mark.parametrize(
    ("text", "known", "new", "faults"),
    [
        ("Officer 1", 1, 0, []),
        ("name\tservice number\tposition\nOfficer 1\t\t\nNew One;\t5", 1, 1, []),
        ("New One,100,Officer\nNew One,100,Officer", 0, 1, ["twice"]),
        (",5,Officer\nNew One", 0, 1, ["no-name"]),
        ("a,b,c,d", 0, 0, ["too-many-cells"]),
        ("", 0, 0, ["empty"]),
        ("New\x00One", 0, 0, ["not-text"]),
        ('"New One', 0, 0, ["broken-quotes"]),
        ("Oficer 1,9", 0, 0, ["alike"]),
        ("Nobody Like That,n1", 0, 0, ["other-name"]),
    ],
)
def test_a_list_is_checked_by_row_before_anybody_is_nominated(
    world: World, held: Held, text: str, known: int, new: int, faults: Sequence[str]
) -> None:
    actions.open_nominations(by=world.viewer(held.planner), delivery=held.delivery)
    Contact.objects.filter(pk=held.officers[0].pk).update(service_number="n1")
    by, place = world.viewer(held.adder), world.places["mto"]
    asked = {"by": by, "delivery": held.delivery, "organisation": place, "text": text}
    report = actions.nominate_list(**asked, write=False, good_rows_only=False)
    assert not Enrolment.objects.exists()
    assert (report.known, report.new, [each.fault.value for each in report.problems]) == (known, new, faults)
    assert all(each.message for each in report.problems)
    assert actions.nominate_list(**asked, write=True, good_rows_only=False).written is (not faults)
    actions.nominate_list(**asked, write=True, good_rows_only=True)
    assert Enrolment.objects.count() == known + new
    again = actions.nominate_list(**asked, write=False, good_rows_only=False)
    assert again.known + again.new == 0, "the same list nominates nobody twice"


def test_a_nomination_is_sealed_with_the_key_of_the_person(world: World, held: Held) -> None:
    opened_with(world, held, 1)
    made = Event.objects.filter(verb="nomination.made").first()
    assert made is not None
    assert made.subject_id in {officer.pk for officer in held.officers}


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_on": date(2000, 1, 1)},
        {"places": 0},
        {"venue": None, "venue_text": ""},
        {"cancelled_why": "Said without a day."},
    ],
)
def test_the_database_takes_no_delivery_that_makes_no_sense(world: World, held: Held, wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.filter(pk=held.delivery.pk).update(**wrong)


def test_a_trainer_from_elsewhere_is_a_recipient_by_name_and_is_told_by_code(world: World, held: Held) -> None:
    if "outside-host" not in world.people:
        return
    foreign = person("visitor", "Visitor", world.places["wadi"], "trainer")
    assert foreign.contact is not None
    certified(world.people[held.planner], foreign.contact, held.delivery)
    code = participants.trainer_code(foreign.contact.pk)
    planner = world.viewer(held.planner)
    (found,) = participants.possible_trainers(planner, code)
    actions.assign_trainer(by=planner, delivery=held.delivery, contact=found, part=TrainerPart.CO)
    world.people["visitor"] = foreign
    visitor = world.viewer("visitor")
    assert queries.delivery(visitor, held.delivery.pk, "learning.delivery.hold") == held.delivery
    outsider = world.viewer("outsider")
    told = participants.trainers(outsider, held.delivery, queries.held(outsider, held.delivery))
    assert [line.name for line in told] == ["", ""]
    assert code in {line.code for line in told}


@pytest.mark.parametrize("hands_over", [True, False])
def test_at_the_end_of_a_trainer_s_duty_somebody_else_teaches_or_nobody(
    world: World, held: Held, hands_over: bool
) -> None:
    leaving = world.people[held.trainer]
    role, home = ("trainer", "kilima-academy") if "trainer" in world.people else ("prison-officer", "mto")
    successor = person("second", "Second", world.places[home], role)
    page = world.client("access").get(f"/directory/accounts/{leaving.pk}/end-of-duty/").content.decode()
    assert "Training at Mto" in page
    work = {"trainings": successor} if hands_over else {}
    end_duty(by=world.viewer("access"), user=leaving, reason="Retired.", successors={}, work=work)
    there = [row.contact_id for row in held.delivery.trainers.all()]
    assert there == ([successor.contact_id] if hands_over else [])
