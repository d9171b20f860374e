"""From a file to a table of cells: spreadsheets, and the encodings and separators they write; clear refusals."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pulang.foundation.tables.faults import LARGEST, MOST_ROWS, FileFault, Unreadable, problem
from pulang.foundation.tables.workbooks import is_workbook, text_of

SEPARATORS = (",", ";", "\t")
UTF16 = (b"\xff\xfe", b"\xfe\xff")
QUOTED = re.compile(r'"[^"]*"')
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Line:
    """A row as the spreadsheet numbers it, with its cells."""

    number: int
    cells: tuple[str, ...]


def decoded(data: bytes) -> str:
    """The text of a file: a workbook's first sheet, UTF-8, or UTF-16 with its mark. Raises ``Unreadable``."""
    if len(data) > LARGEST:
        raise Unreadable(problem(0, "", FileFault.TOO_LARGE, most=LARGEST // 1_000_000))
    if is_workbook(data):
        return text_of(data)
    try:
        return data.decode("utf-16" if data.startswith(UTF16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        row = 0 if data.startswith(UTF16) else data[: error.start].count(b"\n") + 1
        raise Unreadable(problem(row, "", FileFault.NOT_UTF8)) from None


def lines(text: str) -> list[Line]:
    """The rows that hold anything, the headings first. Raises ``Unreadable``."""
    text = text.removeprefix("\ufeff")
    if CONTROL.search(text) or not _is_storable(text):
        raise Unreadable(problem(0, "", FileFault.NOT_TEXT))
    found = list(_lines(text))
    if not found:
        raise Unreadable(problem(0, "", FileFault.EMPTY))
    if len(found) == 1:
        raise Unreadable(problem(0, "", FileFault.NO_ROWS))
    if len(found) > MOST_ROWS + 1:
        raise Unreadable(problem(0, "", FileFault.TOO_MANY_ROWS, most=MOST_ROWS))
    return found


def _lines(text: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text), strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            stripped = tuple(cell.strip() for cell in cells)
            if any(stripped):
                yield Line(number, stripped)
    except csv.Error:
        raise Unreadable(problem(number + 1, "", FileFault.BROKEN_QUOTES)) from None


def separator(text: str) -> str:
    """What stands between the cells: what the headings have most of, outside quotation marks."""
    heading = QUOTED.sub("", text.lstrip("\r\n").partition("\n")[0])
    return max(SEPARATORS, key=heading.count)


def _is_storable(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def tabbed(text: str) -> str:
    """The same table with tabs between its cells, as it looks when it is pasted; empty rows stay, so that rows keep
    their numbers. What cannot be read is given back as it came."""
    rows = io.StringIO()
    writer = csv.writer(rows, delimiter="\t", lineterminator="\n")
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator(text), strict=True):
            writer.writerow([" ".join(cell.split()) for cell in cells])
    except csv.Error:
        return text
    return rows.getvalue()
