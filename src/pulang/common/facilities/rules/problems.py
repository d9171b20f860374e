"""What can be wrong with a file, told by row and column in the words of whoever made it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext_lazy as _

LARGEST = 2_000_000
MOST_ROWS = 5_000


class Fault(StrEnum):
    BROKEN_QUOTES = "broken-quotes"
    BROKEN_WORKBOOK = "broken-workbook"
    DATE_AHEAD = "date-ahead"
    DATE_AMBIGUOUS = "date-ambiguous"
    DATE_UNREAL = "date-unreal"
    DOUBLE_COLUMN = "double-column"
    DOUBLE_ROW = "double-row"
    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    EXTERNAL_LINKS = "external-links"
    FACILITY_CLOSED = "facility-closed"
    FACILITY_UNKNOWN = "facility-unknown"
    FORMULA_UNREAD = "formula-unread"
    JOINED_AHEAD = "joined-ahead"
    KEY_MALFORMED = "key-malformed"
    KEY_TAKEN = "key-taken"
    LARGE_NUMBER = "large-number"
    MACROS = "macros"
    MISSING = "missing"
    MISSING_COLUMN = "missing-column"
    NAME_DIFFERS = "name-differs"
    NAME_TWICE = "name-twice"
    NEAR_GRADE = "near-grade"
    NEEDED_FOR_NEW = "needed-for-new"
    NO_ROWS = "no-rows"
    NOT_A_NUMBER = "not-a-number"
    NOT_TEXT = "not-text"
    NOT_UTF8 = "not-utf8"
    NUMBER_TWICE = "number-twice"
    OTHER_SERVICE = "other-service"
    PLACE_DIFFERS = "place-differs"
    PLACE_UNKNOWN = "place-unknown"
    ROLL_IS_LATER = "roll-is-later"
    SEVERAL_HOLDERS = "several-holders"
    SEX_MISSING = "sex-missing"
    SHEET_TOO_LARGE = "sheet-too-large"
    SPREADSHEET = "spreadsheet"
    THOUSANDS = "thousands"
    TOO_LARGE = "too-large"
    TOO_LONG = "too-long"
    TOO_MANY_CELLS = "too-many-cells"
    TOO_MANY_ROWS = "too-many-rows"
    UNKNOWN_COLUMN = "unknown-column"
    UNKNOWN_WORD = "unknown-word"
    UNPACKS_LARGE = "unpacks-large"
    WHO_IS_MEANT = "who-is-meant"


WORDS: dict[Fault, Promise] = {
    Fault.BROKEN_QUOTES: _("A quotation mark is opened and not closed in the right place, so the cells run together."),
    Fault.BROKEN_WORKBOOK: _(
        "This workbook cannot be read. Open it in a spreadsheet program, save it as XLSX again and choose that file."
    ),
    Fault.DATE_AHEAD: _("“{value}” lies ahead. Figures are those of a day that has come."),
    Fault.DATE_AMBIGUOUS: _("“{value}” can be read in two ways. Write year, month and day, for example 2026-01-31."),
    Fault.DATE_UNREAL: _("“{value}” is not a date. Write year, month and day, for example 2026-01-31."),
    Fault.DOUBLE_COLUMN: _("This column stands in the file twice."),
    Fault.DOUBLE_ROW: _("Row {first} gives figures of this facility for the same day already."),
    Fault.EMPTY: _("The file is empty."),
    Fault.ENCRYPTED: _("This workbook is locked with a password. Save it without one and choose that file."),
    Fault.EXTERNAL_LINKS: _(
        "This workbook has links to other files or data. Copy the table as values into a new workbook and choose that."
    ),
    Fault.FACILITY_CLOSED: _("“{key}” is closed, so it gets no new figures."),
    Fault.FACILITY_UNKNOWN: _(
        "“{value}” is no facility of the register that you keep. Write its key or its name, or bring its figures in "
        "first."
    ),
    Fault.FORMULA_UNREAD: _(
        "A cell of this row has a formula without its result. Open the file in a spreadsheet program, save it and "
        "choose it again."
    ),
    Fault.JOINED_AHEAD: _("“{value}” lies after the day of the list."),
    Fault.KEY_MALFORMED: _("“{value}” is not a key. Use a to z, 0 to 9 and single hyphens, for example kilima-mto."),
    Fault.KEY_TAKEN: _("The key “{value}” belongs to something that is not one of your facilities. Check it."),
    Fault.LARGE_NUMBER: _("“{value}” is more than {most}. Check it."),
    Fault.MACROS: _("This workbook has macros. Save it as XLSX without macros and choose that file."),
    Fault.MISSING: _("This cell is empty. Fill it in."),
    Fault.MISSING_COLUMN: _("The file has no such column. Add it, as the template shows."),
    Fault.NAME_DIFFERS: _("The register calls “{key}” “{known}”. Correct the key or the name."),
    Fault.NAME_TWICE: _(
        "Row {first} has the same name at this facility. Write the service numbers, so that they can be told apart."
    ),
    Fault.NEAR_GRADE: _("“{value}” is not a grade that the register has. Is “{near}” meant?"),
    Fault.NEEDED_FOR_NEW: _("“{key}” is not in the register yet, so this cell is needed."),
    Fault.NO_ROWS: _("The file has headings and no row below them."),
    Fault.NOT_A_NUMBER: _("“{value}” is not a whole number. Write figures only, 0 or more."),
    Fault.NOT_TEXT: _("This is not a text file. Save the table as XLSX or CSV (UTF-8) and choose it again."),
    Fault.NOT_UTF8: _("Some letters cannot be read. Save the table as XLSX or CSV (UTF-8) and choose it again."),
    Fault.NUMBER_TWICE: _("Row {first} has the same service number. Nobody holds two posts."),
    Fault.OTHER_SERVICE: _(
        "This facility belongs to another service than the first row. Send a list for each service."
    ),
    Fault.PLACE_DIFFERS: _("“{key}” stands under “{known}”, not under “{value}”. Correct the cell or leave it empty."),
    Fault.PLACE_UNKNOWN: _("There is no region or service with the key “{value}” under which you keep facilities."),
    Fault.ROLL_IS_LATER: _("The roll already says something of this person from {day} on. Check the day of the list."),
    Fault.SEVERAL_HOLDERS: _("Several people in the directory have this service number. Correct the directory first."),
    Fault.SEX_MISSING: _("This grade has a number for one sex only. Write 0 where there is nobody."),
    Fault.SHEET_TOO_LARGE: _(
        "The sheet goes on far below or beside the table. Copy the table alone into a new workbook and choose that."
    ),
    Fault.SPREADSHEET: _("This kind of spreadsheet is not taken. Save it as XLSX or CSV (UTF-8) and choose that file."),
    Fault.THOUSANDS: _("“{value}” has a thousands separator. Write {plain}."),
    Fault.TOO_LARGE: _("The file is larger than {most} MB. Send it in parts."),
    Fault.TOO_LONG: _("This cell has {length} characters; the most is {most}."),
    Fault.TOO_MANY_CELLS: _("This row has more cells than there are headings. Is there a separator in a text?"),
    Fault.TOO_MANY_ROWS: _("The file has more than {most} rows. Send it in parts."),
    Fault.UNKNOWN_COLUMN: _("No such column is known. Take it out, or name it as the template does."),
    Fault.UNKNOWN_WORD: _("“{value}” is not known here. Write one of: {allowed}."),
    Fault.UNPACKS_LARGE: _(
        "This workbook holds much more than a table. Copy the table alone, as values, into a new workbook."
    ),
    Fault.WHO_IS_MEANT: _("It was not said whether this is somebody whom the roll knows."),
}


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: the row as a spreadsheet counts it, the column's heading, and the fault.

    Row 0 is the file as a whole. ``told`` fills the places of the fault's sentence.
    """

    row: int
    column: str
    fault: Fault
    told: tuple[tuple[str, str], ...] = ()

    @property
    def message(self) -> str:
        """The sentence, in the reader's language; what it tells stays whole in a sentence that runs the other way."""
        told = {name: f"\u2068{text}\u2069" if get_language_bidi() else text for name, text in self.told}
        return str(WORDS[self.fault]).format(**told)

    def as_data(self) -> dict[str, Any]:
        """What an import keeps of a row that it left out."""
        return {"row": self.row, "column": self.column, "fault": self.fault.value, "told": dict(self.told)}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Problem":
        """What :meth:`as_data` gave."""
        return problem(data["row"], data["column"], Fault(data["fault"]), **data["told"])


def problem(row: int, column: str, fault: Fault, **told: object) -> Problem:
    """A problem with what its sentence tells."""
    return Problem(row, column, fault, tuple((name, str(value)) for name, value in told.items()))


class Unreadable(Exception):
    """The file as a whole cannot be used, for one reason."""

    def __init__(self, reason: Problem) -> None:
        super().__init__(reason.fault)
        self.problem = reason
