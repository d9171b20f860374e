"""A document as PDF: its marking on every page, its tags, its letters, and nobody's text taken for markup."""

import io
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from pulang.foundation.documents import pdf
from pulang.foundation.documents.contents import (
    Block,
    Column,
    Document,
    Entry,
    Facts,
    Form,
    Heading,
    Paragraph,
    Signature,
    Stamp,
    Table,
    Timeline,
    Words,
)
from pulang.kernel.tlp import Label

WHEN = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
COLUMNS = (Column("Name", share=3), Column("Places", numeric=True))
ARABIC = "نادراً ما تزور العائلات السجناء وتغادر قلقة"


def document(*blocks: Block, language: str = "en", label: Label = Label.AMBER, title: str = "Title") -> Document:
    return Document(title, language, blocks, Stamp(label, "otieno", WHEN))


def read(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def flat(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(data).pages).split())


@pytest.mark.parametrize("language", ["en", "fr", "ar", "id"])
@pytest.mark.parametrize("label", list(Label))
def test_the_label_stands_twice_on_each_of_many_pages(language: str, label: Label) -> None:
    rows = tuple((f"Prison {number}", number) for number in range(120))
    reader = read(pdf.write(document(Table(COLUMNS, rows), language=language, label=label)))
    assert len(reader.pages) > 2
    for page in reader.pages:
        text = page.extract_text()
        assert text.count(label.value) == 2
        assert "otieno" in text
        assert "There may be more." in text or language != "en"


def test_pages_are_numbered_of_all() -> None:
    rows = tuple((f"Prison {number}", number) for number in range(60))
    pages = [page.extract_text() for page in read(pdf.write(document(Table(COLUMNS, rows)))).pages]
    assert "Page 1 of 2" in pages[0]
    assert "Page 2 of 2" in pages[1]


def kinds(node: object) -> set[str]:
    """The kinds of all tags of a document."""
    found: set[str] = set()
    todo = [node]
    while todo:
        here = todo.pop()
        here = here.get_object() if hasattr(here, "get_object") else here
        if isinstance(here, list):
            todo += here
        elif isinstance(here, dict):
            found |= {str(here["/S"])} if "/S" in here else set()
            todo += [here["/K"]] if "/K" in here else []
    return found


EVERY_KIND: tuple[Block, ...] = (
    Heading("Part"),
    Paragraph(Words("Text.", "en")),
    Facts((("Host", "Mto"),)),
    Table(COLUMNS, (("Mto", 3),)),
    Timeline((Entry("2018", "Reported", Words("Workshop", "en"), Words("Many came.", "en"), ("note",), Label.GREEN),)),
    Form((("Problem", "", 3),)),
    Signature(("Date and signature",)),
)


def test_it_is_tagged_for_screen_readers_with_its_language_and_title() -> None:
    root = read(pdf.write(document(*EVERY_KIND, language="fr"))).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert {"/H1", "/H2", "/H3", "/P", "/Table", "/TH", "/TD"} <= kinds(root["/StructTreeRoot"])


def keeps_the_promise(data: bytes) -> bool:
    """Whether the file says of itself that it is PDF/UA-1."""
    return b"pdfuaid" in b"".join(data.split())


def test_every_kind_of_block_keeps_the_promise_of_pdf_ua() -> None:
    assert keeps_the_promise(pdf.write(document(*EVERY_KIND)))
    assert keeps_the_promise(pdf.write(document(*EVERY_KIND, language="ar")))


def test_arabic_is_shaped_and_comes_back_as_arabic() -> None:
    data = pdf.write(document(Paragraph(Words(ARABIC, "ar")), language="ar", title="طلب"))
    text = flat(data)
    assert "العائلات" in text
    assert "السجناء" in text
    assert "طلب" in text


def test_a_letter_takes_the_shape_of_its_place_in_the_word() -> None:
    """Begin, middle and end of a joined word are three shapes of one letter; apart they are one."""
    assert shapes("ععع", of="ع") == 3
    assert shapes("ع ع ع", of="ع") == 1


