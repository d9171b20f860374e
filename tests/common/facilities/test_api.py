"""Figures of facilities by program: brought in once, refused with row and column, read by whom they are for."""

from typing import Any
from uuid import uuid4

import pytest
from tests.web.programs import Program, program
from tests.worlds import World

from pulang.common.facilities.models import FacilityCount

TABLE = """\
key,name,under,for whom,date,capacity,population,officer women,officer men
mto,,,men,2026-09-01,600,718,41,139
ziwa,,,women,2026-09-01,450,498,93,17
"""
WRONG = TABLE + "mto,,,men,2026-10-01,many,718,41,139\n"


@pytest.fixture
def keeper(world: World) -> Program:
    return program(world, "training")


def bring(asking: Program, table: str, query: str = "", key: str = "", content_type: str = "text/csv") -> Any:
    headers = {"Idempotency-Key": key or uuid4().hex}
    return asking.client.post(
        f"/api/v1/facility-imports{query}", table.encode(), content_type=content_type, headers=headers
    )


def test_a_table_is_brought_in_and_read(world: World, keeper: Program) -> None:
    done = bring(keeper, TABLE)
    assert (done.status_code, done.json()["written"], done.json()["created"]) == (200, True, 2)
    facility = keeper.get("facilities/mto").json()
    assert (facility["population"], facility["occupancy"], facility["staff"][0]["women"]) == (718, 120, 41)
    assert facility["marking"]["audience"] == [f"organisation:{world.places['kilima-corrections'].pk}"]
    assert [one["key"] for one in keeper.get("facilities?order=capacity").json()["items"]] == ["mto", "ziwa"]
    assert keeper.get("facilities?q=ziwa").json()["count"] == 1


def test_the_same_table_again_is_not_brought_in_again(keeper: Program) -> None:
    first, again = bring(keeper, TABLE, key="september-2026"), bring(keeper, TABLE, key="september-2026")
    assert (again.json(), again["Idempotency-Replayed"]) == (first.json(), "true")
    assert FacilityCount.objects.count() == 2


def test_one_wrong_row_and_nothing_is_written(keeper: Program) -> None:
    answer = bring(keeper, WRONG)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/4/capacity"
    assert not FacilityCount.objects.exists()
    assert bring(keeper, WRONG, "?good_rows_only=true").json()["written"]
    assert FacilityCount.objects.count() == 2


def test_a_check_writes_nothing(keeper: Program) -> None:
    told = bring(keeper, WRONG, "?write=false").json()
    assert (told["written"], told["problems"][0]["row"]) == (False, 4)
    assert not FacilityCount.objects.exists()


def test_only_tables_and_only_from_who_keeps_the_register(world: World, keeper: Program) -> None:
    assert bring(keeper, TABLE, content_type="application/json").status_code == 415
    assert bring(program(world, "governor"), TABLE).status_code == 404
    assert not FacilityCount.objects.exists()


def test_a_facility_is_for_its_own_people(world: World, keeper: Program) -> None:
    bring(keeper, TABLE)
    assert program(world, "officer").get("facilities/mto").status_code == 200
    for who in ("other-officer", "inspector", "stranger"):
        assert program(world, who).get("facilities/mto").status_code == 404
    assert [one["key"] for one in program(world, "other-officer").get("facilities").json()["items"]] == ["ziwa"]
