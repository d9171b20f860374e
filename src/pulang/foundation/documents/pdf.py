"""Writing a document as PDF: A4, its label on every page, tagged for screen readers (PDF/UA-1), four languages.

The layout stands in ``document.typ``; what a document says reaches it as data (JSON), so that nobody's text is ever
markup. The typefaces are our own: nothing depends on what the machine has, and nothing is fetched.
"""

import io
import json
from functools import cache
from pathlib import Path
from typing import Any, cast

import segno
import typst
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

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
from pulang.foundation.documents.words import MORE, breakable, clean, language_of, made_for, runs_right_to_left, spoken
from pulang.kernel.tlp import Label

HERE = Path(__file__).parent
LAYOUT = HERE / "document.typ"
STANDARD = "ua-1"
# After how many letters a very long word may be broken.
IN_A_CELL, IN_A_LINE = 12, 40
Data = dict[str, Any]


def write(document: Document) -> bytes:
    """The document as PDF.

    A letter that none of our typefaces has (Chinese, say) would break the promise of PDF/UA-1: such a document is
    written without the promise, tagged all the same.
    """
    data = {"data": json.dumps(as_data(document))}
    try:
        return _compiled(data, [STANDARD])
    except typst.TypstError:
        return _compiled(data, [])


def _compiled(data: dict[str, str], standards: list[str]) -> bytes:
    return typst.compile(
        LAYOUT,
        root=HERE,
        font_paths=_typefaces(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs=data,
        pdf_standards=cast(Any, standards),
    )


@cache
def _typefaces() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[HERE / "fonts"])


def as_data(document: Document) -> Data:
    """What the layout is given: words in the document's language, each block with its kind."""
    rtl = bool(get_language_info(document.language)["bidi"])
    with override(document.language):
        return {
            "language": document.language,
            "rtl": rtl,
            "title": clean(document.title),
            "label": document.stamp.label.value,
            "page": _("Page {page} of {pages}"),
            "made": made_for(document.stamp),
            "more": str(MORE),
            "blocks": [_block(block, rtl) for block in document.blocks],
        }


def _block(block: Block, rtl: bool) -> Data:
    match block:
        case Heading():
            return {"kind": "heading", "text": _said(block.text, rtl)}
        case Paragraph():
            return {"kind": "paragraph", "text": _said(block.text, rtl), "quiet": block.quiet}
        case Facts():
            return {"kind": "facts", "rows": [[_said(label, rtl), _said(value, rtl)] for label, value in block.rows]}
        case Table():
            return {"kind": "table", **_table(block, rtl)}
        case Timeline():
            return {"kind": "timeline", "entries": [_entry(entry, rtl) for entry in block.entries]}
        case Form():
            rows = [[_said(label, rtl), _said(value, rtl), lines] for label, value, lines in block.rows]
            return {"kind": "form", "rows": rows}
        case Signature():
            return {"kind": "signature", "people": [_said(person, rtl) for person in block.people]}
        case Scannable():
            return {"kind": "scannable", "picture": _picture(block.text), "label": _said(block.label, rtl)}


def _picture(text: str) -> str:
    """The QR code as SVG, with the quiet zone that scanners want and what a fold or a stain takes to spare."""
    written = io.BytesIO()
    segno.make(text, error="m", micro=False).save(written, kind="svg", border=4, xmldecl=False, dark="#000")
    return written.getvalue().decode()


def _table(table: Table, rtl: bool) -> Data:
    return {
        "shares": [column.share for column in table.columns],
        "numeric": [column.numeric for column in table.columns],
        "columns": [_said(column.label, rtl, IN_A_CELL) for column in table.columns],
        "rows": [[_said(value, rtl, IN_A_CELL) for value in row] for row in table.rows],
    }


def _entry(entry: Entry, rtl: bool) -> Data:
    return {
        "when": _said(entry.when, rtl),
        "heading": _said(entry.heading, rtl),
        "title": _said(entry.title, rtl),
        "text": _said(entry.text, rtl),
        "notes": [_said(note, rtl) for note in entry.notes if note],
        "label": entry.label.value if entry.label else "",
    }


def _said(value: Value, rtl: bool, most: int = IN_A_LINE) -> Data:
    """Words with their language (empty: the document's) and the way in which they run."""
    text = breakable(spoken(value), most)
    is_label = isinstance(value, Label)
    return {
        "lines": text.split("\n"),
        "language": language_of(value),
        "rtl": runs_right_to_left(text, rtl),
        "label": is_label,
    }
