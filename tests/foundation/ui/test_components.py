"""Components as they reach the page."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from pulang.foundation.ui import cells
from pulang.foundation.ui.parts import Answer, Column, Entry, Link, Stage, State, Task
from pulang.kernel.tlp import Label


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


@dataclass
class Page:
    count: int = 214
    first_index: int = 51
    last_index: int = 100
    next_cursor: str | None = "n1"
    previous_cursor: str | None = "p1"


def draw(source: str, query: str = "", **context: object) -> str:
    request = RequestFactory().get(f"/list?{query}")
    return Template("{% load ui %}" + source).render(Context({"request": request, **context}))


@pytest.mark.parametrize("given", ["AMBER+STRICT", "TLP:AMBER+STRICT", Label.AMBER_STRICT])
def test_a_marking_reads_the_same_in_every_language_and_direction(given: object) -> None:
    for language in ("en", "ar"):
        with translation.override(language):
            html = draw("{% tlp_label label %}", label=given)
        assert ">TLP:AMBER+STRICT</bdi>" in html
        assert 'dir="ltr"' in html
        assert 'translate="no"' in html


def test_a_provision_is_a_link_only_where_it_leads_somewhere() -> None:
    assert "<a" not in draw("{% provision_chip label %}", label="Rome 9")
    assert 'href="/p"' in draw("{% provision_chip label '/p' %}", label="Rome 9")


def test_names_are_isolated_and_escaped() -> None:
    assert draw("{{ name|bidi }}", name="<أمينة>") == "<bdi>&lt;أمينة&gt;</bdi>"


def test_a_task_says_when_what_and_why() -> None:
    task = Task("Confirm <it>", "/t", "You asked.", date(2026, 11, 10), provisions=("Rome 9",), marking=Label.RED)
    html = draw("{% task_list tasks today %}", tasks=[task], today=date(2026, 11, 12))
    assert 'datetime="2026-11-10"' in html
    for text in ("2 days late", "Confirm &lt;it&gt;", 'href="/t"', "You asked.", "Rome 9", "TLP:RED"):
        assert text in html


def test_a_task_without_a_date_says_since_when() -> None:
    html = draw("{% task_list tasks %}", tasks=[Task("Offer", "/t", when="since 12 Nov")])
    assert "since 12 Nov" in html
    assert "<time" not in html


def test_a_timeline_tells_record_from_own_work_by_more_than_words() -> None:
    entries = [
        Entry("2018", "Workshop", shape="record"),
        Entry("1 Oct", "Lesson", "/l", state=State("met", "done")),
    ]
    html = draw("{% timeline entries %}", entries=entries)
    assert '<li class="record">' in html
    assert 'class="tag tag-done">met' in html


def test_stages_tell_their_state_in_words_and_mark_where_it_stands() -> None:
    html = draw("{% stages items %}", items=[Stage("Draft", "done"), Stage("Endorse", "late"), Stage("Answer")])
    assert html.count('aria-current="step"') == 1
    for word in ("done", "late", "still ahead"):
        assert f">{word}<" in html


def test_a_summary_shows_what_is_missing_and_the_way_back() -> None:
    html = draw("{% summary_list rows %}", rows=[Answer("Host", "", "/host"), Answer("Step", "Visit")])
    assert "not given" in html
    assert html.count("<a ") == 1
    assert 'Change<span class="hidden-text"> Host</span>' in html


def test_text_in_another_language_says_which() -> None:
    assert '<span lang="fr" dir="auto">Bonjour</span>' in draw("{% in_language text 'fr' %}", text="Bonjour")
    assert "French" in draw("{% in_language text 'fr' %}", text="Bonjour")
    assert "English" not in draw("{% in_language text 'en' %}", text="Hello")


def test_a_query_keeps_what_is_not_changed() -> None:
    assert draw("{% query_with order='name' cursor=None %}", "q=mto&q=b&cursor=x") == "?q=mto&amp;q=b&amp;order=name"
    assert draw("{% query_with q='' %}", "q=mto") == "?"


def test_a_heading_sorts_turns_round_and_begins_at_the_first_page() -> None:
    source = "{% sort_header 'n' 'name' current reverse='name-down' %}"
    used = draw(source, "cursor=x&q=a", current="name")
    assert 'aria-sort="ascending"' in used
    assert 'href="?q=a&amp;order=name-down"' in used
    turned = draw(source, current="name-down")
    assert 'aria-sort="descending"' in turned
    assert 'href="?order=name"' in turned
    assert "aria-sort" not in draw(source, current="country")


def test_an_order_that_runs_down_is_announced_so() -> None:
    html = draw("{% sort_header 'd' 'newest' 'newest' descending=True %}")
    assert 'aria-sort="descending"' in html


def test_orders_of_a_list_are_links_but_for_the_one_in_use() -> None:
    @dataclass
    class Order:
        slug: str
        label: str

    html = draw("{% order_links orders 'name' %}", "cursor=x", orders=[Order("name", "A"), Order("newest", "B")])
    assert '<b aria-current="true">A</b>' in html
    assert 'href="?order=newest"' in html


def test_the_pager_leads_to_both_neighbours_and_counts_all() -> None:
    html = draw("{% pager page %}", "q=mto&cursor=old", page=Page())
    assert "51 to 100 of 214<" in html
    assert 'href="?q=mto&amp;cursor=p1"' in html
    assert 'href="?q=mto&amp;cursor=n1"' in html


def test_a_list_of_one_page_only_counts() -> None:
    html = draw("{% pager page %}", page=Page(3, 1, 3, None, None))
    assert "3 in all" in html
    assert "<nav" not in html
    assert "<form" not in html


def test_a_jump_keeps_filters_and_forgets_the_place() -> None:
    html = draw("{% pager page jump='Name' %}", "q=mto&cursor=old&jump=b", page=Page())
    assert '<input type="hidden" name="q" value="mto">' in html
    assert 'name="jump" value="b"' in html
    assert 'name="cursor"' not in html


def test_a_table_scrolls_in_a_region_that_the_keyboard_reaches_and_its_caption_names() -> None:
    html = draw("{% data_table 'Facilities' name='f' %}<tr></tr>{% end_data_table %}")
    assert 'role="region" tabindex="0" aria-labelledby="f-caption"' in html
    assert '<caption id="f-caption">Facilities</caption><tr></tr>' in html


def test_blocks_keep_their_markup_and_escape_their_titles() -> None:
    html = draw("{% notice 'done' title=t %}<p>Sent.</p>{% end_notice %}", t="<b>")
    assert "<p>Sent.</p>" in html
    assert "&lt;b&gt;" in html
    assert "<summary>why</summary><div><p>x</p></div>" in draw("{% details 'why' %}<p>x</p>{% end_details %}")


def test_the_last_link_of_a_path_is_the_page_itself() -> None:
    html = draw("{% context_path links %}", links=[Link("Library", "/l"), Link("Rome 9", "/l/9")])
    assert html.count("<a ") == 1
    assert '<li aria-current="page"><bdi>Rome 9</bdi></li>' in html


def test_an_empty_list_says_what_would_fill_it() -> None:
    html = draw("{% empty_state 'Nothing waits' 'It will stand here.' 'Write' '/new' %}")
    assert 'href="/new"' in html
    assert "<a" not in draw("{% empty_state 'Nothing waits' %}")


class TestLongLists:
    COLUMNS = (Column("Name"), Column("Places {in} all", "num"), Column("State"))

    def drawn(self, *rows: tuple[object, ...]) -> str:
        return draw(
            "{% list_table caption 'beds' columns rows %}", caption="All <beds>", columns=self.COLUMNS, rows=rows
        )

    def test_each_row_says_what_it_is_about_and_each_cell_under_which_heading(self) -> None:
        html = self.drawn((cells.link("/b", "East"), cells.number(12), cells.state_tag("open", "done")))
        assert '<caption id="beds-caption">All &lt;beds&gt;</caption>' in html
        assert '<th scope="col" class="num">Places {in} all</th>' in html
        row = (
            '<tr><th scope="row"><a href="/b">East</a></th><td class="num" data-label="Places {in} all">12</td>'
            '<td data-label="State"><span class="tag tag-done">open</span></td></tr>'
        )
        assert f"<tbody>{row}</tbody>" in html
        assert 'class="stacks"' in html

    def test_what_somebody_wrote_is_escaped_once(self) -> None:
        name = '<b onclick="x">R & D</b> {0}'
        html = self.drawn((cells.beside(cells.link(name, cells.spoken(name, "en")), cells.bidi(name)), name, ""))
        assert "<b " not in html
        assert html.count("&lt;b onclick=&quot;x&quot;&gt;R &amp; D&lt;/b&gt; {0}") == 4

    def test_days_and_moments_are_told_in_the_language_of_the_reader(self) -> None:
        at = datetime(2026, 11, 10, 23, 30, tzinfo=UTC)
        assert cells.moment(at) == f'<time datetime="{at.isoformat()}">{date_format(at)}</time>'
        for language in ("fr", "ar", "en", "id"):
            with translation.override(language):
                assert cells.day(date(2026, 2, 1)) == date_format(date(2026, 2, 1))

    def test_a_cell_is_filled_as_format_html_would(self) -> None:
        for value in ("a & <b>", SafeString("<i>x</i>"), gettext_lazy("Name"), 12, None, "'\""):
            assert cells.filled("<p>{}</p>", value) == format_html("<p>{}</p>", value)
        assert isinstance(cells.filled("{}", "x"), SafeString)

    def test_addresses_are_those_that_are_looked_up_one_by_one(self) -> None:
        key = uuid4()
        assert cells.addresses("followup:detail")(key) == reverse("followup:detail", kwargs={"pk": key})
