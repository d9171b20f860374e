"""What is looked for at work after training, and what may be told of it.

The things to look for are those of the course's observation checklists; where it has none, one general question. A
share is told from five people on, since fewer say little and could be recognised.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.common.learning.rules.course import Activity, Course
from pulang.common.learning.rules.vocabulary import Kind

FEWEST = 5
OF_HOW_MANY = 10
GENERAL = "work"


class Mark(StrEnum):
    """What was seen of one thing."""

    YES = "yes"
    NO = "no"
    NO_OCCASION = "no-occasion"


MARK_WORDS: Mapping[Mark, Promise] = {
    Mark.YES: _("Does it"),
    Mark.NO: _("Does not do it"),
    Mark.NO_OCCASION: _("There was no occasion"),
}


@dataclass(frozen=True)
class Item:
    """One thing to look for: where it stands in the course (``activity`` is None for the general question)."""

    slug: str
    key: str
    activity: Activity | None


@dataclass(frozen=True)
class Share:
    """Of ``of`` people who had the occasion so many in per cent did it; None where too few had."""

    of: int
    percent: int | None


def items_of(course: Course) -> tuple[Item, ...]:
    """What to look for, in the order of teaching."""
    found = [
        Item(f"{module.key}.{session.key}.{activity.key}.{item['key']}", item["key"], activity)
        for module in course.modules
        for session in module.sessions
        for activity in session.activities
        if activity.kind == Kind.CHECKLIST
        for item in activity.content["items"]
    ]
    return tuple(found) or (Item(GENERAL, GENERAL, None),)


def share(slug: str, seen: Iterable[Mapping[str, str]]) -> Share:
    """How many of those who had the occasion were seen to do it."""
    marks = [marks.get(slug) for marks in seen]
    did, of = marks.count(Mark.YES), marks.count(Mark.YES) + marks.count(Mark.NO)
    return Share(of, round(100 * did / of) if of >= FEWEST else None)


def suggested(people: int) -> int:
    """How many of so many people are drawn unless somebody says otherwise: a tenth, and at least five."""
    return min(people, max(FEWEST, ceil(people / OF_HOW_MANY)))


def is_whole(items: Sequence[Item], marks: Mapping[str, str]) -> bool:
    """Whether each thing has a mark, and nothing else has."""
    return {item.slug for item in items} == set(marks) and set(marks.values()) <= set(Mark)
