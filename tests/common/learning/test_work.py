"""People are drawn to be observed at work by somebody else; what was seen is theirs; the chain shows what is known."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st
from tests.common.learning.conftest import Held
from tests.common.learning.test_deliveries import at
from tests.common.learning.test_pages import page
from tests.common.learning.test_trainers import finished
from tests.worlds import World

from pulang.common.learning.actions.observing import draw_people, record_work, set_work_aside
from pulang.common.learning.models import Enrolment, WorkObservation
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import work as queries
from pulang.common.learning.rules.packs.reading import read_pack
from pulang.common.learning.rules.work import FEWEST, GENERAL, Mark, is_whole, items_of, share, suggested
from pulang.foundation.policy.rules import Refused, allows
from pulang.kernel import clock
from pulang.web.demo.courses import foundation_files

PROVISION = re.compile(r"[a-z0-9-]+/[a-z0-9-]+")
OBSERVER = {"forum": "host", "service": "governor"}[settings.PULANG_PLANE]


@given(st.lists(st.sampled_from([*Mark]), max_size=40))
def test_a_share_counts_only_those_who_had_the_occasion_and_is_told_of_five_or_more(marks: list[Mark]) -> None:
    found = share("a", [{"a": mark.value} for mark in marks])
    had = [mark for mark in marks if mark is not Mark.NO_OCCASION]
    assert found.of == len(had)
    assert (found.percent is None) == (len(had) < FEWEST)
    if found.percent is not None:
        assert abs(found.percent - 100 * had.count(Mark.YES) / len(had)) <= 0.5


@given(st.integers(0, 5000))
def test_a_tenth_is_drawn_and_at_least_five_where_there_are_so_many(people: int) -> None:
    assert suggested(people) <= people
    assert suggested(people) >= min(people, 5)
    assert suggested(people) >= people / 10


def test_the_shipped_course_says_what_to_look_for_and_each_thing_needs_a_mark() -> None:
    files = foundation_files()
    named = {
        key for name, text in files.items() if name.endswith("session.yaml") for key in PROVISION.findall(text.decode())
    }
    course = read_pack(files, named).course
    assert course is not None
    found = items_of(course)
    assert len(found) >= 2
    assert len({item.slug for item in found}) == len(found)
    assert all(item.activity is not None for item in found)
    whole = {item.slug: Mark.YES.value for item in found}
    assert is_whole(found, whole)
    assert not is_whole(found, {**whole, found[0].slug: "perhaps"})
    assert not is_whole(found, {slug: mark for slug, mark in whole.items() if slug != found[0].slug})


@pytest.fixture
def later(world: World, held: Held) -> Iterator[Held]:
    """A month after a delivery at which two officers were."""
    finished(world, held)
    with at(held.delivery.ends_on + timedelta(days=30)):  # type: ignore[attr-defined]
        yield held


def drawn(world: World, held: Held, number: int = 2) -> list[WorkObservation]:
    until = clock.today() + timedelta(days=50)
    return draw_people(by=world.viewer(held.planner), delivery=held.delivery, number=number, due_on=until)


def record(world: World, row: WorkObservation, who: str = OBSERVER) -> None:
    marks = {GENERAL: Mark.YES.value}
    record_work(by=world.viewer(who), observation=row, seen_on=clock.today(), marks=marks, said="Listens first.")


def test_the_lot_falls_on_people_who_were_there_and_on_each_once(world: World, later: Held) -> None:
    first = drawn(world, later, 1)
    with pytest.raises(Refused):
        drawn(world, later, 2)
    second = drawn(world, later, 1)
    assert {row.enrolment.contact for row in first + second} == set(later.officers[:2])
    with pytest.raises(Refused):
        drawn(world, later, 1)


def test_nobody_is_drawn_before_the_delivery_is_closed(world: World, held: Held) -> None:
    with pytest.raises(Refused):
        drawn(world, held, 1)


def test_whoever_leads_observes_and_nobody_else(world: World, later: Held) -> None:
    row, _other = drawn(world, later)
    may = {who for who in world.people if allows(world.viewer(who), P.WORK_OBSERVE, row)}
    assert OBSERVER in may
    assert not may & {later.trainer, "stranger", "admin", "inspector", "outside-host", "other-governor"}
    for who in ("stranger", later.trainer):
        with pytest.raises(Http404):
            record(world, row, who)
    record(world, row)
    with pytest.raises(Refused):
        record(world, row)
    assert queries.to_observe(world.viewer(OBSERVER)).count() == 1


def test_nobody_observes_themselves_and_everybody_reads_what_was_seen_of_them(world: World, later: Held) -> None:
    row, _other = drawn(world, later)
    contact = world.people[OBSERVER].contact
    assert contact is not None
    Enrolment.objects.filter(pk=row.enrolment_id).update(contact=contact)
    assert not allows(world.viewer(OBSERVER), P.WORK_OBSERVE, row)
    assert not allows(world.viewer(OBSERVER), P.WORK_VIEW, row), "it says nothing yet"
    WorkObservation.objects.filter(pk=row.pk).update(
        recorded_at=clock.now(), recorded_by=world.people["admin"], seen_on=clock.today()
    )
    assert allows(world.viewer(OBSERVER), P.WORK_VIEW, row)


def test_the_chain_tells_shares_of_five_people_or_more_and_counts_the_rest(world: World, later: Held) -> None:
    row, other = drawn(world, later)
    record(world, row)
    set_work_aside(by=world.viewer(OBSERVER), observation=other, reason="Transferred.")
    found = queries.chain(world.viewer(later.planner), later.delivery, "en")
    assert (found.drawn, found.seen, found.not_possible) == (2, 1, 1)
    ((_words, told),) = found.work
    assert (told.of, told.percent) == (1, None)
    assert found.thought.count == 0


def test_the_whole_way_through_the_pages(world: World, later: Held) -> None:
    planner, observer = world.client(later.planner), world.client(OBSERVER)
    here = f"/training/{later.delivery.pk}/effect/"
    assert "missing" in page(planner, here)
    day = clock.today() + timedelta(days=40)
    due = {"due_on_day": day.day, "due_on_month": day.month, "due_on_year": day.year}
    assert "So many people are not left" in planner.post(f"{here}draw/", {"number": 9, **due}).content.decode()
    assert "2 people were drawn." in planner.post(f"{here}draw/", {"number": 2, **due}, follow=True).content.decode()
    row, other = WorkObservation.objects.order_by("pk")
    assert row.enrolment.contact.name in page(observer, "/")
    today = clock.today()
    sent = {
        "seen_on_day": today.day, "seen_on_month": today.month, "seen_on_year": today.year, "said": "Listens first.",
    }  # fmt: skip
    again = observer.post(f"/training/work/{row.pk}/", sent).content.decode()
    assert "Listens first." in again
    told = observer.post(f"/training/work/{row.pk}/", {**sent, "mark-0": "yes"}, follow=True).content.decode()
    assert "Does it" in told
    away = observer.post(f"/training/work/{other.pk}/aside/", {"reason": "Transferred."}, follow=True)
    assert "Transferred." in away.content.decode()
    shown = page(planner, here)
    assert "1 of 2 who were drawn" in shown
    assert "Listens first." not in shown
    assert "too few to tell" in shown
