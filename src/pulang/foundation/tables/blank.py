"""The empty table to fill in, with one example row, as CSV and as a workbook (whose library is loaded only then)."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

NARROWEST = 12


class Named(Protocol):
    """A column of an empty table: its heading, and what a cell of it may hold."""

    @property
    def name(self) -> str: ...
    @property
    def example(self) -> str: ...


def csv_of(columns: Sequence[Named]) -> bytes:
    """A table as text, marked so that spreadsheets read its letters right."""
    rows = io.StringIO(newline="")
    writer = csv.writer(rows)
    writer.writerow([column.name for column in columns])
    writer.writerow([column.example for column in columns])
    return rows.getvalue().encode("utf-8-sig")


def xlsx_of(columns: Sequence[Named], title: str) -> bytes:
    """A table as a workbook: headings that stay in sight, the date a date and numbers numbers."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, start=1):
        width = max(NARROWEST, len(column.name) + 2, len(column.example) + 2)
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_heading(sheet, column.name) for column in columns])
    sheet.append([_example(sheet, column.example) for column in columns])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _heading(sheet: Any, name: str) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell: Any = WriteOnlyCell(sheet, value=name)
    cell.font = Font(bold=True)
    return cell


def _example(sheet: Any, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if text.isdecimal():
        return int(text)
    try:
        day: Any = date.fromisoformat(text)
    except ValueError:
        return text
    cell: Any = WriteOnlyCell(sheet, value=day)
    cell.number_format = "yyyy-mm-dd"
    return cell


@dataclass(frozen=True)
class Heading:
    """A column of an empty table without an example."""

    name: str
    example: str = ""


def blank(names: Sequence[str], way: str, title: str) -> bytes:
    """An empty table with these headings, as ``xlsx`` or ``csv``."""
    columns = [Heading(name) for name in names]
    return xlsx_of(columns, title) if way == "xlsx" else csv_of(columns)
