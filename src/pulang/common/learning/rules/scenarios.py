"""Walking through a branching scenario: where each choice leads, what the counters say, which choices are open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Content = Mapping[str, Any]
Counters = tuple[tuple[str, int], ...]
# A counter stays within this many steps of zero, so that a scenario has a known number of places.
FURTHEST = 20
MOST_PLACES = 20_000


@dataclass(frozen=True)
class Place:
    """Where a group is: the scene, and what the counters say."""

    scene: str
    counters: Counters


@dataclass(frozen=True)
class Walked:
    """What was found by walking every way: scenes that no way leads to, and places where no choice is open.

    ``endless`` says that there were more places than anybody walks.
    """

    unreached: tuple[str, ...] = ()
    stuck: tuple[Place, ...] = ()
    endless: bool = False
    ends: frozenset[str] = field(default_factory=frozenset)


def first_place(scenario: Content) -> Place:
    """Where everybody begins."""
    return Place(str(scenario["start"]), tuple(sorted(scenario.get("state", {}).items())))


def open_choices(scene: Content, counters: Counters) -> list[Content]:
    """The choices that can be made with these counters."""
    values = dict(counters)
    return [choice for choice in scene.get("choices", ()) if _is_open(choice, values)]


def after(choice: Content, counters: Counters) -> Place:
    """Where a choice leads."""
    values = dict(counters)
    for counter, change in choice.get("changes", {}).items():
        values[counter] = max(-FURTHEST, min(FURTHEST, values.get(counter, 0) + change))
    return Place(str(choice["leads"]), tuple(sorted(values.items())))


def walk(scenario: Content) -> Walked:
    """Go every way there is. Every ``leads`` and ``start`` must be a scene of the scenario."""
    scenes = {scene["key"]: scene for scene in scenario["scenes"]}
    begin = first_place(scenario)
    seen, waiting, stuck = {begin}, [begin], []
    while waiting and len(seen) <= MOST_PLACES:
        place = waiting.pop()
        scene = scenes[place.scene]
        choices = open_choices(scene, place.counters)
        if not choices and not scene.get("ends"):
            stuck.append(place)
        following = {after(choice, place.counters) for choice in choices} - seen
        seen |= following
        waiting += sorted(following, key=lambda found: (found.scene, found.counters))
    reached = {place.scene for place in seen}
    unreached = tuple(key for key in scenes if key not in reached)
    ends = frozenset(key for key in reached if scenes[key].get("ends"))
    return Walked(unreached if not waiting else (), tuple(stuck), bool(waiting), ends)


def _is_open(choice: Content, counters: Mapping[str, int]) -> bool:
    return all(
        bounds.get("at-least", -FURTHEST) <= counters.get(counter, 0) <= bounds.get("at-most", FURTHEST)
        for counter, bounds in choice.get("only-if", {}).items()
    )
