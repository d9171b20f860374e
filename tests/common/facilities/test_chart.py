"""The chart of staff strength on a facility's page: the figures of its table, for those who see the facility."""

import re

from tests.worlds import World

from pulang.common.facilities.actions import import_facilities
from pulang.common.facilities.models import Grade

HEAD = "key,name,under,for whom,date,capacity,population,officer women,officer men,recruit women,recruit men"
LATER_PAGE = 10_000


def bring(world: World, *rows: str) -> None:
    text = "\n".join([HEAD, *rows])
    assert import_facilities(by=world.viewer("training"), text=text, write=True, good_rows_only=False).written


def figure(world: World, who: str, place: str = "mto") -> str:
    """The chart with its table; empty where there is none."""
    page = world.client(who).get(f"/facilities/{place}/").content.decode()
    found = re.search(r'<figure class="chart">.*?</figure>', page, re.DOTALL)
    return found.group() if found else ""


def test_it_shows_women_and_men_of_each_grade(world: World) -> None:
    bring(world, "mto,,,men,2026-09-01,600,718,41,139,0,7")
    html = figure(world, "governor")
    drawing = re.findall(r"<text[^>]*>\u2068([^<]*)\u2069</text>", html)
    assert drawing == ["Women", "Men", "Officers", "41", "139", "Recruits", "0", "7"]
    assert re.findall(r'<td class="num">(\d+)</td>', html) == ["41", "139", "0", "7"]
    assert re.findall(r'<th scope="row"><bdi>(\w+)</bdi></th>', html) == ["Officers", "Recruits"]


def test_there_is_none_where_staff_was_not_counted_or_nobody_is(world: World) -> None:
    bring(world, "mto,,,men,2026-09-01,600,718,,,,", "ziwa,,,women,2026-09-01,450,498,0,0,,")
    assert figure(world, "training", "mto") == ""
    assert figure(world, "training", "ziwa") == ""


def test_whoever_does_not_see_the_facility_gets_no_figure(world: World) -> None:
    bring(world, "mto,,,men,2026-09-01,600,718,41,139,0,7")
    for who in ("stranger", "admin", "other-officer"):
        answer = world.client(who).get("/facilities/mto/")
        assert answer.status_code == 404
        assert b"<figure" not in answer.content


def test_a_grade_with_a_letter_that_cannot_be_drawn_does_not_end_the_server(world: World) -> None:
    bring(world, "mto,,,men,2026-09-01,600,718,41,139,0,7")
    Grade.objects.filter(key="recruit").update(key="wing", name="Wing\x01\uffff leader")
    assert "\u2068Wing leader\u2069" in figure(world, "governor")


def test_a_page_with_its_chart_stays_within_the_budget(world: World) -> None:
    bring(world, "mto,,,men,2026-09-01,600,718,41,139,0,7")
    client = world.client("governor")
    client.cookies["pulang_service_language"] = "ar"
    answer = client.get("/facilities/mto/", headers={"Accept-Encoding": "gzip"})
    assert "gzip" in answer["Content-Encoding"]
    assert len(answer.content) < LATER_PAGE