def shapes(text: str, *, of: str) -> int:
    """How many shapes of a letter the typefaces of the page hold."""
    page = read(pdf.write(document(Paragraph(Words(text, "ar")), title="-"))).pages[0]
    maps = [font.get_object()["/ToUnicode"].get_object().get_data() for font in page["/Resources"]["/Font"].values()]
    return sum(found.count(b"<%04X>\n" % ord(of)) for found in maps)


def test_an_arabic_document_runs_from_right_to_left() -> None:
    root = read(pdf.write(document(language="ar"))).trailer["/Root"]
    assert root["/ViewerPreferences"]["/Direction"] == "/R2L"


MARKUP = [
    '#eval("1 + 1")',
    "$x^2$",
    "@somebody",
    "\\ \\u{41} \\n",
    "\"quoted\" 'single'",
    "*bold* _italic_ `code` ~ --- ...",
    "= Heading",
    "- item",
    "<label> [content] {code}",
    "// comment /* more */",
    '#import "/etc/passwd"',
    "#read(\"document.typ\")",
]  # fmt: skip


@pytest.mark.parametrize("text", MARKUP)
def test_a_text_that_looks_like_markup_stands_as_it_was_written(text: str) -> None:
    said = Words(text, "en")
    blocks = (Heading(said), Paragraph(said), Facts(((text, said),)), Table((Column(text),), ((said,),)))
    assert flat(pdf.write(document(*blocks))).count(" ".join(text.split())) == 6


@pytest.mark.parametrize(
    "text", ["a\u200bb", "a\u202eb", "a\u2066b\u2069", "a\ufeffb", "a\u200db", "\x00a\x07\x1bb", "a\u061cb"]
)
def test_unseen_characters_neither_break_it_nor_turn_what_follows(text: str) -> None:
    data = pdf.write(document(Paragraph(Words(text, "en"))))
    assert keeps_the_promise(data)
    assert not {"\u202e", "\u2066", "\ufeff", "\x00"} & set(flat(data))


@settings(deadline=None)
@given(st.text(max_size=80), st.text(max_size=30))
def test_any_text_makes_a_document(text: str, title: str) -> None:
    blocks = (Heading(Words(text, "en")), Facts(((title, Words(text, "ar")),)), Table((Column(title),), ((text,),)))
    assert pdf.write(document(*blocks)).startswith(b"%PDF")


def test_letters_of_no_typeface_still_make_a_tagged_document() -> None:
    data = pdf.write(document(Paragraph(Words("中文 😀", "zh"))))
    assert not keeps_the_promise(data)
    assert read(data).trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_lines_stay_lines() -> None:
    data = pdf.write(document(Paragraph(Words("first\r\nsecond\n\nthird", "en"))))
    lines = [line.strip() for line in read(data).pages[0].extract_text().splitlines()]
    said = ["first", "second", "third"]
    assert [line for line in lines if line in said] == said


def test_nothing_of_the_machine_is_needed() -> None:
    """Only our own typefaces and those of the typesetter itself stand in the file."""
    reader = read(pdf.write(document(Paragraph(Words(ARABIC + " Text", "ar")))))
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    names = {str(font["/BaseFont"]).partition("+")[2].partition("-")[0] for font in fonts}
    assert names == {"NotoSans", "NotoNaskhArabic", "DejaVuSansMono"}


@pytest.mark.parametrize("word", ["x" * 90, "8af02b5a-31a8-57ea-956d-3eb44b538f6f", "a@b.example/" + "way/" * 20])
def test_a_word_that_no_column_holds_is_broken_and_not_lost(word: str) -> None:
    columns = tuple(Column(f"c{number}") for number in range(6))
    page = read(pdf.write(document(Table(columns, ((word,) * 6,))))).pages[0].extract_text()
    lines = page.replace("\u200b", "").split("c5")[1].split("This holds")[0].splitlines()
    assert max(map(len, lines)) < 30
    assert "".join(lines).count(word) == 6


def test_words_that_people_write_are_not_broken() -> None:
    word = "anticonstitutionnelle"
    assert word in flat(pdf.write(document(Table(COLUMNS, ((word, 1),)), Paragraph(word))))
