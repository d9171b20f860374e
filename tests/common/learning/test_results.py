"""Tests are answered once, on a screen or on paper; scores stay with trainee and trainer; certificates are earned."""

import json
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.http import Http404
from tests.common.learning.conftest import Held
from tests.common.learning.packs import TESTED
from tests.common.learning.test_deliveries import at, decide, opened_with
from tests.common.learning.test_pages import page
from tests.worlds import World

from pulang.common.learning import actions
from pulang.common.learning.actions.answering import Sheet, answer_test, enter_sheets, say_opinion
from pulang.common.learning.actions.certifying import issue_certificates, revoke_certificate
from pulang.common.learning.models import Attempt, Decision, Delivery, Enrolment, Opinion, Was, Way
from pulang.common.learning.queries import certificates, participants, results
from pulang.common.learning.queries import deliveries as queries
from pulang.common.learning.rules.answering.tests import Test
from pulang.common.learning.rules.spread import gains, spread
from pulang.foundation import signing
from pulang.foundation.events.models import Event
from pulang.foundation.policy.rules import Refused
from pulang.kernel import certificates as kernel
from pulang.kernel import proofs

pytestmark = pytest.mark.django_db
# Somebody with an account who takes part.
OWN = {"forum": "mentor", "service": "colleague"}[settings.PULANG_PLANE]
RIGHT, WRONG = {"who": ("all",), "words": ("Listening",)}, {"who": ("some",)}


@pytest.fixture
def changes() -> dict[str, str | None]:
    return dict(TESTED)


@pytest.fixture
def running(world: World, held: Held) -> Iterator[Held]:
    """The delivery on its first day: two officers have a place, and so has somebody with an account."""
    actions.change_delivery(
        by=world.viewer(held.planner), delivery=held.delivery, details=details(held.delivery, places=4)
    )
    opened_with(world, held, 2)
    own = world.people[OWN].contact
    assert own is not None
    actions.nominate(by=world.viewer(held.adder), delivery=held.delivery, contact=own)
    decide(world, held, Decision.ACCEPTED, own)
    held.delivery.refresh_from_db()
    with at(held.delivery.starts_on):  # type: ignore[attr-defined]
        yield held


def details(row: Delivery, *, places: int) -> actions.DeliveryDetails:
    found = actions.details_of(row)
    return actions.DeliveryDetails(
        found.starts_on, found.ends_on, places, found.language, found.venue, found.venue_text
    )


def both_tests(held: Held) -> tuple[Test, Test]:
    before, after = results.tests(held.delivery)
    return before, after


def own_place(world: World, held: Held) -> Enrolment:
    return results.demand_own_place(world.viewer(OWN), held.delivery)


def answer(world: World, held: Held, test: Test, given: dict[str, tuple[str, ...]] = RIGHT) -> Attempt:
    place = own_place(world, held)
    return answer_test(by=world.viewer(OWN), place=place, test=test, receipt=uuid4(), answers=given)


def sheets(held: Held, given: dict[str, tuple[str, ...]] = RIGHT) -> list[Sheet]:
    return [Sheet(row.pk, given, held.delivery.starts_on) for row in participants.accepted(held.delivery)]


def completed(world: World, held: Held) -> None:
    """Everybody was there and answered; the delivery is closed."""
    for session in queries.sessions_of(held.delivery):
        present = {each.pk: Was.PRESENT for each in participants.accepted(held.delivery)}
        actions.record_attendance(by=world.viewer(held.trainer), session=session, marks=present)
    for test in both_tests(held):
        enter_sheets(
            by=world.viewer(held.trainer), delivery=held.delivery, test=test, sheets=sheets(held), way=Way.PAPER
        )
    with at(held.delivery.ends_on + timedelta(days=1)):  # type: ignore[attr-defined]
        actions.close_delivery(by=world.viewer(held.planner), delivery=held.delivery)
    held.delivery.refresh_from_db()


