"""What can be wrong with a table that was sent, told by row and column in the words of whoever made it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from django.utils.functional import Promise
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext_lazy as _

LARGEST = 2_000_000
MOST_ROWS = 5_000


class Faults(StrEnum):
    """Faults of one kind of table; each kind is an enumeration of its own, with a sentence for each."""

    @property
    def sentence(self) -> Promise:
        """What is wrong and what to do, with places in braces for what is told."""
        raise NotImplementedError


class FileFault(Faults):
    """What makes a file as a whole unreadable."""

    BROKEN_QUOTES = "broken-quotes"
    BROKEN_WORKBOOK = "broken-workbook"
    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    EXTERNAL_LINKS = "external-links"
    FORMULA_UNREAD = "formula-unread"
    MACROS = "macros"
    NO_ROWS = "no-rows"
    NOT_TEXT = "not-text"
    NOT_UTF8 = "not-utf8"
    SHEET_TOO_LARGE = "sheet-too-large"
    SPREADSHEET = "spreadsheet"
    TOO_LARGE = "too-large"
    TOO_MANY_ROWS = "too-many-rows"
    UNPACKS_LARGE = "unpacks-large"

    @property
    def sentence(self) -> Promise:
        return WORDS[self]


WORDS: dict[FileFault, Promise] = {
    FileFault.BROKEN_QUOTES: _(
        "A quotation mark is opened and not closed in the right place, so the cells run together."
    ),
    FileFault.BROKEN_WORKBOOK: _(
        "This workbook cannot be read. Open it in a spreadsheet program, save it as XLSX again and choose that file."
    ),
    FileFault.EMPTY: _("The file is empty."),
    FileFault.ENCRYPTED: _("This workbook is locked with a password. Save it without one and choose that file."),
    FileFault.EXTERNAL_LINKS: _(
        "This workbook has links to other files or data. Copy the table as values into a new workbook and choose that."
    ),
    FileFault.FORMULA_UNREAD: _(
        "A cell of this row has a formula without its result. Open the file in a spreadsheet program, save it and "
        "choose it again."
    ),
    FileFault.MACROS: _("This workbook has macros. Save it as XLSX without macros and choose that file."),
    FileFault.NO_ROWS: _("The file has headings and no row below them."),
    FileFault.NOT_TEXT: _("This is not a text file. Save the table as XLSX or CSV (UTF-8) and choose it again."),
    FileFault.NOT_UTF8: _("Some letters cannot be read. Save the table as XLSX or CSV (UTF-8) and choose it again."),
    FileFault.SHEET_TOO_LARGE: _(
        "The sheet goes on far below or beside the table. Copy the table alone into a new workbook and choose that."
    ),
    FileFault.SPREADSHEET: _(
        "This kind of spreadsheet is not taken. Save it as XLSX or CSV (UTF-8) and choose that file."
    ),
    FileFault.TOO_LARGE: _("The file is larger than {most} MB. Send it in parts."),
    FileFault.TOO_MANY_ROWS: _("The file has more than {most} rows. Send it in parts."),
    FileFault.UNPACKS_LARGE: _(
        "This workbook holds much more than a table. Copy the table alone, as values, into a new workbook."
    ),
}


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: the row as a spreadsheet counts it, the column's heading, and the fault.

    Row 0 is the file as a whole. ``told`` fills the places of the fault's sentence.
    """

    row: int
    column: str
    fault: Faults
    told: tuple[tuple[str, str], ...] = ()

    @property
    def message(self) -> str:
        """The sentence, in the reader's language; what it tells stays whole in a sentence that runs the other way."""
        told = {name: f"\u2068{text}\u2069" if get_language_bidi() else text for name, text in self.told}
        return str(self.fault.sentence).format(**told)

    def as_data(self) -> dict[str, Any]:
        """What an import keeps of a row that it left out."""
        return {"row": self.row, "column": self.column, "fault": self.fault.value, "told": dict(self.told)}

    @classmethod
    def from_data(cls, data: Mapping[str, Any], faults: type[Faults]) -> Self:
        """What :meth:`as_data` gave of a row, whose fault is one of these."""
        told = tuple((name, str(value)) for name, value in data["told"].items())
        return cls(data["row"], data["column"], faults(data["fault"]), told)


def problem(row: int, column: str, fault: Faults, **told: object) -> Problem:
    """A problem with what its sentence tells."""
    return Problem(row, column, fault, tuple((name, str(value)) for name, value in told.items()))


class Unreadable(Exception):
    """The file as a whole cannot be used, for one reason."""

    def __init__(self, reason: Problem) -> None:
        super().__init__(reason.fault)
        self.problem = reason
