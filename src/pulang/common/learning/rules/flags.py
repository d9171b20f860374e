"""Sentences at which a human-rights reader must look: religion, ethnicity, dress or opinion beside a sign (RQ-13).

Software cannot tell teaching from profiling, and does not try: it finds what a person must judge. A sentence that
denies (“prayer is no sign of anything”) is what the course is to teach, and is left alone.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pulang.common.learning.rules import sensitive
from pulang.common.learning.rules.course import Course, Wording
from pulang.common.learning.rules.packs.shapes import SHAPES, texts
from pulang.kernel.folding import tokens

_SENTENCE = re.compile(r"[.!?؟;؛]+|\n\s*\n")
_ARABIC_PREFIX = re.compile("^(?:[وفبك]?ال|لل|[وفبل](?=.{3}))")
_LONGEST_SHOWN = 400


@dataclass(frozen=True, order=True)
class Flag:
    """One sentence to be looked at: in which file it stands, in which text, in which language."""

    path: str
    name: str
    language: str
    sentence: str


def flags_of(course: Course) -> tuple[Flag, ...]:
    """Every sentence of a course that a human-rights reader must look at, in the order of files."""
    return tuple(sorted(set(_flags(course))))


def is_flagged(sentence: str, language: str) -> bool:
    """Whether a sentence names something protected beside a sign, without denying it."""
    said = tokens(sentence)
    denials = _folded(sensitive.DENIALS[language])
    return _names_both(said, language) and not any(word in denials for word in said)


def _names_both(said: Sequence[str], language: str) -> bool:
    """Whether these folded words name something protected, and a sign."""
    said = [_ARABIC_PREFIX.sub("", word) for word in said] + [*said] if language == "ar" else said
    return _has(said, sensitive.PROTECTED[language]) and _has(said, sensitive.SIGNS[language])


def _flags(course: Course) -> Iterator[Flag]:
    yield from _of_wordings("", course.wordings)
    for module in course.modules:
        yield from _of_wordings(f"modules/{module.key}/", module.wordings)
        for session in module.sessions:
            folder = f"modules/{module.key}/{session.key}/"
            yield from _of_wordings(folder, session.wordings)
            for activity in session.activities:
                path = f"{folder}{activity.key}"
                source = texts(activity.content, SHAPES[activity.kind])
                yield from _of_texts(f"{path}.yaml", course.source, source)
                for wording in activity.wordings:
                    yield from _of_texts(f"{path}.{wording.language}.yaml", wording.language, wording.texts.items())


def _of_wordings(folder: str, wordings: Iterable[Wording]) -> Iterator[Flag]:
    for wording in wordings:
        texts_of = ((name, f"{section.heading}\n{section.body}") for name, section in wording.sections.items())
        yield from _of_texts(f"{folder}{wording.language}.md", wording.language, texts_of)


def _of_texts(path: str, language: str, found: Iterable[tuple[str, str]]) -> Iterator[Flag]:
    for name, text in found:
        if not _names_both(tokens(text), language):
            continue
        for sentence in _SENTENCE.split(text):
            if is_flagged(sentence, language):
                yield Flag(path, name, language, " ".join(sentence.split())[:_LONGEST_SHOWN])


def _has(words: Iterable[str], beginnings: str) -> bool:
    known = _beginnings(beginnings)
    return any(word.startswith(known) for word in words)


@lru_cache(maxsize=16)
def _beginnings(text: str) -> tuple[str, ...]:
    return tuple(token for word in text.split() for token in tokens(word))


@lru_cache(maxsize=8)
def _folded(words: str) -> frozenset[str]:
    return frozenset(token for word in words.split() for token in tokens(word))