def test_a_test_after_the_training_asks_what_was_asked_before(running: Held) -> None:
    before, after = both_tests(running)
    assert (before.purpose, after.purpose) == ("pre-test", "post-test")
    assert [question.key for question in after.questions] == [question.key for question in before.questions]


def test_answers_sent_again_are_kept_once_and_other_answers_are_refused(world: World, running: Held) -> None:
    before, _after = both_tests(running)
    place, viewer, receipt = own_place(world, running), world.viewer(OWN), uuid4()
    events = Event.objects.count()
    for _ in range(2):
        kept = answer_test(by=viewer, place=place, test=before, receipt=receipt, answers=RIGHT)
        assert (kept.pk, kept.right, kept.of) == (receipt, 2, 2)
    assert (Attempt.objects.count(), Event.objects.count() - events) == (1, 1)
    with pytest.raises(Refused):
        answer_test(by=viewer, place=place, test=before, receipt=uuid4(), answers=WRONG)
    assert Attempt.objects.get().right == 2


def test_only_somebody_with_a_place_answers_and_only_while_the_delivery_runs(world: World, running: Held) -> None:
    before, _after = both_tests(running)
    place = own_place(world, running)
    for who in (running.nominator, "stranger"):
        with pytest.raises((Http404, Refused)):
            answer_test(by=world.viewer(who), place=place, test=before, receipt=uuid4(), answers=RIGHT)
    with at(running.delivery.starts_on - timedelta(days=1)), pytest.raises(Refused):  # type: ignore[attr-defined]
        answer(world, running, before)
    actions.withdraw(by=world.viewer(running.planner), enrolment=place, reason="Ill.")
    with pytest.raises((Http404, Refused)):
        answer_test(by=world.viewer(OWN), place=place, test=before, receipt=uuid4(), answers=RIGHT)


def test_scores_are_for_trainee_and_trainer_and_others_see_done_or_not_done(world: World, running: Held) -> None:
    before, _after = both_tests(running)
    answer(world, running, before)
    assert results.attempts(world.viewer(OWN), running.delivery).count() == 1
    assert results.attempts(world.viewer(running.trainer), running.delivery).count() == 1
    for who in (running.planner, running.nominator, "stranger", "access", "admin"):
        assert results.attempts(world.viewer(who), running.delivery).count() == 0, who
    assert results.answered(participants.accepted(running.delivery)) == {own_place(world, running).pk: {before.slug}}
    address = f"/training/{running.delivery.pk}/tests/"
    assert "2 / 2" in page(world.client(running.trainer), address)
    planned = page(world.client(running.planner), address)
    assert "2 / 2" not in planned
    assert "answered" in planned


def test_a_clerk_types_sheets_and_what_is_the_same_changes_nothing(world: World, running: Held) -> None:
    before, _after = both_tests(running)
    by = world.viewer(running.planner)
    given = sheets(running)
    assert enter_sheets(by=by, delivery=running.delivery, test=before, sheets=given, way=Way.PAPER) == 3
    assert enter_sheets(by=by, delivery=running.delivery, test=before, sheets=given, way=Way.PAPER) == 0
    other = [Sheet(given[0].enrolment, WRONG, given[0].taken_on)]
    assert enter_sheets(by=by, delivery=running.delivery, test=before, sheets=other, way=Way.PAPER) == 1
    assert sorted(Attempt.objects.values_list("right", flat=True)) == [0, 2, 2]
    late = [Sheet(given[1].enrolment, RIGHT, running.delivery.starts_on + timedelta(days=1))]
    stranger = [Sheet(uuid4(), RIGHT, running.delivery.starts_on)]
    for wrong in (late, stranger):
        with pytest.raises(Refused):
            enter_sheets(by=by, delivery=running.delivery, test=before, sheets=wrong, way=Way.PAPER)


def test_however_many_sheets_the_statements_stay_the_same(
    world: World, running: Held, django_assert_max_num_queries: object
) -> None:
    before, _after = both_tests(running)
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        enter_sheets(
            by=world.viewer(running.planner),
            delivery=running.delivery,
            test=before,
            sheets=sheets(running),
            way=Way.FILE,
        )


