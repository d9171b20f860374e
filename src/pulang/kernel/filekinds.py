"""What a file is, by what it holds; its name must only not contradict that."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

ZIP = b"PK\x03\x04"
MARKUP = ("<!doctype", "<html", "<script", "<svg", "<?xml", "<?php")
CONTROL = frozenset(range(32)) - {9, 10, 12, 13}
MACROS = "vbaproject.bin"


@dataclass(frozen=True)
class Kind:
    """A kind of file that is taken: its endings, and how it is named to a browser."""

    slug: str
    endings: tuple[str, ...]
    content_type: str
    fits: Callable[[bytes], bool]


def kind_of(data: bytes, name: str) -> Kind | None:
    """The kind of a file that is what its name says; ``None`` for a kind that is not taken, and for a false name."""
    ending = name.lower().rpartition(".")[2]
    return next((kind for kind in KINDS.values() if ending in kind.endings and kind.fits(data)), None)


def _begins(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(marks)


def _holds(member: str) -> Callable[[bytes], bool]:
    """A zip of an office document with this part, and without macros."""

    def fits(data: bytes) -> bool:
        if not data.startswith(ZIP):
            return False
        try:
            names = {name.lower() for name in zipfile.ZipFile(io.BytesIO(data)).namelist()}
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            return False
        return {"[content_types].xml", member} <= names and not any(name.endswith(MACROS) for name in names)

    return fits


def _is_text(data: bytes) -> bool:
    """UTF-8 without control characters, and not the beginning of a page or a program for a browser."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not text.lstrip().lower().startswith(MARKUP) and CONTROL.isdisjoint(data)


OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    kind.slug: kind
    for kind in (
        Kind("pdf", ("pdf",), "application/pdf", _begins(b"%PDF-")),
        Kind("png", ("png",), "image/png", _begins(b"\x89PNG\r\n\x1a\n")),
        Kind("jpeg", ("jpg", "jpeg"), "image/jpeg", _begins(b"\xff\xd8\xff")),
        Kind("xlsx", ("xlsx",), f"{OFFICE}.spreadsheetml.sheet", _holds("xl/workbook.xml")),
        Kind("docx", ("docx",), f"{OFFICE}.wordprocessingml.document", _holds("word/document.xml")),
        Kind("csv", ("csv",), "text/csv; charset=utf-8", _is_text),
        Kind("text", ("txt",), "text/plain; charset=utf-8", _is_text),
    )
}
