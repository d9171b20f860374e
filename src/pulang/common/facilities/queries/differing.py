"""How a personnel list differs from the roll that the viewer keeps; nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pulang.common.facilities import rules
from pulang.common.facilities.queries.register import known_grades
from pulang.common.facilities.queries.roll import grades_by_name, known_roll
from pulang.foundation.policy.viewer import Viewer


@dataclass(frozen=True)
class Compared:
    """What a list says, how the roll differs, and the grades that the register does not have yet."""

    parsed: rules.StaffParsed
    difference: rules.Difference
    new_grades: tuple[rules.Grade, ...]


def compared(viewer: Viewer, text: str | bytes, listed_on: date, decisions: Mapping[int, str]) -> Compared:
    """Read a list and compare it with the part of the roll of which it speaks."""
    parsed = rules.parse_staff(text, listed_on=listed_on, known_grades=grades_by_name())
    difference = rules.differ(parsed, known_roll(viewer, parsed), listed_on, decisions)
    used = {change.row.grade for change in difference.changes if change.row}
    new = used - set(known_grades())
    return Compared(parsed, difference, tuple(one for key, one in (parsed.grades or {}).items() if key in new))