def test_sheets_are_typed_on_the_page_and_a_wrong_line_comes_back_with_its_reason(world: World, running: Held) -> None:
    before, _after = both_tests(running)
    client = world.client(running.trainer)
    address = f"/training/{running.delivery.pk}/tests/{before.slug}/sheets/"
    first, second, _third = participants.accepted(running.delivery)
    day = running.delivery.starts_on
    sent = {"taken_on_day": day.day, "taken_on_month": day.month, "taken_on_year": day.year}
    wrong = client.post(address, {**sent, str(first.pk): "A listening", str(second.pk): "A"}).content.decode()
    assert "The test has 2 questions" in wrong
    assert "A listening" in wrong
    assert Attempt.objects.count() == 0
    answer_ = client.post(address, {**sent, str(first.pk): "A listening", str(second.pk): "Z -"}).content.decode()
    assert "Question 1 has no such answer" in answer_
    client.post(address, {**sent, str(first.pk): "a LISTENING", str(second.pk): "B -"})
    assert dict(Attempt.objects.values_list("enrolment", "right")) == {first.pk: 2, second.pk: 0}


def test_a_test_is_answered_on_its_page_and_right_answers_come_after_the_last(world: World, running: Held) -> None:
    before, after = both_tests(running)
    client = world.client(OWN)
    here = f"/training/{running.delivery.pk}/"
    assert f"{here}tests/{before.slug}/" in page(client, here)
    form = page(client, f"{here}tests/{before.slug}/")
    assert "Who may complain?" in form
    receipt = str(uuid4())
    told = client.post(f"{here}tests/{before.slug}/", {"receipt": receipt, "who": "some"}, follow=True).content.decode()
    assert "0 of 2 right" in told
    assert "Everybody may." not in told, "the same questions are asked again after the training"
    client.post(f"{here}tests/{after.slug}/", {"receipt": str(uuid4()), "who": "all", "words": "listening"})
    assert "Everybody may." in page(client, f"{here}tests/{before.slug}/")
    assert "2 of 2 right" in page(client, f"{here}tests/{after.slug}/")


def test_opinions_have_no_author_and_are_shown_only_when_nobody_can_be_told(world: World, running: Held) -> None:
    place, by = own_place(world, running), world.viewer(OWN)
    rated = {"useful": 5, "clear": 4, "respected": 3}
    say_opinion(by=by, place=place, ratings=rated, differently="More time.")
    with pytest.raises(Refused):
        say_opinion(by=by, place=place, ratings=rated, differently="")
    assert {field.name for field in Opinion._meta.fields} == {
        "id", "delivery", "useful", "clear", "respected", "differently",
    }  # fmt: skip
    assert not results.opinions(running.delivery).told
    assert "More time." not in page(world.client(running.trainer), f"/training/{running.delivery.pk}/tests/")
    Opinion.objects.bulk_create(Opinion(delivery=running.delivery, useful=1, clear=4, respected=3) for _ in range(4))
    found = results.opinions(running.delivery)
    assert (found.count, found.means["useful"]) == (5, 1.8)
    assert "More time." in page(world.client(running.trainer), f"/training/{running.delivery.pk}/tests/")


def test_a_certificate_is_for_those_who_completed_the_delivery(world: World, running: Held) -> None:
    by = world.viewer(running.planner)
    first = participants.accepted(running.delivery)[0]
    with pytest.raises(Refused):
        issue_certificates(by=by, delivery=running.delivery, enrolments=[first.pk])
    lines = certificates.completions(running.delivery)
    assert {len(line.missing) for line in lines} == {3}, "not closed, no session held, tests not answered"
    completed(world, running)
    issued = issue_certificates(by=by, delivery=running.delivery, enrolments=[first.pk])
    assert [row.enrolment_id for row in issued] == [first.pk]
    assert issue_certificates(by=by, delivery=running.delivery, enrolments=[first.pk]) == []
    with pytest.raises(Http404):
        issue_certificates(by=world.viewer("stranger"), delivery=running.delivery, enrolments=[first.pk])
    with pytest.raises((Http404, Refused)):
        issue_certificates(by=world.viewer(OWN), delivery=running.delivery, enrolments=[first.pk])


