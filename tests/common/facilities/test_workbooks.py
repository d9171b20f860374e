"""Tables as workbooks: read as the same table in CSV would be, and refused where a workbook could do harm."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from openpyxl import Workbook, load_workbook
from tests.worlds import World

from pulang.common.facilities.actions import import_facilities
from pulang.common.facilities.models import Facility, FacilityUpload
from pulang.common.facilities.rules import COLUMNS, Fault, Parsed, parse
from pulang.foundation.tables.faults import FileFault
from pulang.kernel import clock

TODAY = date(2026, 11, 20)
DAY = date(2026, 9, 1)
HEAD = ("key", "name", "under", "for whom", "date", "capacity", "population", "officer women", "officer men")
MTO = ("mto", "سجن متو", "coast", "men", DAY, 600, 718.0, 41, 139)
BOMB = b"0" * 25_000_000


def workbook(*rows: Sequence[object]) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def packed(data: bytes, parts: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook with these parts added or put in the place of its own."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", packing) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def changed(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    content = part(data, name)
    assert old in content
    return packed(data, {name: content.replace(old, new)})


def locked(data: bytes) -> bytes:
    """The same archive, whose list says that its parts are encrypted."""
    found = bytearray(data)
    place = found.find(b"PK\x01\x02")
    while place >= 0:
        found[place + 8] |= 1
        place = found.find(b"PK\x01\x02", place + 4)
    return bytes(found)


GOOD = workbook(HEAD, MTO)
SHEET = "xl/worksheets/sheet1.xml"


def read(data: bytes) -> Parsed:
    return parse(data, today=TODAY)


def faults(parsed: Parsed) -> list[tuple[int, str, Fault]]:
    return [(found.row, found.column, found.fault) for found in parsed.problems]


def send(client: Client, data: bytes, name: str = "table.xlsx") -> HttpResponse:
    answer: HttpResponse = client.post("/facilities/import/", {"file": SimpleUploadedFile(name, data)})
    return answer


def test_a_workbook_reads_like_the_same_table_in_csv() -> None:
    row = read(GOOD).rows[0]
    text = ",".join(HEAD) + "\nmto,سجن متو,coast,men,2026-09-01,600,718,41,139"
    assert row == parse(text, today=TODAY).rows[0]
    assert (row.name, row.counted_on, row.population) == ("سجن متو", DAY, 718)


def test_problems_carry_the_row_that_the_sheet_shows() -> None:
    parsed = read(workbook((), HEAD, MTO, (), (), ("Ziwa!", *MTO[1:]), ("wadi", None, None, None, MTO[4], 1.5, "x")))
    assert parsed.rows[0].number == 3
    assert faults(parsed) == [
        (6, "key", Fault.KEY_MALFORMED),
        (7, "capacity", Fault.NOT_A_NUMBER),
        (7, "population", Fault.NOT_A_NUMBER),
    ]


def test_the_first_sheet_in_sight_counts() -> None:
    book = load_workbook(io.BytesIO(GOOD))
    book.create_sheet("other").append(["nothing of use"])
    assert [row.key for row in read(saved(book)).rows] == ["mto"]
    book.move_sheet("other", -1)
    assert not read(saved(book)).is_table
    book["other"].sheet_state = "hidden"
    assert [row.key for row in read(saved(book)).rows] == ["mto"]


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        (1.234, Fault.NOT_A_NUMBER),
        ("1,234", Fault.THOUSANDS),
        (-3, Fault.NOT_A_NUMBER),
        (True, Fault.NOT_A_NUMBER),
        (1e12, Fault.LARGE_NUMBER),
        ("#REF!", Fault.NOT_A_NUMBER),
        (None, Fault.MISSING),
    ],
)
def test_a_number_that_is_none_is_answered_in_its_cell(cell: object, fault: Fault) -> None:
    assert faults(read(workbook(HEAD, (*MTO[:5], cell, *MTO[6:])))) == [(2, "capacity", fault)]


@pytest.mark.parametrize("cell", ["١٢٠٠", "1200", " 1200 ", 1200.0])
def test_a_number_may_be_written_as_text_in_any_script(cell: object) -> None:
    assert read(workbook(HEAD, (*MTO[:5], cell, *MTO[6:]))).rows[0].capacity == 1200


@pytest.mark.parametrize("cell", [DAY, datetime.combine(DAY, time(23, 59)), "2026-09-01", "1.9.2026"])
def test_a_day_may_be_a_date_or_text(cell: object) -> None:
    assert read(workbook(HEAD, (*MTO[:4], cell, *MTO[5:]))).rows[0].counted_on == DAY


def test_a_number_in_the_place_of_a_day_is_no_day() -> None:
    assert faults(read(workbook(HEAD, (*MTO[:4], 46000, *MTO[5:])))) == [(2, "date", Fault.DATE_UNREAL)]


def test_a_text_with_separators_and_line_breaks_stays_one_cell() -> None:
    name = 'A, "B"; \n C\tD'
    assert read(workbook(HEAD, ("mto", name, *MTO[2:]))).rows[0].name == 'A, "B"; C D'


def test_a_formula_counts_with_its_result_and_one_without_is_no_empty_cell() -> None:
    formulas = workbook(HEAD, (*MTO[:7], "=20+21", 139))
    assert faults(read(formulas)) == [(2, "", FileFault.FORMULA_UNREAD)]
    worked_out = changed(formulas, SHEET, b"<v></v>" if b"<v></v>" in part(formulas, SHEET) else b"<v />", b"<v>41</v>")
    assert read(worked_out).rows[0].staff["officer"].women == 41


def test_a_formula_whose_result_is_empty_is_an_empty_cell() -> None:
    formulas = workbook(HEAD, (*MTO[:5], '=""', *MTO[6:]))
    empty = changed(formulas, SHEET, b'<c r="F2">', b'<c r="F2" t="str">')
    assert faults(read(empty)) == [(2, "capacity", Fault.MISSING)]


def test_what_a_sheet_says_of_its_own_size_is_not_believed() -> None:
    assert read(changed(GOOD, SHEET, b'<dimension ref="A1:I2"', b'<dimension ref="A1:A1"')).rows[0].key == "mto"


REFUSED = {
    "encrypted": (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), FileFault.ENCRYPTED),
    "locked parts": (locked(GOOD), FileFault.ENCRYPTED),
    "of an old kind": (b"\xd0\xcf\x11\xe0 an old workbook", FileFault.SPREADSHEET),
    "another document": (packed(GOOD, {"xl/workbook.xml": b""}).replace(b"xl/workbook.xml", b"xx/workbook.xml"),
                         FileFault.SPREADSHEET),
    "macros": (packed(GOOD, {"xl/vbaProject.bin": b"x"}), FileFault.MACROS),
    "macro sheets": (packed(GOOD, {"xl/macrosheets/sheet1.xml": b"<x/>"}), FileFault.MACROS),
    "called one with macros": (
        changed(GOOD, "[Content_Types].xml", b"spreadsheetml.sheet.main", b"macroEnabled.main"), FileFault.MACROS,
    ),
    "links": (packed(GOOD, {"xl/externalLinks/externalLink1.xml": b"<x/>"}), FileFault.EXTERNAL_LINKS),
    "connections": (packed(GOOD, {"xl/connections.xml": b"<x/>"}), FileFault.EXTERNAL_LINKS),
    "a bomb": (packed(GOOD, {"xl/media/x.bin": BOMB}), FileFault.UNPACKS_LARGE),
    "a thousand parts": (packed(GOOD, {f"x/{number}": b"" for number in range(1000)}), FileFault.UNPACKS_LARGE),
    "unusual packing": (packed(GOOD, {}, zipfile.ZIP_BZIP2), FileFault.BROKEN_WORKBOOK),
    "entities": (
        changed(GOOD, SHEET, b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet'), FileFault.BROKEN_WORKBOOK,
    ),
    "torn": (changed(GOOD, SHEET, b"</worksheet>", b""), FileFault.BROKEN_WORKBOOK),
    "cut off": (GOOD[:-200], FileFault.BROKEN_WORKBOOK),
    "a cell a million rows below": (
        changed(GOOD, SHEET, b"</sheetData>", b'<row r="99999999"><c r="A99999999"><v>1</v></c></row></sheetData>'),
        FileFault.SHEET_TOO_LARGE,
    ),
    "a row without end": (
        changed(GOOD, SHEET, b"</sheetData>", b"<row>" + b"<c/>" * 300_000 + b"</row></sheetData>"),
        FileFault.SHEET_TOO_LARGE,
    ),
    "empty cells far to the right": (
        changed(GOOD, SHEET, b"</sheetData>", b'<row><c r="XFD9"/></row>' * 30 + b"</sheetData>"),
        FileFault.SHEET_TOO_LARGE,
    ),
    "parts of a sheet without end": (
        packed(GOOD, {SHEET: b"<worksheet><sheetData>" + b"<x/>" * 1_500_000 + b"</sheetData></worksheet>"}),
        FileFault.SHEET_TOO_LARGE,
    ),
    "styles without end": (packed(GOOD, {"xl/styles.xml": b"<xf/>" * 120_000}), FileFault.UNPACKS_LARGE),
    "texts without end": (packed(GOOD, {"xl/sharedStrings.xml": b"<si><t/></si>" * 400_000}), FileFault.UNPACKS_LARGE),
    "a long text again and again": (workbook(HEAD, *[("x" * 30_000,)] * 100), FileFault.TOO_LARGE),
    "too many rows": (workbook(HEAD, *[("mto",)] * 5_001), FileFault.TOO_MANY_ROWS),
    "no row": (workbook(HEAD), FileFault.NO_ROWS),
    "nothing": (workbook(), FileFault.EMPTY),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_could_do_harm_or_is_no_table_is_refused_for_one_reason(name: str) -> None:
    data, fault = REFUSED[name]
    parsed = read(data)
    assert [found.fault for found in parsed.problems] == [fault]
    assert not parsed.is_table


def test_a_bomb_is_refused_by_its_list_of_sizes_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def unpacked(*args: object, **kwargs: object) -> bytes:
        raise AssertionError("something was unpacked")

    monkeypatch.setattr(zipfile.ZipFile, "read", unpacked)
    monkeypatch.setattr(zipfile.ZipFile, "open", unpacked)
    assert [found.fault for found in read(REFUSED["a bomb"][0]).problems] == [FileFault.UNPACKS_LARGE]


@pytest.mark.parametrize("size", range(0, len(GOOD), 97))
def test_any_damage_is_answered_and_never_fails(size: int) -> None:
    damaged = GOOD[:size] + bytes([GOOD[size] ^ 0x55]) + GOOD[size + 1 :]
    parsed = read(damaged)
    assert parsed.rows or parsed.problems


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (locked(GOOD), "table.xlsx", "locked with a password"),
        (REFUSED["a bomb"][0], "table.xlsx", "holds much more than a table"),
        (REFUSED["macros"][0], "table.xlsm", "has macros"),
        (REFUSED["links"][0], "table.xlsx", "has links to other files"),
        (REFUSED["of an old kind"][0], "table.xls", "This kind of spreadsheet is not taken"),
        (workbook(HEAD, (*MTO[:7], "=20+21", 139)), "table.xlsx", "Row 2: A cell of this row has a formula"),
        (GOOD, "table.csv", "holds something else than its name says"),
        (b"key,date", "table.xlsx", "holds something else than its name says"),
        (GOOD, "table.exe", "is neither XLSX nor CSV"),
    ],
)
def test_a_refusal_is_one_clear_sentence_on_the_page(world: World, data: bytes, name: str, words: str) -> None:
    answer = send(world.client("training"), data, name)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not FacilityUpload.objects.exists()


def test_a_workbook_is_checked_first_and_written_on_a_second_word(world: World) -> None:
    client = world.client("training")
    bad = ("wadi-mpya", "New", "nowhere", "men", DAY, 1, 1, None, None)
    data = workbook(HEAD, ("mto", "Mto", *MTO[2:]), (), bad)
    assert send(client, data).headers["Location"] == "/facilities/import/check/"
    page = client.get("/facilities/import/check/").content.decode()
    assert "Row 4" in page
    assert "Write the good rows" in page
    assert not Facility.objects.exists()
    client.post("/facilities/import/check/", {"choice": "good-rows"})
    assert Facility.objects.get().population == 718
    assert not FacilityUpload.objects.exists()


def test_the_same_table_as_workbook_and_as_csv_changes_nothing_twice(world: World) -> None:
    by = world.viewer("training")
    data = workbook(HEAD, ("mto", "Mto", *MTO[2:]))
    assert import_facilities(by=by, text=data, write=True, good_rows_only=False).created == ("mto",)
    text = ",".join(HEAD) + "\nmto,Mto,coast,men,2026-09-01,600,718,41,139"
    assert import_facilities(by=by, text=text, write=True, good_rows_only=False).unchanged == ("mto",)


def test_a_thousand_rows_are_read_with_every_number(world: World) -> None:
    rows = [(f"f-{number}", f"Name {number}", *MTO[2:]) for number in range(1000)]
    assert len(read(workbook(HEAD, *rows)).rows) == 1000


def test_the_workbook_to_fill_in_is_read_by_the_import(world: World) -> None:
    client = world.client("training")
    page = client.get("/facilities/import/").content.decode()
    assert "/facilities/import/template.xlsx" in page
    assert ".xlsx" in page
    answer = client.get("/facilities/import/template.xlsx")
    assert answer["Content-Disposition"] == 'attachment; filename="facilities.xlsx"'
    assert [row.key for row in parse(answer.content, today=clock.today()).rows] == ["kilima-mto"]
    sheet: Any = load_workbook(io.BytesIO(answer.content)).active
    assert [cell.value for cell in sheet[1]] == [column.name for column in COLUMNS]
    by_name = {column.name: cell for column, cell in zip(COLUMNS, sheet[2], strict=True)}
    assert by_name["date"].is_date
    assert by_name["capacity"].data_type == "n"
    assert world.client("governor").get("/facilities/import/template.xlsx").status_code == 404


def test_a_workbook_waits_for_a_day_at_most(world: World) -> None:
    from pulang.foundation.jobs.timetable import run_due

    assert send(world.client("training"), GOOD).status_code == 302
    with clock.at(clock.now() + timedelta(hours=23)):
        run_due()
        assert FacilityUpload.objects.count() == 1
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        run_due()
    assert not FacilityUpload.objects.exists()
