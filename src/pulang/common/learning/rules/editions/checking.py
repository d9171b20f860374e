"""Whether a text that somebody wrote can stand where it is to stand, so that its edition reads like any pack."""

import re

from pulang.common.learning.rules.course import TITLE, Section
from pulang.common.learning.rules.editions.faults import Fault
from pulang.common.learning.rules.packs.reading import SESSION_MAY, SESSION_NEEDS
from pulang.common.learning.rules.packs.shapes import LONGEST_TEXT
from pulang.common.learning.rules.packs.texts import LISTS, LONGEST_HEADING
from pulang.foundation.texts import markdown

# What a line of a heading begins with, or what stands below one; only texts with such a line are read as a whole.
_LIKE_A_HEADING = re.compile(r"^ {0,3}(#|=+\s*$|-+\s*$)", re.MULTILINE)
_SESSION = frozenset({*SESSION_NEEDS, *SESSION_MAY})


def parting_level(depth: int, name: str) -> int:
    """The level of the headings that part a file at this text: of a block's notes the third, else the second."""
    return 3 if depth == 2 and name not in _SESSION else 2


def text_fault(depth: int, name: str, section: Section) -> Fault | None:
    """Why this text cannot stand under that name; ``depth`` 3 is an activity, whose texts have no headings."""
    if depth < 3 and (not section.heading or len(section.heading) > LONGEST_HEADING or "\n" in section.heading):
        return Fault.NO_TEXT
    if name == TITLE and depth < 3:
        return Fault.UNSAFE if _unsafe(section.heading) or "{#" in section.heading else None
    if not section.body:
        return Fault.NO_TEXT
    if depth == 3 and len(section.body) > LONGEST_TEXT:
        return Fault.NO_TEXT
    if _unsafe(section.body) or "{#" in section.heading:
        return Fault.UNSAFE
    if depth < 3 and _parts_the_file(depth, name, section.body):
        return Fault.HEADING
    if depth < 3 and name in LISTS and markdown.list_items(section.body) is None:
        return Fault.NOT_A_LIST
    return None


def _parts_the_file(depth: int, name: str, text: str) -> bool:
    if not _LIKE_A_HEADING.search(text):
        return False
    deepest = parting_level(depth, name)
    return any(heading.level <= deepest for heading in markdown.headings(text))


def _unsafe(text: str) -> bool:
    return bool(markdown.unsafe(text))
