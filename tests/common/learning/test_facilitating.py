"""A session by the clock: the shortened plan fits, nothing is dropped, groups are fair; its page says so."""

from datetime import timedelta

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from tests.common.learning.conftest import Held
from tests.common.learning.packs import SESSION
from tests.common.learning.test_deliveries import at, opened_with
from tests.common.learning.test_pages import page
from tests.worlds import World

from pulang.common.learning.rules.course import Block
from pulang.common.learning.rules.facilitating import groups, standing
from pulang.kernel import clock

# Who leads a delivery and may read facilitators' notes, on either plane.
LEADER = {"forum": "trainer", "service": "training"}


@st.composite
def sessions(draw: st.DrawFn) -> list[Block]:
    lengths = draw(st.lists(st.integers(1, 40), min_size=1, max_size=7))
    return [Block(f"b{n}", minutes, draw(st.integers(1, minutes)), "plenary") for n, minutes in enumerate(lengths)]


@given(blocks=sessions(), data=st.data())
def test_the_rest_of_a_session_fits_and_no_block_is_dropped(blocks: list[Block], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(blocks) - 1))
    since = data.draw(st.integers(0, 120))
    now = since + data.draw(st.integers(0, 60))
    found, length = standing(blocks, place, since, now), sum(block.minutes for block in blocks)
    assert [slot.block for slot in found.rest] == blocks[place:], "every block that was still to come is there"
    runs_over = now - since > blocks[place].minutes
    for slot in found.rest[runs_over:]:
        assert slot.block.shortest <= slot.minutes <= slot.block.minutes
    for one, other in zip(found.rest, found.rest[1:], strict=False):
        assert one.ends == other.begins
    if found.behind >= 0:
        assert found.ends == length + found.missing, "it ends on time, or as late as is told"
    else:
        assert found.ends == length + found.behind, "a session that is ahead is not stretched"
        assert all(slot.won == 0 for slot in found.rest[runs_over:])
    assert not found.missing or all(slot.minutes == slot.block.shortest for slot in found.rest[runs_over:])


@given(people=st.integers(0, 200), wanted=st.integers(1, 40))
def test_groups_are_as_equal_as_can_be_and_nobody_is_alone(people: int, wanted: int) -> None:
    sizes = groups(people, wanted)
    assert sum(sizes) == people
    assert max(sizes) - min(sizes) <= 1
    assert len(sizes) <= wanted
    assert people < 2 or min(sizes) >= 2
    assert list(sizes) == sorted(sizes, reverse=True)


@pytest.fixture
def changes() -> dict[str, str | None]:
    """The second block may become shorter."""
    text = SESSION.format(key="rounds", activity="light")
    return {"modules/watching/rounds/session.yaml": text.replace("minutes: 30,", "minutes: 30, shortest: 10,")}


@pytest.mark.django_db
def test_a_trainer_is_told_how_late_it_is_and_what_to_shorten(world: World, held: Held) -> None:
    opened_with(world, held, 2)
    leader = LEADER[settings.PULANG_PLANE]
    client = world.client(leader)
    session = held.delivery.sessions.order_by("position")[0]
    address = f"/training/{held.delivery.pk}/sessions/{session.pk}/run-sheet/"
    with at(held.delivery.starts_on):  # type: ignore[attr-defined]
        assert "Begin now" in page(client, address)
        begun = client.post(address, {"step": "begin"})
        with clock.at(clock.now() + timedelta(minutes=27)):
            client = world.client(leader)
            told = page(client, begun["Location"])
            assert "12 minutes behind" in told
            assert "Ask who slept." in told
            assert "<del>30</del> <strong>18</strong>" in told
            assert "2 people, one group" in told
            following = client.post(begun["Location"], {"step": "next"})
        with clock.at(clock.now() + timedelta(minutes=30)):
            told = page(world.client(leader), following["Location"])
            assert "Hand out the cards." in told
            assert "12 minutes behind" in told
        client = world.client(leader)
        beside = page(client, f"{begun['Location']}&beside=fr")
        assert 'lang="fr"' in beside
        for wrong in ("?begun=x&at=welcome", "?begun=00%3A00&at=gone", "?begun=99%3A99&at=work&since=1"):
            assert "Begin now" in page(client, f"{address}{wrong}")
    page(world.client(held.bystander), address, 404)
