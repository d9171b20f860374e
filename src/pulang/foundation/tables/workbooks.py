"""From a workbook (XLSX) to the text of its first sheet, with the sheet's own row numbers; what could harm is refused.

Everything is looked at before the spreadsheet library opens the file: its parts, how large they get, what they link to.
The library is loaded with the first workbook: it would cost every server nine megabytes.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from pulang.foundation.tables.faults import LARGEST, MOST_ROWS, FileFault, Unreadable, problem
from pulang.kernel.filekinds import KINDS, MACROS, ZIP

MOST_UNPACKED = 20_000_000
MOST_BESIDE = 4_000_000
MOST_STYLES = 500_000
MOST_PARTS = 500
MOST_CELLS = 300_000
MOST_TAGS = 1_500_000
IN_SIGHT = "visible"
OLD = b"\xd0\xcf\x11\xe0"
PROTECTED = "EncryptedPackage".encode("utf-16-le")
FLAG_ENCRYPTED = 1
PLAIN_PACKING = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
LINKS = ("xl/externallinks/", "xl/connections.xml")
MACRO_SHEETS = "xl/macrosheets/"
DECLARATION = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
SHEETS = "xl/worksheets/"
STYLES = "xl/styles.xml"
EMPTY_TEXT, FORMULA_CELL = "str", "f"
SHORT = 3  # decimals that would look like a group of thousands


def is_workbook(data: bytes) -> bool:
    """Whether this is a spreadsheet's file, of whatever kind, rather than text."""
    return data.startswith((ZIP, OLD))


def text_of(data: bytes) -> str:
    """The first sheet as CSV, empty rows included, so that rows keep their numbers. Raises ``Unreadable``."""
    if data.startswith(OLD):
        raise _refused(FileFault.ENCRYPTED if PROTECTED in data else FileFault.SPREADSHEET)
    has_formulas = _looked_through(data)
    try:
        return _written(_rows(data, with_formulas=has_formulas))
    except Unreadable:
        raise
    except Exception as error:  # the library raises whatever a broken part makes it stumble over
        raise _refused(FileFault.BROKEN_WORKBOOK) from error


def _refused(fault: FileFault, row: int = 0, **told: object) -> Unreadable:
    return Unreadable(problem(row, "", fault, **told))


def _looked_through(data: bytes) -> bool:
    """Refuse what is locked, grows without measure, has macros or links; whether any cell has a formula."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _measured(archive.infolist())
            _named(archive.namelist(), data)
            parts = [archive.read(name) for name in archive.namelist()]
    except Unreadable:
        raise
    except Exception as error:  # packing and lists can be damaged in many ways, each with an error of its own
        raise _refused(FileFault.BROKEN_WORKBOOK) from error
    if any(b"macroEnabled" in part for part in parts):
        raise _refused(FileFault.MACROS)
    if any(DECLARATION.search(part.replace(b"\0", b"")) for part in parts):
        raise _refused(FileFault.BROKEN_WORKBOOK)
    if any(_is_crowded(part) for part in parts):
        raise _refused(FileFault.SHEET_TOO_LARGE)
    return any(FORMULA.search(part) for part in parts)


def _is_crowded(part: bytes) -> bool:
    """Whether reading a part would take long: a sheet that does not say its size is read whole when it is opened."""
    return part.count(b"<") > MOST_TAGS or sum(1 for _cell in CELL.finditer(part)) > MOST_CELLS


def _measured(members: Sequence[zipfile.ZipInfo]) -> None:
    """The archive's own list of sizes is enough: reading stops at them. Styles and texts cost more than cells."""
    sizes = {member.filename.lower(): member.file_size for member in members}
    beside = sum(size for name, size in sizes.items() if not name.startswith(SHEETS))
    if any(member.flag_bits & FLAG_ENCRYPTED for member in members):
        raise _refused(FileFault.ENCRYPTED)
    too_large = sum(member.file_size for member in members) > MOST_UNPACKED or beside > MOST_BESIDE
    if too_large or len(members) > MOST_PARTS or sizes.get(STYLES, 0) > MOST_STYLES:
        raise _refused(FileFault.UNPACKS_LARGE)
    if any(member.compress_type not in PLAIN_PACKING for member in members):
        raise _refused(FileFault.BROKEN_WORKBOOK)


def _named(names: Sequence[str], data: bytes) -> None:
    folded = [name.lower() for name in names]
    if any(name.endswith(MACROS) or name.startswith(MACRO_SHEETS) for name in folded):
        raise _refused(FileFault.MACROS)
    if any(name.startswith(LINKS) for name in folded):
        raise _refused(FileFault.EXTERNAL_LINKS)
    if not KINDS["xlsx"].fits(data):
        raise _refused(FileFault.SPREADSHEET)


def _rows(data: bytes, *, with_formulas: bool) -> Iterator[list[str]]:
    """The rows as text. A formula whose result the file does not hold is a refusal, not an empty cell."""
    formulas = _sheet(data, data_only=False) if with_formulas else None
    for number, results in enumerate(_sheet(data, data_only=True), start=1):
        asked = next(formulas, ()) if formulas else ()
        if any(_is_unread(cell, result) for cell, result in zip(asked, results, strict=False)):
            raise _refused(FileFault.FORMULA_UNREAD, number)
        cells = [_text(result.value) for result in results]
        while cells and not cells[-1]:
            cells.pop()
        yield cells


def _is_unread(cell: Any, result: Any) -> bool:
    """Whether a formula was never worked out; one whose result is an empty text was."""
    return cell.data_type == FORMULA_CELL and result.value is None and result.data_type != EMPTY_TEXT


def _sheet(data: bytes, *, data_only: bool) -> Iterator[tuple[Any, ...]]:
    """The cells of the first sheet in sight, row by row. What the sheet says of its own size is not believed."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=data_only, keep_links=False)
    seen = 0
    try:
        for sheet in [sheet for sheet in book.worksheets if sheet.sheet_state == IN_SIGHT][:1]:
            sheet.reset_dimensions()
            for row in sheet.iter_rows():
                seen += len(row) + 1
                if seen > MOST_CELLS:
                    raise _refused(FileFault.SHEET_TOO_LARGE)
                yield row
    finally:
        book.close()


def _text(value: object) -> str:
    """A cell as somebody would write it into a text file: dates by year, month and day, whole numbers without a point.

    A fraction never looks like a number with a separator between its thousands.
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float):
        if value.is_integer():
            return str(int(value))
        return f"{value}0" if len(str(value).partition(".")[2]) == SHORT else str(value)
    return " ".join(str(value).split())


def _written(rows: Iterator[list[str]]) -> str:
    """The rows as CSV. Stops at more rows or letters than a file may have: a short file can repeat a long text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    filled = letters = 0
    for cells in rows:
        filled += bool(cells)
        letters += sum(map(len, cells))
        if filled > MOST_ROWS + 1:
            raise _refused(FileFault.TOO_MANY_ROWS, most=MOST_ROWS)
        if letters > LARGEST:
            raise _refused(FileFault.TOO_LARGE, most=LARGEST // 1_000_000)
        writer.writerow(cells)
    return out.getvalue().rstrip("\r\n")
