"""Pure rules of the register: what a file may say, what it would change, and the arithmetic of its figures."""

from pulang.common.facilities.rules.columns import COLUMNS, Columns, Grade, blank_csv, blank_xlsx
from pulang.common.facilities.rules.comparing import Count, Known, KnownFacility, Plan, Step, compare
from pulang.common.facilities.rules.figures import StaffRow, StaffTable, occupancy, per_hundred, staff_table
from pulang.common.facilities.rules.problems import Fault
from pulang.common.facilities.rules.rows import Parsed, Row, Strength, parse
from pulang.common.facilities.rules.staff import (
    KINDS,
    STAFF_COLUMNS,
    Change,
    Difference,
    Doubt,
    Kind,
    KnownRoll,
    Person,
    StaffLine,
    StaffParsed,
    blank_staff_csv,
    blank_staff_xlsx,
    differ,
    parse_staff,
)
from pulang.common.facilities.rules.words import FOR_WHOM, GRADES, ForWhom
from pulang.foundation.tables.faults import Problem

__all__ = [
    "COLUMNS",
    "FOR_WHOM",
    "GRADES",
    "KINDS",
    "STAFF_COLUMNS",
    "Change",
    "Columns",
    "Count",
    "Difference",
    "Doubt",
    "Fault",
    "ForWhom",
    "Grade",
    "Kind",
    "Known",
    "KnownFacility",
    "KnownRoll",
    "Parsed",
    "Person",
    "Plan",
    "Problem",
    "Row",
    "StaffLine",
    "StaffParsed",
    "StaffRow",
    "StaffTable",
    "Step",
    "Strength",
    "blank_csv",
    "blank_staff_csv",
    "blank_staff_xlsx",
    "blank_xlsx",
    "compare",
    "differ",
    "occupancy",
    "parse",
    "parse_staff",
    "per_hundred",
    "staff_table",
]
