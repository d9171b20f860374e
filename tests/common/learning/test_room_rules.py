"""The rules of a room, for any class, any votes and any scenario."""

from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulang.common.learning.rules import rooms, scenarios
from pulang.common.learning.rules.cards import deck_of
from pulang.common.learning.rules.rooms import Given

CHOICES = ("a", "b", "c")
VOTES = st.lists(st.tuples(st.integers(1, 12), st.sampled_from([*CHOICES, "gone"])), max_size=60)


@given(votes=VOTES)
def test_every_seat_counts_once_by_the_last_that_was_kept_of_it(votes: list[tuple[int, str]]) -> None:
    found = rooms.total([Given(number, {choice: 1}) for number, choice in votes], CHOICES)
    last = dict(votes)
    wanted = Counter(choice for choice in last.values() if choice in CHOICES)
    assert found == {choice: wanted[choice] for choice in CHOICES}
    assert list(found) == list(CHOICES), "in the order in which they are shown"


@given(counts=st.dictionaries(st.sampled_from(CHOICES), st.integers(0, 40)))
def test_a_majority_has_more_than_any_other_and_there_is_none_among_equals(counts: dict[str, int]) -> None:
    most = rooms.majority(counts)
    others = [number for choice, number in counts.items() if choice != most]
    if most:
        assert counts[most] > max(others, default=0)
    else:
        best = max(counts.values(), default=0)
        assert best == 0 or list(counts.values()).count(best) > 1


@st.composite
def stories(draw: st.DrawFn) -> dict[str, Any]:
    """A scenario whose choices lead on, some only when a counter stands high enough."""
    size = draw(st.integers(2, 7))
    scenes: list[dict[str, Any]] = []
    for place in range(size - 1):
        choices = [
            {
                "key": f"c{number}",
                "leads": f"s{draw(st.integers(place + 1, size - 1))}",
                "changes": {"trust": draw(st.integers(-2, 2))},
                **({"reason": "asked"} if draw(st.booleans()) else {}),
                **({"only-if": {"trust": {"at-least": draw(st.integers(-2, 2))}}} if number else {}),
            }
            for number in range(draw(st.integers(1, 3)))
        ]
        scenes.append({"key": f"s{place}", "choices": choices})
    scenes.append({"key": f"s{size - 1}", "ends": True})
    return {"start": "s0", "state": {"trust": draw(st.integers(-2, 2))}, "scenes": scenes}


@given(story=stories(), data=st.data())
def test_a_class_walks_only_where_the_graph_of_the_scenario_leads(story: dict[str, Any], data: st.DataObject) -> None:
    graph = {scene["key"]: scene for scene in story["scenes"]}
    here, trust = rooms.first_scene(story), story["state"]["trust"]
    assert here.place.scene == story["start"]
    while not here.ends:
        written = [
            choice
            for choice in graph[here.place.scene]["choices"]
            if trust >= choice.get("only-if", {}).get("trust", {}).get("at-least", -99)
        ]
        assert [each["key"] for each in here.offered] == [choice["key"] for choice in written]
        assert [each["asks"] for each in here.offered] == ["reason" in choice for choice in written]
        chosen = data.draw(st.sampled_from(written))
        following = rooms.next_scene(story, here.place.scene, here.counters, chosen["key"])
        assert following is not None
        trust = max(-20, min(20, trust + chosen["changes"]["trust"]))
        assert (following.place.scene, following.counters) == (chosen["leads"], {"trust": trust})
        assert rooms.next_scene(story, here.place.scene, here.counters, "no-such-choice") is None
        here = following
    assert graph[here.place.scene].get("ends")


def shipped() -> list[Path]:
    folder = Path(str(files("pulang.common.learning") / "data" / "foundation"))
    return sorted(path for path in folder.rglob("*.yaml") if path.read_text("utf-8").startswith("kind: scenario"))


@given(story=stories(), data=st.data())
def test_numbered_cards_lead_where_the_scenario_leads(story: dict[str, Any], data: st.DataObject) -> None:
    deck, here = deck_of(story), rooms.first_scene(story)
    assert [card.number for card in deck.cards] == list(range(1, len(deck.cards) + 1))
    assert len({(card.scene, card.choice) for card in deck.cards}) == len(deck.cards)
    card, marks = deck.card(1), dict(deck.counters)
    while not here.ends:
        assert (card.scene, card.choice) == (here.place.scene, "")
        is_open = [
            way
            for way in card.ways
            if all((least is None or marks[counter] >= least) and most is None for counter, least, most in way.bounds)
        ]
        assert [way.choice for way in is_open] == [each["key"] for each in here.offered]
        assert [way.asks for way in is_open] == [each["asks"] for each in here.offered]
        way = data.draw(st.sampled_from(is_open))
        following = rooms.next_scene(story, here.place.scene, here.counters, way.choice)
        assert following is not None
        between = deck.card(way.to)
        assert (between.scene, between.choice) == (here.place.scene, way.choice)
        for counter, change in between.changes:
            marks[counter] = max(-20, min(20, marks[counter] + change))
        card, here = deck.card(between.to), following
    assert card.ends


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_a_class_can_come_to_every_end_of_the_shipped_scenarios(path: Path) -> None:
    import yaml

    story = yaml.safe_load(path.read_text("utf-8"))
    begin = rooms.first_scene(story)
    seen, waiting = {begin.place}, [begin]
    while waiting:
        here = waiting.pop()
        for each in here.offered:
            following = rooms.next_scene(story, here.place.scene, here.counters, each["key"])
            assert following is not None
            if following.place not in seen:
                seen.add(following.place)
                waiting.append(following)
    ends = {place.scene for place in seen if rooms.scene_at(story, place).ends}
    assert ends == scenarios.walk(story).ends
    assert {place.scene for place in seen} == {scene["key"] for scene in story["scenes"]}


@given(record=st.recursive(st.text(max_size=5) | st.integers(0, 9), lambda part: st.lists(part, max_size=4)))
def test_a_seal_is_of_one_record_alone(record: Any) -> None:
    assert rooms.seal(record) == rooms.seal(record)
    assert rooms.seal([record, ""]) != rooms.seal([record])


@pytest.mark.parametrize("typed", ["cdf hjk", "CDF-HJK", " CDFHJK ", "c d f h j k"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert rooms.cleaned_code(typed) == "CDFHJK"


@pytest.mark.parametrize("typed", ["", "CDFHJ", "CDFHJKM", "CDFHJ1", "ADFHJK", "جدفهجك"])
def test_what_can_be_no_code_is_none(typed: str) -> None:
    assert rooms.cleaned_code(typed) == ""
    assert rooms.cleaned_code(rooms.grouped(code := rooms.fresh_code())) == code
