"""The register as a browser asks for it: the list, a facility, and the way from a file to figures."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.formats import date_format
from tests.worlds import World

from pulang.common.facilities import queries
from pulang.common.facilities.actions import import_facilities
from pulang.common.facilities.models import Facility, FacilityUpload
from pulang.common.facilities.rules import COLUMNS, parse
from pulang.foundation.pages import paginate
from pulang.kernel import clock

HEAD = "key,name,under,for whom,date,capacity,population,officer women,officer men,officer posts"
MTO = "mto,,,men,2026-09-01,600,718,41,139,200"
ZIWA = "ziwa,Ziwa,coast,women,2026-09-01,1450,498,17,93,"
BAD = "wadi-mpya,New,nowhere,men,2026-09-01,1,1,,,"


def table(*rows: str) -> str:
    return "\n".join([HEAD, *rows])


def bring(world: World, *rows: str) -> None:
    import_facilities(by=world.viewer("training"), text=table(*rows), write=True, good_rows_only=False)


def send(client: Client, text: str | bytes, name: str = "table.csv") -> HttpResponse:
    data = text.encode() if isinstance(text, str) else text
    answer: HttpResponse = client.post("/facilities/import/", {"file": SimpleUploadedFile(name, data)})
    return answer


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def order(page: str) -> list[str]:
    return re.findall(r'href="/facilities/([a-z-]+)/"><bdi>', page)


@pytest.fixture
def counted(world: World) -> World:
    bring(world, MTO, ZIWA)
    return world


def test_the_list_shows_figures_and_sorts_by_name_capacity_and_population(counted: World) -> None:
    client = counted.client("training")
    page = shown(client, "/facilities/")
    assert order(page) == ["mto", "ziwa"]
    assert "120 %" in page
    assert order(shown(client, "/facilities/?order=capacity")) == ["ziwa", "mto"]
    assert order(shown(client, "/facilities/?order=population")) == ["mto", "ziwa"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=ziwa", ["ziwa"]),
        ("q=متو", ["mto"]),
        ("q=زيوا", ["ziwa"]),
        ("for_whom=men", ["mto"]),
        ("under=coast", ["mto", "ziwa"]),
        ("under=elsewhere", ["mto", "ziwa"]),
        ("jump=z", ["ziwa"]),
        ("q=nothing", []),
    ],
)
def test_the_list_is_narrowed_and_jumped_through(counted: World, query: str, found: list[str]) -> None:
    page = shown(counted.client("training"), f"/facilities/?{query}")
    assert order(page) == found
    assert ("No facility is in all of these places" in page) == (found == [])


def test_a_facility_shows_staff_by_grade_and_sex_and_its_counts_over_time(counted: World) -> None:
    bring(counted, "mto,,,,2026-10-01,620,700,,,")
    page = shown(counted.client("governor"), "/facilities/mto/")
    for words in ("Staff strength on", "Officers", "All grades", ">180<", ">20<", "113 %"):
        assert words in page
    assert "Staff in post for each 100 people in custody: 25.1" in page
    days = re.findall(r'<th scope="row" class="nowrap">([^<]+)', page)
    assert days == [date_format(date(2026, 10, 1)), date_format(date(2026, 9, 1))]
    assert 'href="/plans/"' in page


def test_a_facility_without_counted_staff_says_so(world: World) -> None:
    bring(world, "mto,,,men,2026-09-01,600,718,,,")
    assert "Staff has not been counted here yet." in shown(world.client("governor"), "/facilities/mto/")


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("training", ["mto", "ziwa"]),
        ("governor", ["mto"]),
        ("security", ["mto"]),
        ("officer", ["mto"]),
        ("other-governor", ["ziwa"]),
    ],
)
def test_everybody_sees_the_facilities_of_their_own_branch(counted: World, who: str, sees: list[str]) -> None:
    client = counted.client(who)
    assert order(shown(client, "/facilities/")) == sees
    codes = {key: client.get(f"/facilities/{key}/").status_code for key in ("mto", "ziwa", "nothing")}
    assert codes == {"mto": 200 if "mto" in sees else 404, "ziwa": 200 if "ziwa" in sees else 404, "nothing": 404}


@pytest.mark.parametrize("who", ["stranger", "inspector", "data-protection", "access", "admin"])
def test_a_stranger_and_those_who_see_no_content_see_nothing(counted: World, who: str) -> None:
    client = counted.client(who)
    addresses = (
        "",
        "mto/",
        "import/",
        "import/check/",
        "import/columns/",
        "import/template.csv",
        "import/template.xlsx",
    )
    for address in addresses:
        assert client.get(f"/facilities/{address}").status_code == 404
    assert not queries.facilities(counted.viewer(who)).exists()
    assert not queries.places(counted.viewer(who)).exists()


def test_whoever_only_reads_is_shown_no_way_to_import(counted: World) -> None:
    client = counted.client("governor")
    assert "Import figures" not in shown(client, "/facilities/")
    assert client.get("/facilities/import/").status_code == 404


def test_a_file_is_checked_first_and_written_on_a_second_word(world: World) -> None:
    client = world.client("training")
    assert send(client, table(MTO, ZIWA)).headers["Location"] == "/facilities/import/check/"
    page = shown(client, "/facilities/import/check/")
    assert "Write it" in page
    assert not Facility.objects.exists()
    answer = client.post("/facilities/import/check/", {"choice": "write"})
    done = shown(client, answer.headers["Location"])
    assert order(done) == ["mto", "ziwa"]
    assert not FacilityUpload.objects.exists()


def test_a_file_with_bad_rows_offers_the_good_ones_and_tells_what_was_left_out(world: World) -> None:
    client = world.client("training")
    send(client, table(MTO, BAD))
    page = shown(client, "/facilities/import/check/")
    assert "Row 3" in page
    assert "There is no region or service with the key “nowhere”" in page
    assert 'value="write"' not in page
    assert client.post("/facilities/import/check/", {"choice": "write"}).headers["Location"].endswith("/check/")
    assert not Facility.objects.exists()
    done = shown(client, client.post("/facilities/import/check/", {"choice": "good-rows"}).headers["Location"])
    assert order(done) == ["mto"]
    assert "1 row was left out" in done
    assert "“nowhere”" in done


def test_whoever_decides_for_nothing_keeps_the_register_as_it_is(world: World) -> None:
    client = world.client("training")
    send(client, table(MTO))
    page = re.sub(
        r"\s+", " ", client.post("/facilities/import/check/", {"choice": "nothing"}, follow=True).content.decode()
    )
    assert "Nothing was written" in page
    assert not Facility.objects.exists()
    assert not FacilityUpload.objects.exists()


def test_a_file_with_wrong_headings_can_only_be_left(world: World) -> None:
    client = world.client("training")
    send(client, table(MTO).replace("capacity", "places"))
    page = shown(client, "/facilities/import/check/")
    assert "No such column is known" in page
    assert 'value="good-rows"' not in page
    assert 'value="write"' not in page


def test_a_file_that_changes_nothing_says_so(counted: World) -> None:
    client = counted.client("training")
    send(client, table(MTO, ZIWA))
    assert "The register says all of this already" in shown(client, "/facilities/import/check/")


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"x", "table.exe", "is neither XLSX nor CSV"),
        (b"PK\x03\x04x", "table.csv", "This workbook cannot be read"),
        (b"\xe9t\xe9", "table.csv", "Some letters cannot be read."),
        (b"x" * 2_000_001, "table.csv", "larger than 2 MB"),
        (b"", "table.csv", "empty"),
    ],
)
def test_a_file_of_the_wrong_kind_is_refused_at_once(world: World, data: bytes, name: str, words: str) -> None:
    answer = send(world.client("training"), data, name)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not FacilityUpload.objects.exists()


def test_a_cell_is_never_markup(world: World) -> None:
    client = world.client("training")
    send(client, table("mto,<script>alert(1)</script>,,,2026-09-01,<b>,1,,,"), "<i>.csv")
    page = shown(client, "/facilities/import/check/")
    assert "<script>alert" not in page
    assert "<b>" not in page
    assert "<i>" not in page


def test_another_persons_import_cannot_be_looked_at(counted: World) -> None:
    from pulang.common.facilities.models import FacilityImport
    from pulang.web.demo import building

    counted.people["second"] = building.person(
        "second", "Second", counted.places["kilima-corrections"], "training-officer"
    )
    address = f"/facilities/import/done/{FacilityImport.objects.get().pk}/"
    assert counted.client("training").get(address).status_code == 200
    assert counted.client("second").get(address).status_code == 404


def test_the_table_to_fill_in_is_read_by_the_import(world: World) -> None:
    answer = world.client("training").get("/facilities/import/template.csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    parsed = parse(answer.content, today=clock.today())
    assert parsed.is_table
    assert [row.key for row in parsed.rows] == ["kilima-mto"]


def test_every_column_is_explained(world: World) -> None:
    page = shown(world.client("training"), "/facilities/import/columns/")
    assert all(f"<code>{column.name}</code>" in page for column in COLUMNS)


def test_the_list_costs_the_same_however_many_there_are(counted: World) -> None:
    client = counted.client("training")

    def cost(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    few = cost("/facilities/"), cost("/facilities/mto/")
    bring(counted, *(f"new-{n},New {n},coast,men,2026-09-01,1,1,1,1,1" for n in range(40)))
    bring(counted, *(f"mto,,,,2026-08-{day:02},600,{day},1,1,1" for day in range(1, 20)))
    assert (cost("/facilities/"), cost("/facilities/mto/")) == few
    assert few[0] <= 16
    assert few[1] <= 16


@pytest.mark.parametrize("slug", [order.slug for order in queries.ORDERS])
def test_every_order_has_an_index_that_gives_it(counted: World, slug: str) -> None:
    bring(counted, *(f"new-{n},New {n},coast,men,2026-09-01,1,1,,," for n in range(400)))
    rows = Facility.objects.select_related("organisation__parent")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")
            cursor.execute("SET LOCAL enable_sort = off")
    with CaptureQueriesContext(connection) as asked:
        paginate(rows, orders=queries.ORDERS, order=slug, size=10)
    select = next(query["sql"] for query in asked if " ORDER BY " in query["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{select}")
        plan = "\n".join(str(row) for row in cursor.fetchall())
    assert "TEMP B-TREE" not in plan
    assert "Sort " not in plan
