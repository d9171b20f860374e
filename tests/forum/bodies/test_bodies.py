"""Working groups are data, and their page shows who co-chairs."""

from datetime import timedelta

import pytest
from tests.worlds import World

from pulang.common.accounts.models import Organisation
from pulang.forum.bodies.models import Body, Seat, SeatKind
from pulang.forum.bodies.queries import bodies, body_for, co_chair_seats
from pulang.kernel import clock


def test_members_see_the_group_with_its_co_chairs_first(world: World) -> None:
    page = world.client("outsider").get("/working-group/").content.decode()
    assert page.index("Nordhav") < page.index("Kilima")


@pytest.mark.parametrize("who", ["stranger", "admin", "inspector"])
def test_whoever_is_no_member_sees_no_group(world: World, who: str) -> None:
    assert world.client(who).get("/working-group/").status_code == 404
    assert not bodies(world.viewer(who)).exists()


def test_a_country_addresses_the_living_group_in_which_it_sits(world: World) -> None:
    assert body_for(world.places["kilima"]) == Body.objects.get()
    assert body_for(world.places["secretariat"]) is None
    with clock.at(clock.now() - timedelta(days=200)):
        assert body_for(world.places["kilima"]) is None


def test_a_seat_that_ended_gives_no_word(world: World) -> None:
    body = Body.objects.get()
    seat = Seat.objects.get(organisation=Organisation.objects.get(key="sungai"))
    seat.ends_on = clock.today()
    seat.save()
    assert [row.organisation.key for row in co_chair_seats(body.pk, clock.today())] == ["nordhav"]
    assert seat.kind == SeatKind.CO_CHAIR
