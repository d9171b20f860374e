"""The chart of requests by state: what the list tells this viewer, and no more."""

import re
from collections import Counter

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.worlds import World

from pulang.forum.engagements import actions
from pulang.forum.engagements.actions import RequestText
from pulang.forum.engagements.models import EngagementRequest
from pulang.forum.engagements.views import reading
from pulang.web.demo.building import provisions

TEXT = RequestText(title="Few visits", problem="One in five.", help_wanted="A day.", tried="", language="en")
LIST = "/cve-p/"


def drafted(world: World) -> EngagementRequest:
    chosen = provisions("rome-memorandum/family")
    return actions.draft(by=world.viewer("corrections"), host=world.places["mto"], text=TEXT, provisions=chosen)


def endorsed(world: World) -> EngagementRequest:
    row = drafted(world)
    actions.submit(by=world.viewer("corrections"), request=row)
    actions.endorse(by=world.viewer("policy"), request=row)
    return row


def page(client: Client) -> str:
    return client.get(LIST).content.decode()


def charted(html: str) -> dict[str, int]:
    """The figures of the chart's table, by state."""
    figure = re.search(r'<figure class="chart">.*?</figure>', html, re.DOTALL)
    found = (
        re.findall(r'<th scope="row"><bdi>([^<]+)</bdi></th><td class="num">(\d+)</td>', figure[0]) if figure else []
    )
    return {state: int(count) for state, count in found}


def test_the_chart_tells_the_states_that_the_list_tells(world: World) -> None:
    drafted(world), drafted(world), endorsed(world)
    html = page(world.client("policy"))
    listed = Counter(re.findall(r'<td data-label="State"><span class="tag tag-\w+">([^<]+)<', html))
    assert charted(html) == {"draft": 2, "with the secretariat": 1}
    assert charted(html) == dict(listed)


def test_another_country_is_told_no_state(world: World) -> None:
    endorsed(world), endorsed(world)
    html = page(world.client("outsider"))
    assert "A request of Kilima" in html
    assert "<figure" not in html
    assert "with the secretariat" not in re.sub(r"<select.*?</select>", "", html, flags=re.DOTALL)


def test_drafts_are_counted_for_nobody_else(world: World) -> None:
    drafted(world), drafted(world), drafted(world)
    for who in ("outsider", "desk", "chair-nordhav"):
        assert "<figure" not in page(world.client(who))


def test_a_stranger_is_told_nothing(world: World) -> None:
    endorsed(world), endorsed(world)
    answer = world.client("stranger").get(LIST)
    assert answer.status_code == 404
    assert b"<figure" not in answer.content


def test_one_request_needs_no_chart(world: World) -> None:
    endorsed(world)
    assert "<figure" not in page(world.client("policy"))


def test_many_are_counted_only_for_whoever_asks(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_COUNTED", 1)
    endorsed(world), endorsed(world)
    client = world.client("policy")
    html = page(client)
    assert "<figure" not in html
    assert "Count them by state" in html
    assert charted(client.get(f"{LIST}?count=1").content.decode()) == {"with the secretariat": 2}


def test_the_chart_costs_the_same_however_many_there_are(world: World) -> None:
    client = world.client("desk")

    def cost() -> int:
        page(client)
        with CaptureQueriesContext(connection) as asked:
            assert charted(page(client))
        return len(asked)

    endorsed(world), endorsed(world)
    few = cost()
    for _n in range(8):
        endorsed(world)
    assert cost() == few
