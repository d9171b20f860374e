"""A document as spreadsheet and as text: nothing in it acts, figures stay figures, Arabic runs its own way."""

import csv
import io
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from pulang.foundation.documents import sheets
from pulang.foundation.documents.contents import (
    Block,
    Column,
    Document,
    Entry,
    Facts,
    Heading,
    Paragraph,
    Stamp,
    Table,
    Timeline,
    Words,
)
from pulang.kernel.tlp import Label

WHEN = datetime(2026, 11, 12, 9, 30, tzinfo=UTC)
ACTING = "=+-@|"
FULL_WIDTH = "＝＋－＠"


def document(*blocks: Block, language: str = "en", title: str = "Title") -> Document:
    return Document(title, language, blocks, Stamp(Label.AMBER_STRICT, "otieno", WHEN))


def sheet(made: Document) -> Any:
    return load_workbook(io.BytesIO(sheets.write_xlsx(made))).active


def lines(made: Document) -> list[list[str]]:
    return list(csv.reader(io.StringIO(sheets.write_csv(made).decode("utf-8-sig"), newline="")))


def table(*values: Any) -> Table:
    return Table(tuple(Column(f"c{number}") for number in range(len(values))), (values,))


DANGEROUS = [
    '=HYPERLINK("http://x","y")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1",
    " =1+1",
    "\u00a0=1+1",
    "\u200b=1+1",
    "\u202e=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM",
    "﹦1",
    "|calc",
]


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_begins_like_a_formula_begins_with_an_apostrophe(text: str) -> None:
    made = document(Heading(text), Paragraph(text), Facts(((text, text),)), table(text, Words(text, "en")))
    for row in lines(made):
        assert not [cell for cell in row if begins_like_a_formula(cell)]
    for row in sheet(made).iter_rows():
        assert not [cell for cell in row if cell.data_type == "f" or begins_like_a_formula(str(cell.value or ""))]


def begins_like_a_formula(text: str) -> bool:
    """As strict as a careless program: whatever cannot be seen is skipped, wide letters are taken for narrow ones."""
    seen = "".join(letter for letter in text if not letter.isspace() and unicodedata.category(letter) != "Cf")
    return unicodedata.normalize("NFKC", seen[:1]) in {*ACTING}


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from([*ACTING, *FULL_WIDTH, *" \t\r\n\u200b\u00a0\u3000a1(\"'", "ا"]), max_size=12))
def test_no_cell_of_any_text_acts(text: str) -> None:
    made = document(table(text, Words(text, "ar")), title=text)
    assert not [cell for row in lines(made) for cell in row if begins_like_a_formula(cell)]
    cells = [cell for row in sheet(made).iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or begins_like_a_formula(str(cell.value or ""))]


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_makes_a_table_that_opens_again(text: str) -> None:
    made = document(table(text), title=text)
    assert sheet(made).max_row >= 7
    assert len(lines(made)) >= 7


@settings(deadline=None)
@given(st.integers(-(10**12), 10**12), st.decimals(-(10**6), 10**6, places=2), st.dates(date(1900, 3, 1)))
def test_figures_and_days_stay_figures_and_days(number: int, part: Decimal, day: date) -> None:
    made = document(table(number, part, day))
    row = [cell.value for cell in sheet(made)[7]]
    assert row[0] == number
    assert row[1] == pytest.approx(float(part))
    assert row[2].date() == day
    assert lines(made)[6] == [str(number), str(part), day.isoformat()]


def test_a_moment_stands_in_the_time_of_the_installation(settings: Any) -> None:
    settings.TIME_ZONE = "Africa/Nairobi"
    made = document(table(WHEN))
    assert sheet(made)["A7"].value == datetime(2026, 11, 12, 12, 30)  # noqa: DTZ001
    assert lines(made)[6] == ["2026-11-12 12:30:00"]


def test_the_first_rows_say_label_title_and_for_whom() -> None:
    made = document(table("x"))
    first = [row[0] for row in lines(made)[:4]]
    assert first == ["TLP:AMBER+STRICT", "Title", "Made for otieno on 12 Nov 2026",
                     "This holds what you may have. There may be more."]  # fmt: skip
    assert [cell.value for cell in sheet(made)["A"][:4]] == first


def test_the_headings_of_a_table_stay_in_sight_and_its_columns_fit() -> None:
    found = sheet(document(table("a rather long name of a facility", 1)))
    assert found.freeze_panes == "A7"
    assert found["A6"].value == "c0"
    assert found["A6"].font.bold
    assert found.column_dimensions["A"].width > 30
    assert found.column_dimensions["B"].width < 15


@pytest.mark.parametrize(("language", "expected"), [("ar", True), ("en", False), ("fr", False), ("id", False)])
def test_only_an_arabic_sheet_runs_from_right_to_left(language: str, expected: bool) -> None:
    assert bool(sheet(document(table("سجن مطو"), language=language)).sheet_view.rightToLeft) is expected


def test_arabic_is_kept_and_the_mark_of_utf_8_stands_first() -> None:
    made = document(table("سجن مطو، نادراً"), language="ar", title="سجل")
    assert sheets.write_csv(made).startswith(b"\xef\xbb\xbf")
    assert lines(made)[6] == ["سجن مطو، نادراً"]
    assert sheet(made)["A7"].value == "سجن مطو، نادراً"
    assert sheet(made).title == "سجل"


def test_what_happened_is_a_table_too() -> None:
    entry = Entry(
        date(2026, 3, 12), "Asked", Words("Visits", "en"), Words("Help", "en"), ("one", None, "two"), Label.GREEN
    )
    rows = lines(document(Timeline((entry,))))
    assert rows[5] == ["When", "What", "Title", "Text", "Remarks", "Marking"]
    assert rows[6] == ["2026-03-12", "Asked", "Visits", "Help", "one\ntwo", "TLP:GREEN"]
