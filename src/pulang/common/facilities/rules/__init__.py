"""Pure rules of the register: what a file may say, what it would change, and the arithmetic of its figures."""

from pulang.common.facilities.rules.columns import COLUMNS, Columns, Grade
from pulang.common.facilities.rules.comparing import Count, Known, KnownFacility, Plan, Step, compare
from pulang.common.facilities.rules.figures import StaffTable, occupancy, per_hundred, staff_table
from pulang.common.facilities.rules.problems import Fault, Problem
from pulang.common.facilities.rules.reading import LARGEST, MOST_ROWS, Unreadable, decoded
from pulang.common.facilities.rules.rows import Parsed, Row, Strength, parse
from pulang.common.facilities.rules.words import FOR_WHOM, GRADES, ForWhom

__all__ = [
    "COLUMNS",
    "FOR_WHOM",
    "GRADES",
    "LARGEST",
    "MOST_ROWS",
    "Columns",
    "Count",
    "Fault",
    "ForWhom",
    "Grade",
    "Known",
    "KnownFacility",
    "Parsed",
    "Plan",
    "Problem",
    "Row",
    "StaffTable",
    "Step",
    "Strength",
    "Unreadable",
    "compare",
    "decoded",
    "occupancy",
    "parse",
    "per_hundred",
    "staff_table",
]
