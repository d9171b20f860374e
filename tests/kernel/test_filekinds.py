"""What a file is, is told by its content; a name that says something else is false."""

import io
import zipfile

import pytest

from pulang.kernel.filekinds import KINDS, kind_of

PDF = b"%PDF-1.7\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20
HTML = b"<!doctype html><title>x</title>"


def office(*members: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for member in members:
            archive.writestr(member, "x")
    return packed.getvalue()


XLSX = office("[Content_Types].xml", "xl/workbook.xml")
DOCX = office("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PDF, "report.pdf", "pdf"),
        (PDF, "REPORT.PDF", "pdf"),
        (PNG, "wall.png", "png"),
        (JPEG, "wall.jpg", "jpeg"),
        (JPEG, "wall.jpeg", "jpeg"),
        (XLSX, "table.xlsx", "xlsx"),
        (DOCX, "minutes.docx", "docx"),
        ("name,مدينة\n".encode(), "list.csv", "csv"),
        ("\ufeffسجن".encode(), "note.txt", "text"),
        (b"", "empty.txt", "text"),
    ],
)
def test_a_file_is_what_it_holds_and_is_called(content: bytes, name: str, kind: str) -> None:
    assert kind_of(content, name) is KINDS[kind]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (HTML, "report.pdf"),
        (HTML, "page.html"),
        (HTML, "note.txt"),
        (b"\xef\xbb\xbf \n<SCRIPT>x</SCRIPT>", "note.txt"),
        (b'<?xml version="1.0"?><svg/>', "drawing.txt"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "drawing.svg"),
        (PDF, "report.docx"),
        (b"\n" + PDF, "report.pdf"),
        (PNG, "wall.jpg"),
        (XLSX, "table.docx"),
        (office("readme.txt"), "table.xlsx"),
        (office("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), "table.xlsx"),
        (b"PK\x03\x04 and then nothing", "table.xlsx"),
        (b"MZ\x90\x00", "tool.exe"),
        (b"MZ\x90\x00", "note.txt"),
        (b"caf\xe9", "note.txt"),
        (PDF, "report"),
        (PDF, ""),
    ],
)
def test_what_is_none_of_them_or_called_something_else_is_refused(content: bytes, name: str) -> None:
    assert kind_of(content, name) is None