def test_a_certificate_names_nobody_and_its_signatures_hold(world: World, running: Held) -> None:
    completed(world, running)
    places = [row.pk for row in participants.accepted(running.delivery)]
    rows = issue_certificates(by=world.viewer(running.planner), delivery=running.delivery, enrolments=places)
    for row in rows:
        said = kernel.check(row.text, signing.public_key())
        assert (said.serial, said.course, said.number) == (row.serial, "night-duty", "1.0.0")
        assert proofs.check(row.credential) == proofs.did_key(signing.public_key())
        told = json.dumps(row.credential) + row.text
        assert row.enrolment.contact.name not in told
        assert str(row.enrolment_id) not in told
        assert str(row.enrolment.contact_id) not in told
    holders = {row.credential["credentialSubject"]["id"] for row in rows}
    assert len(holders) == len(rows)
    assert {"OpenBadgeCredential", "VerifiableCredential"} == set(rows[0].credential["type"])


def test_a_revoked_certificate_is_told_wherever_it_is_checked(world: World, running: Held) -> None:
    completed(world, running)
    place = own_place(world, running)
    (row,) = issue_certificates(by=world.viewer(running.planner), delivery=running.delivery, enrolments=[place.pk])
    client = world.client(running.nominator)
    assert "valid" in client.post("/training/certificates/check/", {"text": row.text}).content.decode()
    assert not certificates.check(row.text).revoked
    revoke_certificate(by=world.viewer(running.planner), certificate=row, reason="Somebody else sat the test.")
    with pytest.raises(Refused):
        revoke_certificate(by=world.viewer(running.planner), certificate=row, reason="Again.")
    assert certificates.check(row.text).revoked
    (again,) = issue_certificates(by=world.viewer(running.planner), delivery=running.delivery, enrolments=[place.pk])
    assert again.serial != row.serial
    assert "revoked" in client.post("/training/certificates/check/", {"text": row.text}).content.decode()
    assert row.serial in client.get("/training/certificates/check/page.html").content.decode()
    own = page(world.client(OWN), f"/training/certificates/{row.serial}/")
    assert "Somebody else sat the test." in own


def test_what_is_no_certificate_is_said_and_stays_in_the_form(world: World, running: Held) -> None:
    told = world.client(running.planner).post("/training/certificates/check/", {"text": "PULANG1/x"}).content.decode()
    assert "This is no certificate" in told
    assert "PULANG1/x" in told


def test_certificates_are_seen_by_holder_and_planner_only(world: World, running: Held) -> None:
    completed(world, running)
    place = own_place(world, running)
    (row,) = issue_certificates(by=world.viewer(running.planner), delivery=running.delivery, enrolments=[place.pk])
    here = f"/training/certificates/{row.serial}/"
    for who in (running.planner, OWN):
        assert world.client(who).get(here).status_code == 200
        assert world.client(who).get(f"{here}credential.json").status_code == 200
        assert world.client(who).get(f"/download/certificate.pdf?serial={row.serial}").content[:4] == b"%PDF"
    for who in (running.trainer, running.nominator, "stranger", "access", "admin"):
        assert world.client(who).get(here).status_code == 404, who
    assert certificates.certificates(world.viewer("stranger")).count() == 0


def test_small_groups_are_told_as_such() -> None:
    assert spread([50.0] * 4).middle is None
    assert (spread([10.0, 20, 30, 40, 50]).middle, spread([10.0, 20, 30, 40, 50]).low) == (30, None)
    found = spread([float(number) for number in range(0, 101, 10)])
    assert (found.middle, found.low, found.high) == (50, 25, 75)
    assert gains([50, None, 20], [70, 90, None]) == [20]
