"""A question as it is put to people: what there is to choose from, in which order, under which letter.

Order and letters come from the keys of the question alone, so that a screen, a printed sheet, a lettered card and a
folder on a USB stick ask alike, in every language.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from string import ascii_uppercase
from typing import Any

from pulang.common.learning.rules.vocabulary import Asked

Content = Mapping[str, Any]
Chosen = tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """One thing to choose, under its letter."""

    letter: str
    key: str


@dataclass(frozen=True)
class Question:
    """A question with its choices as they are shown. ``lefts`` are the pairs to which something is matched."""

    key: str
    kind: Asked
    choices: tuple[Choice, ...]
    lefts: tuple[str, ...]
    content: Content

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(choice.key for choice in self.choices)

    def of_letter(self, letter: str) -> str:
        """The key under a letter, or nothing."""
        return next((choice.key for choice in self.choices if choice.letter == letter.upper()), "")

    def letter_of(self, key: str) -> str:
        """The letter of a key, or nothing."""
        return next((choice.letter for choice in self.choices if choice.key == key), "")


def questions_of(quiz: Content) -> tuple[Question, ...]:
    """The questions of a quiz, in their order."""
    return tuple(map(_question, quiz.get("questions", ())))


def _question(content: Content) -> Question:
    kind, key = Asked(content["kind"]), str(content["key"])
    things: Sequence[Content] = content.get("pairs" if kind is Asked.MATCH else "options", ())
    keys = [str(thing["key"]) for thing in things]
    shown = _mixed(key, keys) if kind in (Asked.MATCH, Asked.ORDER) else keys
    choices = tuple(Choice(letter, name) for letter, name in zip(letters(), shown, strict=False))
    return Question(key, kind, choices, tuple(keys) if kind is Asked.MATCH else (), content)


def letters() -> Iterator[str]:
    """A, B, C … Z, AA, AB …"""
    yield from ascii_uppercase
    yield from map("".join, product(ascii_uppercase, repeat=2))


def _mixed(question: str, keys: Sequence[str]) -> list[str]:
    """Another order than the right one, the same wherever it is asked."""
    found = sorted(keys, key=lambda key: hashlib.sha256(f"{question}/{key}".encode()).digest())
    return found if found != list(keys) else [*found[1:], found[0]]
