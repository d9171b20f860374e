"""Charts: their specifications, the drawing as it stands in a page, and the figures beside it."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from django.utils import translation

import pulang.foundation.ui as ui
from pulang.foundation.charts import drawing, shown, specs
from pulang.foundation.charts.specs import Bar, Point, grouped_bars, points, stacked_bars

STAFF = [Bar("Officers", "Women", 41), Bar("Officers", "Men", 139), Bar("Recruits", "Women", 0)]
DONE = [Point(date(2019, 5, 1), "Plans"), Point(date(2026, 2, 1), "Requests"), Point(date(2026, 2, 1), "Requests")]
SHEET = (Path(ui.__file__).parent / "static" / "ui" / "pulang.css").read_text("utf-8")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def marks(spec: specs.Spec, kind: str) -> list[specs.Spec]:
    return [layer["mark"] for layer in spec["layer"] if layer["mark"]["type"] == kind]


def words(spec: specs.Spec) -> list[str]:
    return [mark["text"].strip("\u2068\u2069") for mark in marks(spec, "text")]


def page(chart: shown.Chart) -> str:
    return Template("{% load charts %}{% chart chart %}").render(Context({"chart": chart}))


def test_bars_name_every_category_series_and_figure() -> None:
    told = words(grouped_bars(STAFF, right_to_left=False))
    assert told == ["Women", "Men", "Officers", "41", "139", "Recruits", "0", "0"]
    assert words(stacked_bars(STAFF, right_to_left=False)) == ["Women", "Men", "Officers", "180", "Recruits", "0"]


def test_bars_are_as_long_as_their_figures() -> None:
    women, men = marks(grouped_bars(STAFF, right_to_left=False), "rect")[2:]
    assert (women["x"], men["x"]) == (0, 0)
    assert women["x2"] / men["x2"] == pytest.approx(41 / 139, abs=0.01)


def test_series_differ_in_more_than_colour() -> None:
    outlines = {(fill["fill"] == fill["stroke"], "strokeDash" in fill) for fill in specs.FILLS}
    assert len(outlines) == len(specs.FILLS)
    shapes = {mark["shape"] for mark in marks(points(DONE, right_to_left=False), "point")}
    assert len(shapes) == 2


def test_one_series_needs_no_legend() -> None:
    assert words(grouped_bars([Bar("draft", "Requests", 3)], right_to_left=False)) == ["draft", "3"]


@pytest.mark.parametrize("build", [grouped_bars, stacked_bars])
def test_a_right_to_left_page_has_the_drawing_mirrored(build: object) -> None:
    left, right = (marks(build(STAFF, right_to_left=rtl), "rect") for rtl in (False, True))  # type: ignore[operator]
    assert [specs.WIDTH - mark["x2"] for mark in left] == [mark["x2"] for mark in right]
    texts = marks(build(STAFF, right_to_left=True), "text")  # type: ignore[operator]
    assert {mark["align"] for mark in texts} == {"right"}


def test_time_runs_from_the_reading_side() -> None:
    left, right = ([mark["x"] for mark in marks(points(DONE, right_to_left=rtl), "point")] for rtl in (False, True))
    by_day = [specs.WIDTH - x for x in right]
    assert left == by_day
    assert max(left[1], left[2]) != left[0]
    assert all(0 < x < specs.WIDTH for x in left)


def test_the_axis_names_at_most_seven_years_however_long_the_time() -> None:
    long = [Point(date(1955, 1, 1), "Plans"), Point(date(2026, 12, 31), "Plans")]
    years = [int(word) for word in words(points(long, right_to_left=False)) if word.isdigit()]
    assert years[0] == 1955
    assert years[-1] >= 2026
    assert len(years) <= 7


def test_nothing_to_measure_is_left_to_the_server() -> None:
    spec = grouped_bars(STAFF, right_to_left=False)
    assert (spec["autosize"], spec["padding"]) == ("none", 0)


def test_colours_are_those_of_the_design_system() -> None:
    tokens = set(re.findall(r"--[\w-]+: (#[0-9a-f]{3,6});", SHEET.split("@layer base")[0]))
    used = {value for name, value in vars(specs).items() if name.isupper() and str(value).startswith("#")}
    assert used
    assert used <= tokens


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_drawing_passes_a_strict_policy_and_speaks_only_the_pages_words(language: str) -> None:
    with translation.override(language):
        html = page(shown.bars("staff", "العاملون", "الرتبة", STAFF))
    found = re.search(r"<svg.*</svg>", html, re.DOTALL)
    assert found
    root = ElementTree.fromstring(found.group())  # noqa: S314 - drawn by us
    named = [name for node in root.iter() for name in node.attrib if node is not root]
    assert not [name for name in named if name.startswith(("aria-", "on")) or name in {"style", "class", "role"}]
    assert not {"style", "class"} & set(root.attrib)
    assert not [node for node in root.iter() if node.tag.rpartition("}")[2] in {"style", "script", "image", "a"}]
    assert (root.get("direction"), root.get("role")) == ("ltr", "img")
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert (root.get("aria-labelledby") or "").split() == ids
    assert len(ids) == 2


def test_figures_stand_in_a_table_beside_the_drawing() -> None:
    html = page(shown.bars("staff", "Staff", "Grade", STAFF))
    assert html.index("<figcaption>Staff") < html.index("<svg") < html.index("<details") < html.index("<table")
    assert re.findall(r'<td class="num">(\d+)</td>', html) == ["41", "139", "0", "0"]


def test_a_thread_is_counted_by_year_in_its_table() -> None:
    html = page(shown.timeline("thread", "Thread", DONE))
    assert re.findall(r'<th scope="row"><bdi>(\d+)</bdi></th>', html) == ["2019", "2026"]
    assert re.findall(r'<td class="num">(\d+)</td>', html) == ["1", "0", "0", "2"]


def test_a_name_is_never_markup() -> None:
    html = page(shown.bars("x", "<b>T</b>", "<i>", [Bar("<script>alert(1)</script>", "<u>", 1)]))
    for tag in ("<b>", "<i>", "<u>", "<script>"):
        assert tag not in html


def test_a_drawing_is_kept_and_old_ones_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "MOST_KEPT", 2)
    drawn = [drawing._drawn(grouped_bars([Bar(f"kept {n}", "x", n)], right_to_left=False)) for n in range(3)]
    assert len(drawing._kept) == 2
    assert drawing._drawn(grouped_bars([Bar("kept 2", "x", 2)], right_to_left=False)) is drawn[2]
