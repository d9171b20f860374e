"""Pages, documents and the calendar of deliveries as a browser asks for them."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from icalendar import Calendar
from pypdf import PdfReader
from tests.common.learning.conftest import Held
from tests.common.learning.test_deliveries import at, opened_with
from tests.common.learning.test_pages import page
from tests.web.programs import program
from tests.worlds import World

from pulang.common.accounts.models import Contact
from pulang.common.frameworks.models import Provision
from pulang.common.frameworks.queries import serves, thread
from pulang.common.learning import actions
from pulang.common.learning.models import Attendance, Delivery, Enrolment, Was
from pulang.common.learning.queries import deliveries as queries
from pulang.common.learning.queries.delivery_duties import duties

pytestmark = pytest.mark.django_db


def home(held: Held) -> str:
    return f"/training/{held.delivery.pk}/"


def posted(client: Client, address: str, data: dict[str, object]) -> str:
    """What a form answers; the page to which it leads, where it leads to one."""
    answer = client.post(address, data, follow=True)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return str(answer.content.decode())


def test_a_delivery_is_planned_timed_opened_and_filled_through_its_pages(world: World, held: Held) -> None:
    client = world.client(held.planner)
    form = page(client, "/training/new/")
    assert "What is taught" in form
    first = held.delivery.starts_on + timedelta(days=30)
    course = f"{held.delivery.course_version_id}:half-day"
    sent = {
        "course": course, "organisation": str(held.delivery.organisation_id), "language": "en", "places": "3",
        "venue_text": "Yard", "starts_on_day": first.day, "starts_on_month": first.month, "starts_on_year": first.year,
        "ends_on_day": first.day, "ends_on_month": first.month, "ends_on_year": first.year - 1,
    }  # fmt: skip
    wrong = posted(client, "/training/new/", sent)
    assert "The last day lies before the first." in wrong
    assert "Yard" in wrong, "what was typed stays"
    assert "The delivery is planned." in posted(client, "/training/new/", {**sent, "ends_on_year": first.year})
    made = Delivery.objects.latest("made_at")
    times = {"day-0": first.isoformat(), "time-0": "09:30"}
    assert "09:30" in posted(client, f"/training/{made.pk}/times/", times)
    assert "takes nominations" in posted(client, f"/training/{made.pk}/do/open/", {})


def test_somebody_is_found_or_entered_and_who_may_be_the_same_is_shown_first(world: World, held: Held) -> None:
    actions.open_nominations(by=world.viewer(held.planner), delivery=held.delivery)
    client, address = world.client(held.adder), f"{home(held)}nominate/"
    assert "Officer 1" in page(client, f"{address}?q=officer")
    assert "Nobody of your organisation is found" in page(client, f"{address}?q=xyzzy")
    officer = held.officers[0]
    assert "is nominated." in posted(client, address, {"contact": officer.pk})
    assert "is nominated for this delivery already" in posted(client, address, {"contact": officer.pk})
    place = str(world.places["mto"].pk)
    sent = {"choice": "new", "name": "Oficer 2", "service_number": "8", "position": "", "organisation": place}
    asked = posted(client, address, sent)
    assert "Is it one of these people?" in asked
    assert not Contact.objects.filter(name="Oficer 2").exists()
    assert "is nominated." in posted(client, address, {**sent, "sure": "yes"})
    assert Enrolment.objects.filter(contact__name="Oficer 2", contact__user=None).exists()
    assert client.post(address, {"contact": "nonsense"}).status_code == 404


def test_a_list_is_pasted_checked_and_nominated(world: World, held: Held) -> None:
    actions.open_nominations(by=world.viewer(held.planner), delivery=held.delivery)
    client, address = world.client(held.adder), f"{home(held)}nominate/list/"
    sent = {"organisation": str(world.places["mto"].pk), "text": "Officer 1\t\nNew One\t5\n\t6", "choice": "check"}
    told = posted(client, address, sent)
    assert "This person has no name." in told
    assert "Nominate the 2 people of the good rows" in told
    assert not Enrolment.objects.exists()
    assert "The people of the list are nominated." in posted(client, address, {**sent, "choice": "good-rows"})
    assert Enrolment.objects.count() == 2


def test_places_are_given_on_one_page_and_a_second_decider_is_shown_what_the_first_wrote(
    world: World, held: Held
) -> None:
    opened_with(world, held, 0)
    client, address = world.client(held.planner), f"{home(held)}decide/"
    one, two, three = Enrolment.objects.order_by("contact__sort_key")
    shown = client.get(address).context["form"]
    seen = shown.initial["seen"]
    many = {f"of-{row.pk}": "accepted" for row in (one, two, three)}
    assert "There are not so many places." in posted(client, address, {**many, "seen": seen})
    assert "Say why this person is declined." in posted(client, address, {f"of-{one.pk}": "declined", "seen": seen})
    sent = {f"of-{one.pk}": "accepted", f"of-{two.pk}": "waiting", "seen": seen}
    assert "What you decided is kept." in posted(client, address, sent)
    again = posted(client, address, {**sent, f"of-{one.pk}": "waiting"})
    assert "Changed by somebody else meanwhile" in again
    one.refresh_from_db()
    assert one.decision == "accepted"


def test_who_was_there_is_written_down_without_script_and_never_silently_over_another(world: World, held: Held) -> None:
    one, two = opened_with(world, held, 2)
    session = queries.sessions_of(held.delivery)[0]
    client, address = world.client(held.trainer), f"{home(held)}sessions/{session.pk}/"
    with at(held.delivery.starts_on):
        form = client.get(address).context["form"]
        assert [field.value() for _row, field in form.lines] == ["present", "present"]
        sent = {f"of-{one.pk}": "present", f"of-{two.pk}": "absent", "seen": form.initial["seen"]}
        assert "Who was there is written down." in posted(client, address, sent)
        again = posted(client, address, {**sent, f"of-{two.pk}": "excused"})
        assert "Changed by somebody else meanwhile" in again
    assert set(Attendance.objects.values_list("was", flat=True)) == {"present", "absent"}


def test_a_sheet_is_typed_by_ticks(world: World, held: Held) -> None:
    one, two = opened_with(world, held, 2)
    client, address = world.client(held.trainer), f"{home(held)}sheet/"
    with at(held.delivery.starts_on):
        page(client, address)
        sent = {"at-0": [str(one.pk), str(two.pk)], "at-1": [str(two.pk)]}
        assert "The sheet is written down." in posted(client, address, sent)
    assert Attendance.objects.filter(was=Was.PRESENT, source="paper").count() == 3
    page(client, f"{address}?part=nonsense")


def test_a_session_is_called_off_and_the_delivery_closed_through_its_pages(world: World, held: Held) -> None:
    opened_with(world, held, 1)
    trainer, planner = world.client(held.trainer), world.client(held.planner)
    with at(held.delivery.ends_on + timedelta(days=1)):
        for session in queries.sessions_of(held.delivery):
            page(planner, f"{home(held)}do/close/", 404)
            posted(trainer, f"{home(held)}sessions/{session.pk}/not-held/", {"reason": "A power cut."})
        assert "The delivery is closed." in posted(planner, f"{home(held)}do/close/", {})
        page(planner, f"{home(held)}change/", 404)
        page(planner, f"{home(held)}decide/", 404)


def test_superiors_see_done_or_not_done_and_never_who_was_where(world: World, held: Held) -> None:
    one, two = opened_with(world, held, 2)
    first, second = queries.sessions_of(held.delivery)
    with at(held.delivery.ends_on + timedelta(days=1)):
        trainer = world.viewer(held.trainer)
        actions.record_attendance(by=trainer, session=first, marks={one.pk: Was.PRESENT, two.pk: Was.EXCUSED})
        actions.miss_session(by=trainer, session=second, reason="A power cut.")
        actions.close_delivery(by=world.viewer(held.planner), delivery=held.delivery)
        told = page(world.client(held.nominator), f"{home(held)}people/")
        assert "Officer 1" in told
        assert ">done<" in told
        assert ">not done<" in told
        if held.nominator != held.planner:
            page(world.client(held.nominator), f"{home(held)}sessions/{first.pk}/", 404)
            assert "Excused" not in told


def test_a_colleague_sees_the_delivery_and_nobody_s_name(world: World, held: Held) -> None:
    opened_with(world, held, 2)
    client = world.client(held.bystander)
    told = page(client, home(held))
    assert "Night duty" in told
    assert "Officer 1" not in told
    for below in ("decide/", "sheet/", "nominate/", "times/", "change/", "trainers/", "do/cancel/"):
        page(client, home(held) + below, 404)


@pytest.mark.plane("forum")
def test_members_elsewhere_see_country_dates_numbers_and_the_trainer_by_code(world: World, held: Held) -> None:
    opened_with(world, held, 2)
    client = world.client("outsider")
    assert "Night duty" in page(client, "/training/")
    told = page(client, home(held))
    assert "T-" in told
    assert "Kilima" in told
    for hidden in ("Officer 1", ">Trainer<", "Room 1", "people/"):
        assert hidden not in told
    for below in ("people/", "calendar.ics"):
        page(client, home(held) + below, 404)
    document = f"/download/participants.csv?id={held.delivery.pk}"
    assert client.get(document).status_code == 404


def test_a_stranger_finds_nothing(world: World, held: Held) -> None:
    client = world.client("stranger")
    for address in ("/training/", home(held), f"{home(held)}people/", f"{home(held)}calendar.ics", "/training/new/"):
        page(client, address, 404)


def test_a_participant_with_an_account_sees_the_own_place_and_it_stands_on_today(world: World, held: Held) -> None:
    who = "colleague" if "colleague" in world.people else "mentor"
    mine = world.people[who].contact
    assert mine is not None
    actions.open_nominations(by=world.viewer(held.planner), delivery=held.delivery)
    actions.nominate(by=world.viewer(held.adder), delivery=held.delivery, contact=mine)
    assert "you: nominated" in page(world.client(who), home(held))
    (row,) = Enrolment.objects.all()
    decided = [actions.Decided(row.pk, "accepted")]  # type: ignore[arg-type]
    from pulang.common.learning.models import Decision

    decided = [actions.Decided(row.pk, Decision.ACCEPTED)]
    actions.decide(by=world.viewer(held.planner), delivery=held.delivery, decisions=decided)
    assert "you: accepted" in page(world.client(who), home(held))
    assert [str(duty.task.title) for duty in duties(world.viewer(who))] == ["Your training: Night duty"]


def test_today_tells_deciders_and_trainers_what_is_next(world: World, held: Held) -> None:
    opened_with(world, held, 1)
    (decide,) = [each for each in duties(world.viewer(held.planner)) if each.mine]
    assert decide.task.url == f"{home(held)}decide/"
    moment = datetime.combine(held.delivery.starts_on, datetime.min.time(), UTC).replace(hour=12)
    session = queries.sessions_of(held.delivery)[0]
    actions.set_times(by=world.viewer(held.planner), delivery=held.delivery, times={session.pk: moment})
    with at(held.delivery.starts_on):
        assert [str(each.task.title) for each in duties(world.viewer(held.trainer))] == ["A session today: Night duty"]
    with at(held.delivery.ends_on + timedelta(days=1)):
        (late,) = duties(world.viewer(held.trainer))
        assert str(late.task.title) == "Write down who was there: Night duty"


def test_the_sheet_to_sign_and_the_list_of_participants_are_documents(world: World, held: Held) -> None:
    opened_with(world, held, 2)
    client = world.client(held.trainer)
    session = queries.sessions_of(held.delivery)[0]
    for more in ("", f"&session={session.pk}"):
        answer = client.get(f"/download/attendance-sheet.pdf?id={held.delivery.pk}{more}")
        assert answer.status_code == 200
        text = "\n".join(each.extract_text() for each in PdfReader(io.BytesIO(answer.content)).pages)
        assert "Officer 1" in text
        assert "Officer 3" not in text, "who has no place signs nothing"
    listed = client.get(f"/download/participants.csv?id={held.delivery.pk}")
    assert "Officer 3" in listed.content.decode("utf-8-sig")
    assert client.get("/download/attendance-sheet.pdf?id=nonsense").status_code == 404


def test_the_calendar_has_times_and_place_and_no_name(world: World, held: Held) -> None:
    opened_with(world, held, 2)
    moment = datetime.combine(held.delivery.starts_on, datetime.min.time(), UTC).replace(hour=9)
    client, address = world.client(held.trainer), f"{home(held)}calendar.ics"
    (whole,) = Calendar.from_ical(client.get(address).content).walk("VEVENT")
    assert whole.decoded("dtstart") == held.delivery.starts_on
    session = queries.sessions_of(held.delivery)[0]
    actions.set_times(by=world.viewer(held.planner), delivery=held.delivery, times={session.pk: moment})
    content = client.get(address).content
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert event.decoded("dtstart") == moment
    assert str(event["summary"]) == "Night duty: Rounds"
    assert b"Officer" not in content


def test_a_held_session_stands_on_the_page_of_the_good_practice_with_numbers_only(world: World, held: Held) -> None:
    one, two = opened_with(world, held, 2)
    provision = Provision.objects.get(key="rome-memorandum/prison-officers")
    reader = world.viewer(held.bystander)

    def told() -> list[str]:
        return [str(entry.detail) for entry in thread(reader, provision) if entry.source == "deliveries"]

    assert told() == []
    session = queries.sessions_of(held.delivery)[0]
    with at(held.delivery.starts_on):
        marks = {one.pk: Was.PRESENT, two.pk: Was.ABSENT}
        actions.record_attendance(by=world.viewer(held.trainer), session=session, marks=marks)
    assert told() == ["Sessions held: 1. People present: 1."]
    assert serves(reader, [provision.pk])[provision.pk]["deliveries"] == 1


def test_a_program_reads_deliveries_as_its_person_does(world: World, held: Held) -> None:
    opened_with(world, held, 2)
    client = program(world, held.trainer).client
    (found,) = client.get("/api/v1/deliveries").json()["items"]
    assert (found["course"], found["state"], found["accepted"]) == ("night-duty", "full", 2)
    whole = client.get(f"/api/v1/deliveries/{held.delivery.pk}").json()
    assert [each["key"] for each in whole["sessions"]] == ["watching/rounds", "talking/first-words"]
    assert whole["place"] == "Room 1"
    assert "Officer 1" not in str(whole)
    assert client.get("/api/v1/deliveries?show=closed").json()["items"] == []


def test_the_list_is_narrowed_by_state_course_and_year(world: World, held: Held) -> None:
    client, year = world.client(held.trainer), held.delivery.starts_on.year
    for asked in ("?show=ahead", "?course=night-duty", f"?year={year}"):
        assert "Mto" in page(client, f"/training/{asked}")
    for asked in ("?show=closed", "?show=running"):
        assert "No delivery is like this" in page(client, f"/training/{asked}")
    page(client, "/training/?show=nonsense&course=nothing&year=abcd&cursor=x")


def test_lists_and_pages_ask_a_steady_number_of_queries(
    world: World, held: Held, django_assert_max_num_queries: object
) -> None:
    opened_with(world, held, 2)
    client = world.client(held.planner)
    page(client, "/training/")
    below = (("", 40), ("people/", 30), ("decide/", 30), ("nominate/?q=officer", 30), ("times/", 30))
    with django_assert_max_num_queries(22):  # type: ignore[operator]
        page(client, "/training/")
    for address, most in below:
        with django_assert_max_num_queries(most):  # type: ignore[operator]
            page(client, home(held) + address)
