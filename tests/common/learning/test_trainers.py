"""Trainers are certified for what they did, teach only while they are, and stand where whoever taught them put them."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st
from tests.common.learning.conftest import Held, certified
from tests.common.learning.test_deliveries import at, opened_with
from tests.common.learning.test_pages import page
from tests.worlds import World

from pulang.common.accounts.models import Contact
from pulang.common.learning import actions
from pulang.common.learning.actions.trainers import certify_trainer, end_certification, record_observation
from pulang.common.learning.models import TrainerCertification, TrainerPart, Was
from pulang.common.learning.models.trainers import Verdict
from pulang.common.learning.queries import deliveries as deliveries
from pulang.common.learning.queries import participants
from pulang.common.learning.queries import trainers as queries
from pulang.common.learning.rules.trainers import (
    Level,
    Needed,
    Reach,
    Standing,
    covers,
    demands,
    lacking,
    last_day,
    standing,
)
from pulang.foundation.policy.rules import Refused
from pulang.kernel import clock
from pulang.web.demo.building import contact

pytestmark = pytest.mark.django_db
CERTIFIER = {"forum": "corrections", "service": "training"}


@pytest.fixture
def certifier() -> str:
    return CERTIFIER[settings.PULANG_PLANE]


@given(st.sampled_from(Level), st.dates(date(2024, 1, 1), date(2080, 1, 1)))
def test_a_certification_lasts_its_months_to_the_day(level: Level, first: date) -> None:
    last = last_day(level, first)
    months = demands()[level].months
    after = last + timedelta(days=1)
    assert (after.year * 12 + after.month) - (first.year * 12 + first.month) in (months, months + 1)
    assert standing(level, first, last, None, last) is Standing.ENDING
    assert standing(level, first, last, None, after) is Standing.EXPIRED
    assert standing(level, first, last, None, first - timedelta(days=1)) is Standing.AHEAD
    assert standing(level, first, last, first, first) is Standing.ENDED


def test_every_level_takes_something_and_what_is_done_is_not_lacking() -> None:
    for level in Level:
        needed = demands()[level].requires
        assert len(lacking(level, {})) == len(needed) > 0
        assert lacking(level, needed) == []
        assert len(lacking(level, {**needed, Needed.OBSERVED: 0})) == 1


def test_a_level_reaches_the_own_facility_the_own_country_or_everywhere() -> None:
    here = Reach(frozenset({"prison"}), "land", "prison", "land")
    beside = Reach(frozenset({"prison"}), "land", "academy", "land")
    abroad = Reach(frozenset({"prison"}), "land", "academy", "elsewhere")
    nowhere = Reach(frozenset({"office"}), None, "desk", None)
    reached = {level: [covers(level, reach) for reach in (here, beside, abroad, nowhere)] for level in Level}
    assert reached == {
        Level.FACILITY: [True, False, False, False],
        Level.NATIONAL: [True, True, False, False],
        Level.MASTER: [True, True, True, True],
    }


def test_only_somebody_certified_on_every_day_is_assigned_and_a_trainee_stands_beside_one(
    world: World, held: Held
) -> None:
    by, row = world.viewer(held.planner), held.delivery
    fresh = world.people[{"forum": "mentor", "service": "colleague"}[settings.PULANG_PLANE]].contact
    assert fresh is not None
    for part in (TrainerPart.LEAD, TrainerPart.CO):
        with pytest.raises(Refused):
            actions.assign_trainer(by=by, delivery=row, contact=fresh, part=part)
    actions.assign_trainer(by=by, delivery=row, contact=fresh, part=TrainerPart.TRAINEE)
    known = certified(world.people[held.planner], fresh, row, Level.NATIONAL)
    actions.assign_trainer(by=by, delivery=row, contact=fresh, part=TrainerPart.CO)
    TrainerCertification.objects.filter(pk=known.pk).update(until=row.starts_on)
    with pytest.raises(Refused):
        actions.assign_trainer(by=by, delivery=row, contact=fresh, part=TrainerPart.LEAD)
    elsewhere = contact(world.places["ziwa"], "Trainer of another prison")
    certified(world.people[held.planner], elsewhere, row, Level.FACILITY)
    with pytest.raises((Refused, Http404)):
        actions.assign_trainer(by=by, delivery=row, contact=elsewhere, part=TrainerPart.CO)


def finished(world: World, held: Held) -> list[Contact]:
    """Two officers completed the delivery."""
    people = [row.contact for row in opened_with(world, held, 2)]
    with at(held.delivery.starts_on):  # type: ignore[attr-defined]
        present = {each.pk: Was.PRESENT for each in participants.accepted(held.delivery)}
        for session in deliveries.sessions_of(held.delivery):
            actions.record_attendance(by=world.viewer(held.trainer), session=session, marks=present)
    with at(held.delivery.ends_on + timedelta(days=1)):  # type: ignore[attr-defined]
        actions.close_delivery(by=world.viewer(held.planner), delivery=held.delivery)
    held.delivery.refresh_from_db()
    return people


def test_what_somebody_did_is_counted_and_without_it_a_reason_is_wanted(
    world: World, held: Held, certifier: str
) -> None:
    officer, _other = finished(world, held)
    course, by = held.delivery.course_version.course, world.viewer(certifier)
    assert queries.counted(officer, course) == {Needed.TAKEN: 1, Needed.TAUGHT: 0, Needed.OBSERVED: 0}
    today = clock.today()
    with pytest.raises(Refused):
        certify_trainer(by=by, contact=officer, course=course, level=Level.FACILITY, starts_on=today)
    row = certify_trainer(
        by=by, contact=officer, course=course, level=Level.FACILITY, starts_on=today, waived="Taught it for years."
    )
    assert queries.standing_of(row) is Standing.VALID
    with pytest.raises(Refused):
        certify_trainer(
            by=by, contact=officer, course=course, level=Level.FACILITY, starts_on=today, waived="Once more."
        )


def test_nobody_certifies_or_observes_themselves_and_a_stranger_nobody(
    world: World, held: Held, certifier: str
) -> None:
    course, by = held.delivery.course_version.course, world.viewer(certifier)
    own = world.people[certifier].contact
    assert own is not None
    with pytest.raises((Refused, Http404)):
        certify_trainer(by=by, contact=own, course=course, level=Level.MASTER, starts_on=clock.today(), waived="Me.")
    for who in ("stranger", "admin", held.bystander):
        with pytest.raises(Http404):
            certify_trainer(
                by=world.viewer(who), contact=held.officers[0], course=course, level=Level.FACILITY,
                starts_on=clock.today(), waived="So.",
            )  # fmt: skip


def test_somebody_observed_while_teaching_is_counted_once_passed(world: World, held: Held, certifier: str) -> None:
    fresh = world.people[{"forum": "mentor", "service": "colleague"}[settings.PULANG_PLANE]].contact
    assert fresh is not None
    actions.assign_trainer(
        by=world.viewer(held.planner), delivery=held.delivery, contact=fresh, part=TrainerPart.TRAINEE
    )
    finished(world, held)
    by, course, day = world.viewer(certifier), held.delivery.course_version.course, held.delivery.starts_on
    with at(held.delivery.ends_on):  # type: ignore[attr-defined]
        for verdict in (Verdict.NOT_YET, Verdict.PASSED):
            record_observation(
                by=by, contact=fresh, delivery=held.delivery, seen_on=day, verdict=verdict, said="Asks well."
            )
        with pytest.raises(Refused):
            record_observation(
                by=by, contact=held.officers[0], delivery=held.delivery, seen_on=day, verdict=Verdict.PASSED, said="-"
            )
    assert queries.counted(fresh, course) == {Needed.TAKEN: 0, Needed.TAUGHT: 1, Needed.OBSERVED: 1}


def test_an_ended_certification_teaches_no_more(world: World, held: Held, certifier: str) -> None:
    teacher = world.people[held.trainer].contact
    assert teacher is not None
    row = TrainerCertification.objects.get(contact=teacher)
    assert queries.certified_on(teacher, held.delivery)
    end_certification(by=world.viewer(certifier), certification=row, reason="Moved to other work.")
    assert not queries.certified_on(teacher, held.delivery)
    with pytest.raises(Refused):
        end_certification(by=world.viewer(certifier), certification=row, reason="Again.")


def test_the_cascade_puts_everybody_below_whoever_taught_them_first(world: World, held: Held, certifier: str) -> None:
    officer, _other = finished(world, held)
    certified(world.people[held.planner], officer, held.delivery, Level.FACILITY)
    found = queries.cascade(world.viewer(certifier), held.delivery.course_version.course.key)
    (root,) = found.roots
    assert root.contact == world.people[held.trainer].contact_id
    assert [branch.contact for branch in root.below] == [officer.pk]
    assert found.taught == {root.contact: 2, officer.pk: 0}
    shown = page(world.client(certifier), f"/training/cascade/{held.delivery.course_version.course.key}/")
    assert shown.index(">Officer 1<") > shown.index("taught 2 people")
    assert shown.index("taught from") > shown.index(">Officer 1<"), "it is not known from what the first was taught"


def test_a_corrected_module_tells_whom_to_call_back(world: World, held: Held) -> None:
    finished(world, held)
    by, course = world.viewer(held.planner), held.delivery.course_version.course.key
    found = queries.recalls(by, course, (1, 0, 1), "watching")
    assert [(each.delivery.pk, each.people) for each in found] == [(held.delivery.pk, 2)]
    assert queries.recalls(by, course, (1, 0, 0), "watching") == []
    assert queries.recalls(by, course, (1, 0, 1), "nothing") == []
    assert queries.recalls(world.viewer("stranger"), course, (2, 0, 0), "watching") == []
    asked = f"/training/recall/{course}/?number=1.0.1&module=watching"
    assert "2 people were there in all." in page(world.client(held.planner), asked)


def test_a_trainer_is_certified_and_ended_through_the_pages(world: World, held: Held, certifier: str) -> None:
    client, officer = world.client(certifier), held.officers[0]
    here = f"/training/trainers/{officer.pk}/"
    assert here in page(client, "/training/trainers/?q=Officer+1")
    today = clock.today()
    sent = {
        "course": held.delivery.course_version.course.key, "level": "facility",
        "starts_on_day": today.day, "starts_on_month": today.month, "starts_on_year": today.year,
    }  # fmt: skip
    assert "Something is still lacking" in client.post(f"{here}certify/", sent).content.decode()
    told = client.post(f"{here}certify/", {**sent, "waived": "Certified on paper."}, follow=True).content.decode()
    assert "Certified on paper." in told
    row = TrainerCertification.objects.get(contact=officer)
    assert "ended early" in client.post(f"{here}end/{row.pk}/", {"reason": "Left."}, follow=True).content.decode()
    for who in ("stranger", held.bystander, "admin"):
        assert world.client(who).get(here).status_code == 404


def test_a_certification_that_ends_soon_is_told_to_holder_and_certifier(
    world: World, held: Held, certifier: str
) -> None:
    teacher = world.people[held.trainer].contact
    assert teacher is not None
    TrainerCertification.objects.filter(contact=teacher).update(until=clock.today() + timedelta(days=30))
    for who in (held.trainer, certifier):
        assert [row.contact_id for row in queries.ending(world.viewer(who))] == [teacher.pk], who
        assert "ends soon" in page(world.client(who), "/")
    assert queries.ending(world.viewer("stranger")) == []
