"""Pure rules of the staff roll: what a personnel list says, and how the roll differs from it."""

from pulang.common.facilities.rules.staff.columns import STAFF_COLUMNS, blank_staff_csv, blank_staff_xlsx
from pulang.common.facilities.rules.staff.difference import (
    KINDS,
    Change,
    Difference,
    Doubt,
    Kind,
    KnownRoll,
    Person,
    differ,
)
from pulang.common.facilities.rules.staff.lines import StaffLine, StaffParsed, parse_staff

__all__ = [
    "KINDS",
    "STAFF_COLUMNS",
    "Change",
    "Difference",
    "Doubt",
    "Kind",
    "KnownRoll",
    "Person",
    "StaffLine",
    "StaffParsed",
    "blank_staff_csv",
    "blank_staff_xlsx",
    "differ",
    "parse_staff",
]
