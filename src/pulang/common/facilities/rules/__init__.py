"""Pure rules of the register: what a file may say, what it would change, and the arithmetic of its figures."""

from pulang.common.facilities.rules.blank import blank_csv, blank_xlsx
from pulang.common.facilities.rules.columns import COLUMNS, Columns, Grade
from pulang.common.facilities.rules.comparing import Count, Known, KnownFacility, Plan, Step, compare
from pulang.common.facilities.rules.figures import StaffRow, StaffTable, occupancy, per_hundred, staff_table
from pulang.common.facilities.rules.problems import LARGEST, MOST_ROWS, Fault, Problem, Unreadable
from pulang.common.facilities.rules.reading import decoded
from pulang.common.facilities.rules.rows import Parsed, Row, Strength, parse
from pulang.common.facilities.rules.words import FOR_WHOM, GRADES, ForWhom
from pulang.common.facilities.rules.workbooks import is_workbook

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
    "StaffRow",
    "StaffTable",
    "Step",
    "Strength",
    "Unreadable",
    "blank_csv",
    "blank_xlsx",
    "compare",
    "decoded",
    "is_workbook",
    "occupancy",
    "parse",
    "per_hundred",
    "staff_table",
]
