"""Writing a document as a spreadsheet (XLSX) or as text (CSV), for people who go on working with its figures.

Both say label, title and for whom they were made in their first rows. No cell can act: what begins like a formula
gets an apostrophe before it, in CSV and in XLSX alike, since one is saved as the other. Numbers and dates stay such.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language_info, gettext, override
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from pulang.foundation.documents.cells import inert
from pulang.foundation.documents.contents import (
    Block,
    Document,
    Entry,
    Facts,
    Form,
    Heading,
    Paragraph,
    Scannable,
    Signature,
    Table,
    Timeline,
    Value,
)
from pulang.foundation.documents.words import MORE, clean, made_for, spoken
from pulang.kernel.tlp import Label

Cell = str | int | Decimal | date | datetime | None
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
WIDEST, NARROWEST = 60, 9
LONGEST = 32_000
MOST_FROZEN = 8
COLOURS = {Label.RED: "FFFF2B2B", Label.AMBER: "FFFFC000", Label.AMBER_STRICT: "FFFFC000", Label.GREEN: "FF33FF00"}


@dataclass(frozen=True)
class Row:
    """One row of a sheet: ``heads`` a table, or ``titles`` a part."""

    cells: tuple[Cell, ...]
    heads: bool = False
    titles: bool = False


def as_cell(value: Value) -> Cell:
    """A value as a cell: numbers and days as they are, a moment in the installation's time zone, words inert."""
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    if value is None or isinstance(value, int | Decimal | date):
        return value
    return inert(NOT_XML.sub("", spoken(value))[:LONGEST])


def rows(document: Document) -> Iterator[Row]:
    """All rows: first the label, the title and for whom; then the blocks, with an empty row before each part."""
    yield Row((document.stamp.label.value,), titles=True)
    yield Row((as_cell(document.title),), titles=True)
    yield Row((as_cell(made_for(document.stamp)),))
    yield Row((as_cell(MORE),))
    yield Row(())
    for block in document.blocks:
        yield from _rows_of(block)


def _rows_of(block: Block) -> Iterator[Row]:
    match block:
        case Heading():
            yield from (Row(()), Row((as_cell(block.text),), titles=True))
        case Paragraph():
            yield Row((as_cell(block.text),))
        case Facts():
            yield from (Row((as_cell(label), as_cell(value))) for label, value in block.rows)
        case Table():
            yield Row(tuple(as_cell(column.label) for column in block.columns), heads=True)
            yield from (Row(tuple(as_cell(value) for value in row)) for row in block.rows)
        case Timeline():
            yield from _timeline(block.entries)
        case Form():
            yield from (Row((as_cell(label), as_cell(value))) for label, value, _lines in block.rows)
        case Signature():
            yield from (Row((as_cell(person),)) for person in block.people)
        case Scannable():
            yield Row((as_cell(block.label), as_cell(block.text)))


def _timeline(entries: Iterable[Entry]) -> Iterator[Row]:
    heads = gettext("When"), gettext("What"), gettext("Title"), gettext("Text"), gettext("Remarks"), gettext("Marking")
    yield Row(heads, heads=True)
    for entry in entries:
        notes = "\n".join(spoken(note) for note in entry.notes if note)
        values = entry.when, entry.heading, entry.title, entry.text, notes, entry.label
        yield Row(tuple(as_cell(value) for value in values))


def write_csv(document: Document) -> bytes:
    """The document as text: UTF-8 with its mark, so that spreadsheets see it; commas; days as 2027-03-27."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    with override(document.language):
        writer.writerows([_plain(cell) for cell in row.cells] for row in rows(document))
    return text.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> object:
    return cell.isoformat(sep=" ") if isinstance(cell, datetime) else cell


def write_xlsx(document: Document) -> bytes:
    """The document as one sheet: from right to left in Arabic, everything above the first table's rows frozen."""
    with override(document.language):
        lines = list(rows(document))
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(_sheet_name(document.title))
    sheet.sheet_view.rightToLeft = bool(get_language_info(document.language)["bidi"])
    sheet.freeze_panes = f"A{_frozen(lines) + 1}"
    for number, width in enumerate(_widths(lines), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for place, line in enumerate(lines):
        sheet.append([_styled(sheet, cell, line, place, document.stamp.label) for cell in line.cells])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", NOT_XML.sub("", clean(title)))[:31].strip() or "Pulang"


def _frozen(lines: list[Row]) -> int:
    """How many rows stay in sight: down to an early table's headings, else those that say what the sheet is."""
    return next((place for place, line in enumerate(lines[:MOST_FROZEN], start=1) if line.heads), 4)


def _widths(lines: list[Row]) -> list[int]:
    """Each column as wide as what stands in its tables and facts; the rows above may run over."""
    widths: list[int] = []
    for line in lines:
        if len(line.cells) < 2:
            continue
        widths += [NARROWEST] * (len(line.cells) - len(widths))
        for place, cell in enumerate(line.cells):
            longest = max((len(part) for part in str(cell or "").split("\n")), default=0)
            widths[place] = min(max(widths[place], longest + 2), WIDEST)
    return widths


def _styled(sheet: Any, cell: Any, line: Row, place: int, label: Label) -> Any:
    styled: Any = WriteOnlyCell(sheet, value=cell)
    if isinstance(cell, str):
        styled.data_type = "s"
        styled.alignment = Alignment(wrap_text=len(line.cells) > 1, vertical="top")
    if line.heads or line.titles:
        styled.font = Font(bold=True)
    if place == 0:
        styled.font = Font(bold=True, color=COLOURS.get(label, "FFFFFFFF"))
        styled.fill = PatternFill("solid", start_color="FF000000")
    return styled
