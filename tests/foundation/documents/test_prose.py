"""CommonMark becomes blocks of a document, with every word that stands in it."""

from pulang.foundation.documents.contents import Heading, Paragraph, Table, Words
from pulang.foundation.documents.prose import prose


def said(text: str) -> list[str]:
    return [block.text.text for block in prose(text, "en") if isinstance(block, Paragraph | Heading)]  # type: ignore[union-attr]


def test_headings_paragraphs_and_lists_keep_their_order_and_words() -> None:
    text = "#### One\n\nSome *plain*\nwords.\n\n- first\n- second\n  1. inner\n\n3. third\n4. fourth\n"
    assert said(text) == ["One", "Some plain words.", "• first", "• second", "\u20031. inner", "3. third", "4. fourth"]


def test_a_second_paragraph_of_an_item_has_no_bullet_of_its_own() -> None:
    assert said("- first\n\n  more of it\n- second\n") == ["• first", "more of it", "• second"]


def test_a_link_keeps_its_address_and_html_stays_text() -> None:
    assert said("See [the page](https://x.example/y).") == ["See the page (https://x.example/y)."]
    assert said("<b>bold</b> `code`") == ["<b>bold</b> code"]


def test_a_table_keeps_its_cells() -> None:
    (table,) = prose("| Time | What |\n|---|---|\n| 08:30 | **Our** part |\n", "fr")
    assert isinstance(table, Table)
    assert [column.label for column in table.columns] == ["Time", "What"]
    assert table.rows == ((Words("08:30", "fr"), Words("Our part", "fr")),)
