"""Answers as a clerk types them from a sheet: one group of letters a question.

``B`` one choice, ``AC`` several, ``CAB`` an order, ``BCA`` or ``1B2C3A`` what was put beside the first, second and
third left side, a word as it was written, ``-`` or nothing where the question was left out.
"""

import re
from collections.abc import Sequence
from string import ascii_uppercase

from pulang.common.learning.rules.answering.asking import Question
from pulang.common.learning.rules.answering.scoring import NOTHING, Answer, cleaned
from pulang.common.learning.rules.vocabulary import Asked

LEFT_OUT = frozenset({"", "-", "–", "—"})
_PAIR = re.compile(r"(\d{1,2})\s*([A-Za-z]{1,2})")
_BETWEEN = re.compile(r"[\s,;/+.]+")
_GROUP = re.compile(r'"([^"]*)"|(\S+)')


def groups(line: str) -> list[str]:
    """The answers of one person as they stand in a line; what has blanks stands between double quotation marks."""
    return [quoted or plain for quoted, plain in _GROUP.findall(line)]


def typed(question: Question, text: str) -> Answer | None:
    """The answer that was typed; ``None`` where the question has no such answer."""
    text = text.strip()
    if text in LEFT_OUT:
        return NOTHING
    if question.kind is Asked.SHORT_TEXT:
        return cleaned(question, [text])
    if question.kind is Asked.MATCH and any(character.isdigit() for character in text):
        return _pairs(question, text)
    keys = [question.of_letter(letter) for letter in _letters(question, text)]
    return cleaned(question, keys) if all(keys) else None


def written(question: Question, answer: Answer) -> str:
    """The answer in letters, as :func:`typed` reads it."""
    if question.kind is Asked.SHORT_TEXT or not any(answer):
        return answer[0] if answer else ""
    if question.kind is Asked.MATCH:
        return "".join(f"{number}{question.letter_of(key)}" for number, key in enumerate(answer, start=1) if key)
    return (" " if _needs_blanks(question) else "").join(question.letter_of(key) for key in answer)


def _letters(question: Question, text: str) -> Sequence[str]:
    """Letters stand side by side, or with blanks between them where a choice can have two."""
    groups = _BETWEEN.split(text)
    return groups if _needs_blanks(question) else [letter for group in groups for letter in group]


def _needs_blanks(question: Question) -> bool:
    return len(question.choices) > len(ascii_uppercase)


def _pairs(question: Question, text: str) -> Answer | None:
    found = {int(number): question.of_letter(letter) for number, letter in _PAIR.findall(text)}
    if not found or _BETWEEN.sub("", _PAIR.sub("", text)) or not all(found.values()):
        return None
    if max(found) > len(question.lefts) or min(found) < 1:
        return None
    return cleaned(question, [found.get(number, "") for number in range(1, len(question.lefts) + 1)])
