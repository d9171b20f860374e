"""Coverage: the rules of its figures, and that it follows transfers, certificates and the people who leave."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from tests.common.learning.packs import pack
from tests.web.staff import HEAD
from tests.worlds import World

from pulang.common.coverage.queries import Asked, Coverage, coverage
from pulang.common.coverage.rules import SMALL, Figures, Pace, forecast, hidden, total
from pulang.common.coverage.views.presentation import sentence
from pulang.common.facilities.actions import import_facilities, take_list
from pulang.common.facilities.models import Officer
from pulang.common.learning import actions as learning
from pulang.common.learning.actions import Decided, import_course, release_version, sign_version
from pulang.common.learning.actions.certifying import issue_certificates, revoke_certificate
from pulang.common.learning.actions.trainers import certify_trainer
from pulang.common.learning.models import Certificate, Course, Decision, TrainerCertification, TrainerPart, Was
from pulang.common.learning.rules.trainers import Level
from pulang.foundation.charts.tiles import Tile, tiles
from pulang.kernel import clock
from pulang.kernel.tlp import Label

TODAY = clock.today()
FIGURES = st.integers(0, 30).flatmap(
    lambda whole: st.integers(0, whole).map(lambda part: Figures(in_post=whole, trained=part))
)


@given(rows=st.lists(FIGURES, max_size=9))
def test_no_small_number_leaves_nor_is_given_away_by_the_total(rows: list[Figures]) -> None:
    out = hidden(rows)
    shown = [row for place, row in enumerate(rows) if place not in out.rows]
    assert not any(0 < count < SMALL for row in shown for count in (row.in_post, row.trained, row.gap))
    rest = total(rows[place] for place in out.rows)
    if not out.total and out.rows:
        assert len(out.rows) > 1
        assert not any(0 < count < SMALL for count in (rest.in_post, rest.trained, rest.gap))


@given(gap=st.integers(-5, 500), people=st.integers(0, 300), deliveries=st.integers(0, 20))
def test_the_forecast_closes_the_gap_and_is_silent_without_a_pace(gap: int, people: int, deliveries: int) -> None:
    found = forecast(gap, Pace(people, deliveries))
    if gap <= 0 or not people or not deliveries:
        assert found is None
        return
    assert found is not None
    assert found.months * people >= gap * 6 > (found.months - 1) * people
    assert found.deliveries * found.people >= gap > (found.deliveries - 1) * found.people


def test_tiles_say_their_share_and_escape_names() -> None:
    drawn = tiles("All", [Tile("<b>&", 62, "62 %", "/a/?b=1&c=2"), Tile("Empty", None, "–", "/e/")])
    assert "<b>" not in drawn
    assert "62 %" in drawn
    assert 'href="/a/?b=1&amp;c=2"' in drawn
    assert drawn.count("stroke-dasharray") == 1
    assert "style=" not in drawn


PLACES = (
    "key,name,under,for whom,date,capacity,population\nmto,,,men,2026-09-01,600,718\nziwa,,,women,2026-09-01,450,498"
)
ROWS = ("A1,One,mto,officer,woman,2010-01-01", "A2,Two,mto,officer,man,", "A3,Three,mto,senior,man,")
WORDS = f"{HEAD},joined"


@pytest.fixture
def begun(world: World) -> World:
    """Four officers at two prisons, and a course whose only trained officer is the first."""
    training = world.viewer("training")
    import_facilities(by=training, text=PLACES, write=True, good_rows_only=False)
    take(world, *ROWS, "A4,Four,ziwa,officer,woman,", days=40)
    version = import_course(by=training, files=pack({}), label=Label.GREEN).version
    assert version is not None
    sign_version(by=world.viewer("rights"), version=version)
    release_version(by=training, version=version)
    certify(world, "One")
    return world


def take(world: World, *rows: str, days: int = 0) -> None:
    day = TODAY - timedelta(days=days)
    report = take_list(
        by=world.viewer("training"),
        text="\n".join([WORDS, *rows]),
        listed_on=day,
        decisions={},
        write=True,
        good_rows_only=False,
    )
    assert report.written, report.difference.problems


def certify(world: World, *names: str) -> None:
    """A delivery at which these officers were, and their certificates."""
    by, course = world.viewer("training"), Course.objects.get(key="night-duty")
    version = course.versions.get()
    details = learning.DeliveryDetails(TODAY, TODAY, 9, "en", venue_text="Room 1")
    delivery = learning.plan_delivery(by=by, version=version, cut="", organisation=world.places["mto"], details=details)
    teacher: Any = world.people["officer"].contact
    if not TrainerCertification.objects.filter(contact=teacher).exists():
        certify_trainer(
            by=by, contact=teacher, course=course, level=Level.MASTER, starts_on=TODAY, waived="Certified before."
        )
    learning.assign_trainer(by=by, delivery=delivery, contact=teacher, part=TrainerPart.LEAD)
    learning.open_nominations(by=by, delivery=delivery)
    for officer in Officer.objects.filter(contact__name__in=names).select_related("contact__organisation"):
        learning.nominate(by=by, delivery=delivery, contact=officer.contact)
    rows = list(delivery.enrolments.all())
    learning.decide(by=by, delivery=delivery, decisions=[Decided(row.pk, Decision.ACCEPTED) for row in rows])
    for session in delivery.sessions.select_related("delivery__organisation"):
        marks = {row.pk: Was.PRESENT for row in rows}
        learning.record_attendance(by=by, session=session, marks=marks)
    learning.close_delivery(by=by, delivery=delivery)
    delivery.refresh_from_db()
    issue_certificates(by=by, delivery=delivery, enrolments=[row.pk for row in rows])


def asked(world: World, who: str = "training", **more: str) -> Coverage:
    return coverage(world.viewer(who), Asked(Course.objects.get(key="night-duty").pk, **more))


def by_place(found: Coverage) -> dict[str, tuple[int, int]]:
    return {line.key: (line.figures.trained, line.figures.in_post) for line in found.facilities}


def test_coverage_is_what_the_roll_and_the_certificates_say(begun: World) -> None:
    found = asked(begun)
    assert by_place(found) == {"mto": (1, 3), "ziwa": (0, 1)}
    assert {grade: {sex: one.in_post for sex, one in row.items()} for grade, row in found.by_grade().items()} == {
        "senior": {"man": 1},
        "officer": {"woman": 2, "man": 1},
    }
    assert by_place(asked(begun, grade="senior")) == {"mto": (0, 1), "ziwa": (0, 0)}
    assert by_place(asked(begun, under="ziwa")) == {"ziwa": (0, 1)}
    assert found.forecast is not None
    assert (found.forecast.months, found.forecast.deliveries, found.forecast.people) == (18, 3, 1)
    assert "closes in 18 months" in sentence(found)


def test_a_transfer_takes_the_certificate_along_at_once(begun: World) -> None:
    take(begun, *ROWS[1:], "A1,One,ziwa,officer,woman,2010-01-01", "A4,Four,ziwa,officer,woman,")
    assert by_place(asked(begun)) == {"mto": (0, 2), "ziwa": (1, 2)}


def test_recruits_and_leavers_are_counted_and_a_leaver_closes_no_gap(begun: World) -> None:
    take(begun, *ROWS[1:], "A9,Nine,mto,officer,man,", "A4,Four,ziwa,officer,woman,")
    found = asked(begun)
    assert (found.total.in_post, found.total.trained, found.total.recruits) == (4, 0, 1)
    assert (found.left, found.left_trained) == (1, 1)
    assert "Nobody was trained" in sentence(found)


def test_a_certificate_that_ended_or_was_revoked_counts_no_more(begun: World) -> None:
    row = Certificate.objects.get()
    with clock.at(clock.now() + timedelta(days=365 * 4)):
        assert asked(begun).total.trained == 0
    revoke_certificate(by=begun.viewer("training"), certificate=row, reason="Wrong person.")
    assert asked(begun).total.trained == 0


def test_more_facilities_take_no_more_queries(begun: World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            asked(begun)
        return len(captured.captured_queries)

    few = queries()
    rows = [f"new-{number},New {number},coast,mixed,2026-09-01,1,1" for number in range(9)]
    text = "\n".join([PLACES.splitlines()[0], *rows])
    import_facilities(by=begun.viewer("training"), text=text, write=True, good_rows_only=False)
    assert queries() == few <= 10


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_page_draws_places_and_names_nobody(begun: World) -> None:
    page = shown(begun.client("training"), "/coverage/")
    for words in ("At the present pace", "33 %", "0 %", "1 of 2*", 'under=ziwa"', "Trained and still to train"):
        assert words in page
    assert not any(f">{name}<" in page for name in ("One", "Two", "Three", "Four"))
    narrow = shown(begun.client("training"), "/coverage/?course=night-duty&under=ziwa")
    assert "Where" not in narrow.partition("<main")[2].partition("Place by place")[0]
    own = shown(begun.client("governor"), "/coverage/")
    assert "under=ziwa" not in own
    assert begun.client("officer").get("/coverage/").status_code == 404


def test_what_leaves_has_no_small_number_and_no_filter(begun: World) -> None:
    client = begun.client("training")
    address = "/download/coverage-for-others.csv?course=night-duty"
    text = client.get(f"{address}&under=ziwa").content.decode()
    assert "Mto" not in text
    assert "Ziwa" not in text
    assert ",4," not in text
    assert text.partition("\n")[2] == client.get(address).content.decode().partition("\n")[2]
    whole = client.get("/download/coverage.csv?course=night-duty").content.decode()
    assert "Mto" in whole
    assert "TLP:AMBER+STRICT" in whole
