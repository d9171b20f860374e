"""The results file of a folder: what it says, under a mark made with the key of one person (HMAC-SHA-256).

A file is JSON: ``{"pulang": "self-study-results/1", "text": …, "mark": …}``. ``text`` is JSON again, kept as the text
that was marked: ``{"folder", "key", "number", "rows": [{"what", "module", "session", "activity", "item", "answer",
"reason", "on"}]}``.
"""

import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from pulang.common.learning.rules.answering.scoring import LONGEST_ANSWER
from pulang.common.learning.rules.studying import LONGEST_REASON

KIND = "self-study-results/1"
MOST_ROWS = 5_000
MOST_PARTS = 100
NAME = re.compile(r"[a-z0-9-]{0,60}")


class What(StrEnum):
    """What a row tells: an answer in practice, a step in a scenario, a whole test, a session that is finished."""

    QUESTION = "question"
    STEP = "step"
    TEST = "test"
    DONE = "done"


@dataclass(frozen=True)
class Row:
    """One thing that somebody did. A test has its answers in ``answers``, by question."""

    number: int
    what: What
    module: str
    session: str
    activity: str
    item: str
    answer: tuple[str, ...]
    answers: Mapping[str, tuple[str, ...]]
    reason: str
    on: date

    @property
    def address(self) -> str:
        return f"{self.module}/{self.session}"


@dataclass(frozen=True)
class Results:
    """A results file whose mark is not checked yet. Rows that cannot be read are ``None``."""

    folder: UUID
    key: int
    number: str
    rows: tuple[Row | None, ...]
    text: str
    mark: str

    def is_marked_with(self, secret: str) -> bool:
        """Whether the text was marked with this key."""
        return hmac.compare_digest(mark_of(secret, self.text), self.mark)


def mark_of(secret: str, text: str) -> str:
    """HMAC-SHA-256 of a text, in hexadecimal digits."""
    return hmac.new(secret.encode(), text.encode("utf-8", "surrogatepass"), "sha256").hexdigest()


def read(data: bytes) -> Results | None:
    """A results file; ``None`` where it is none."""
    try:
        outer = json.loads(data.decode("utf-8-sig"))
        inner = json.loads(outer["text"])
        rows = inner["rows"]
        if outer["pulang"] != KIND or not isinstance(rows, list) or len(rows) > MOST_ROWS:
            return None
        return Results(
            folder=UUID(str(inner["folder"])),
            key=int(inner["key"]),
            number=str(inner["number"])[:40].strip(),
            rows=tuple(_row(number, row) for number, row in enumerate(rows, start=1)),
            text=outer["text"],
            mark=str(outer["mark"]).encode("ascii", "replace").decode(),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        return None


def _row(number: int, row: Any) -> Row | None:
    try:
        what, given = What(row["what"]), row["answer"]
        found = Row(
            number=number,
            what=what,
            module=_name(row["module"]),
            session=_name(row["session"]),
            activity=_name(row["activity"]),
            item=_name(row["item"]),
            answer=() if what is What.TEST else _answer(given),
            answers={_name(key): _answer(answer) for key, answer in given.items()} if what is What.TEST else {},
            reason=_text(row["reason"], LONGEST_REASON),
            on=date.fromisoformat(row["on"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return found if len(found.answers) <= MOST_PARTS else None


def _name(value: Any) -> str:
    if not isinstance(value, str) or not NAME.fullmatch(value):
        raise ValueError("no name")
    return value


def _answer(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > MOST_PARTS:
        raise ValueError("no answer")
    return tuple(_text(each, LONGEST_ANSWER) for each in value)


def _text(value: Any, most: int) -> str:
    """Text that a database of either kind can keep."""
    if not isinstance(value, str) or len(value) > most or "\0" in value:
        raise ValueError("no text")
    value.encode()
    return value
