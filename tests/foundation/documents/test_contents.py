"""Pieces put together again after some were left out."""

from pulang.foundation.documents.contents import Column, Entry, Facts, Heading, Paragraph, Table, Timeline, joined

COLUMNS = (Column("Name"),)


def test_rows_that_were_pieces_become_one_table() -> None:
    blocks = [Heading("A"), Table(COLUMNS), Table(COLUMNS, (("x",),)), Table(COLUMNS, (("y",), ("z",)))]
    assert joined(blocks) == (Heading("A"), Table(COLUMNS, (("x",), ("y",), ("z",))))


def test_tables_of_other_columns_or_apart_stay_apart() -> None:
    other = Table((Column("Place"),), (("x",),))
    blocks = (Table(COLUMNS, (("x",),)), other, Heading("B"), other)
    assert joined(blocks) == blocks


def test_facts_and_timelines_run_on_and_texts_do_not() -> None:
    entry = Entry("2018", "", "")
    same = Paragraph("twice")
    blocks = [Facts((("a", 1),)), Facts((("b", 2),)), Timeline((entry,)), Timeline((entry,)), same, same]
    assert joined(blocks) == (Facts((("a", 1), ("b", 2))), Timeline((entry, entry)), same, same)
