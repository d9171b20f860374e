"""A chart as a page shows it: the drawing, and its figures as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from pulang.foundation.charts import specs
from pulang.foundation.charts.drawing import svg
from pulang.foundation.charts.specs import Bar, Point

__all__ = ["Bar", "Chart", "Point", "bars", "timeline"]
Text = str | Promise


@dataclass(frozen=True)
class Chart:
    """``name`` is unique on the page; ``heads`` begin with what the rows are called."""

    name: str
    title: Text
    drawing: SafeString
    heads: tuple[Text, ...]
    rows: tuple[tuple[Text | int, ...], ...]


def bars(name: str, title: Text, category: Text, figures: Sequence[Bar], *, stacked: bool = False) -> Chart:
    """Bars with one row of the table for each category and one column for each series."""
    build = specs.stacked_bars if stacked else specs.grouped_bars
    spec = build(figures, right_to_left=get_language_bidi())
    found = {(bar.category, bar.series): bar.figure for bar in figures}
    series = tuple(dict.fromkeys(bar.series for bar in figures))
    categories = dict.fromkeys(bar.category for bar in figures)
    rows = [_row(each, [found.get((each, one), 0) for one in series]) for each in categories]
    return Chart(name, title, _drawn(spec, title), (category, *series), tuple(rows))


def timeline(name: str, title: Text, things: Sequence[Point]) -> Chart:
    """Points over the years; the table counts them by year and series."""
    spec = specs.points(things, right_to_left=get_language_bidi())
    series = tuple(dict.fromkeys(point.series for point in things))
    years = sorted({point.day.year for point in things})
    rows = [_row(str(year), [_count(things, year, one) for one in series]) for year in years]
    return Chart(name, title, _drawn(spec, title), (_("Year"), *series), tuple(rows))


def _row(head: Text, figures: Sequence[int]) -> tuple[Text | int, ...]:
    return (head, *figures)


def _count(things: Sequence[Point], year: int, series: str) -> int:
    return sum(point.day.year == year and point.series == series for point in things)


def _drawn(spec: specs.Spec, title: Text) -> SafeString:
    description = _("A drawing. Its figures stand in the table under it.")
    return svg(spec, str(title), description, get_language() or "en")
