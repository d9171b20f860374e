"""A scenario as numbered cards: each scene and each choice is a card that says to which card to go."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Content = Mapping[str, Any]
SCENE = ""


@dataclass(frozen=True)
class Way:
    """A choice on the card of a scene: ``to`` is the card of the choice. ``bounds`` say when it is open."""

    choice: str
    to: int
    asks: bool
    bounds: tuple[tuple[int, int | None, int | None], ...] = ()


@dataclass(frozen=True)
class Card:
    """A card. That of a scene has ``ways`` or ends; that of a choice changes counters and says where to go (``to``)."""

    number: int
    scene: str
    choice: str = SCENE
    ways: tuple[Way, ...] = ()
    changes: tuple[tuple[int, int], ...] = ()
    to: int = 0

    @property
    def ends(self) -> bool:
        return not self.choice and not self.ways


@dataclass(frozen=True)
class Deck:
    """The cards by number, the first of them where everybody begins; and what each counter begins with."""

    cards: tuple[Card, ...]
    counters: tuple[tuple[int, int], ...]

    def card(self, number: int) -> Card:
        """The card with this number."""
        return self.cards[number - 1]


def deck_of(scenario: Content) -> Deck:
    """Number the cards so that a number tells nothing of what comes; counters become numbers, too."""
    numbers = {key: number for number, key in enumerate(_keys(scenario), start=1)}
    counters = {name: place for place, name in enumerate(sorted(scenario.get("state", {})), start=1)}
    cards = [card for scene in scenario["scenes"] for card in _cards(scene, numbers, counters)]
    begin = tuple((counters[name], value) for name, value in sorted(scenario.get("state", {}).items()))
    return Deck(tuple(sorted(cards, key=lambda card: card.number)), begin)


def _keys(scenario: Content) -> list[tuple[str, str]]:
    """Scene and choice of every card: the first scene, then all others mixed, the same wherever they are printed."""
    every = [
        (scene["key"], choice)
        for scene in scenario["scenes"]
        for choice in (SCENE, *(each["key"] for each in scene.get("choices", ())))
    ]
    first = (str(scenario["start"]), SCENE)
    return [first, *sorted((key for key in every if key != first), key=_mixed)]


def _mixed(key: tuple[str, str]) -> bytes:
    return hashlib.sha256("/".join(key).encode()).digest()


def _cards(scene: Content, numbers: Mapping[tuple[str, str], int], counters: Mapping[str, int]) -> Iterator[Card]:
    here, choices = scene["key"], scene.get("choices", ())
    ways = tuple(
        Way(
            each["key"],
            numbers[here, each["key"]],
            each.get("reason") == "asked",
            tuple(
                (counters[name], bounds.get("at-least"), bounds.get("at-most"))
                for name, bounds in sorted(each.get("only-if", {}).items())
            ),
        )
        for each in choices
    )
    yield Card(numbers[here, SCENE], here, ways=ways)
    for each in choices:
        changes = tuple((counters[name], change) for name, change in sorted(each.get("changes", {}).items()) if change)
        yield Card(numbers[here, each["key"]], here, each["key"], changes=changes, to=numbers[each["leads"], SCENE])
