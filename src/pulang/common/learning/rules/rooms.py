"""A class that answers together: the code of its room, who chose what, where most would go, the sealed record."""

import hashlib
import json
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pulang.common.learning.rules.scenarios import Place, after, first_place, open_choices
from pulang.common.learning.rules.vocabulary import Asked

Content = Mapping[str, Any]
Counts = Mapping[str, int]
# No vowels, so that no code is a word; none that is taken for another when it is read from a wall or heard.
LETTERS = "CDFHJKMNPQRTVWXY"
CODE_LENGTH = 6
LARGEST_ROOM, MOST_TABLES, LARGEST_TABLE = 60, 30, 500
FEWEST_OPTIONS, MOST_OPTIONS = 2, 6
LONGEST_NICKNAME, LONGEST_REASON, LONGEST_QUESTION, LONGEST_OPTION = 40, 300, 300, 120
OPTION_KEYS = ("a", "b", "c", "d", "e", "f")
VOTED = frozenset({Asked.SINGLE.value, Asked.MULTIPLE.value})


@dataclass(frozen=True)
class Given:
    """What one table or one person answered."""

    number: int
    counts: Counts
    reason: str = ""


def fresh_code() -> str:
    """Six letters that nobody can guess."""
    return "".join(secrets.choice(LETTERS) for _place in range(CODE_LENGTH))


def cleaned_code(typed: str) -> str:
    """The code as somebody typed it, with blanks, hyphens and small letters; empty where it can be no code."""
    found = "".join(letter for letter in typed.upper() if letter.isalnum())
    return found if len(found) == CODE_LENGTH and set(found) <= set(LETTERS) else ""


def grouped(code: str) -> str:
    """The code as it is read aloud."""
    return f"{code[:3]} {code[3:]}"


def total(given: Iterable[Given], choices: Sequence[str]) -> dict[str, int]:
    """How many chose what; every table or person counts once, by the last that was kept of them."""
    last = {each.number: each for each in given}
    found = Counter(dict.fromkeys(choices, 0))
    for each in last.values():
        found.update({choice: number for choice, number in each.counts.items() if choice in found})
    return {choice: found[choice] for choice in choices}


def majority(counts: Counts) -> str:
    """What most chose; nothing where nobody chose, or where two lead."""
    most = max(counts.values(), default=0)
    leading = [choice for choice, number in counts.items() if number == most]
    return leading[0] if most and len(leading) == 1 else ""


def poll_choices(question: Content) -> list[dict[str, Any]]:
    """What can be chosen of a question of a quiz."""
    return [{"key": str(option["key"]), "asks": False} for option in question.get("options", ())]


def own_choices(options: Sequence[str]) -> list[dict[str, Any]]:
    """What can be chosen of a question that the trainer wrote."""
    return [{"key": key, "asks": False, "text": text} for key, text in zip(OPTION_KEYS, options, strict=False)]


@dataclass(frozen=True)
class Scene:
    """A scene as a class is put before it: where it stands, what is open there, and whether it ends here."""

    place: Place
    choices: tuple[Content, ...]

    @property
    def ends(self) -> bool:
        return not self.choices

    @property
    def counters(self) -> dict[str, int]:
        return dict(self.place.counters)

    @property
    def offered(self) -> list[dict[str, Any]]:
        """The choices as a round keeps them."""
        return [{"key": str(each["key"]), "asks": each.get("reason") == "asked"} for each in self.choices]


def first_scene(scenario: Content) -> Scene:
    """Where everybody begins."""
    return scene_at(scenario, first_place(scenario))


def scene_at(scenario: Content, place: Place) -> Scene:
    """The scene of a place."""
    found = next(scene for scene in scenario["scenes"] if scene["key"] == place.scene)
    return Scene(place, tuple(open_choices(found, place.counters)))


def next_scene(scenario: Content, scene: str, counters: Counts, chosen: str) -> Scene | None:
    """Where a choice leads; ``None`` where it is not open there."""
    here = scene_at(scenario, Place(scene, tuple(sorted(counters.items()))))
    choice = next((each for each in here.choices if each["key"] == chosen), None)
    return None if choice is None else scene_at(scenario, after(choice, here.place.counters))


def seal(record: Any) -> str:
    """The mark of a record: it changes with every figure and every word in it."""
    plain = json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()
