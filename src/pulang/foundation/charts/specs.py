"""Vega-Lite specifications, from values alone.

Every place is given in pixels, so that nothing depends on the typefaces of the server. Labels stand above their bars:
long words have room on a telephone. Series differ in fill and outline, lanes in shape and place: never by colour alone.
Right-to-left pages have the same drawing mirrored.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any

from django.utils.formats import number_format

Spec = dict[str, Any]
# The tokens of ui/static/ui/pulang.css; a test holds the two together.
INK, INK_2, EDGE, CARD = "#1b2733", "#4a5866", "#7b7f80", "#fff"
TEAL, TEAL_LIGHT, SAFFRON = "#0b5563", "#e3eef0", "#b4610c"
FILLS: tuple[Spec, ...] = (
    {"fill": TEAL, "stroke": TEAL, "strokeWidth": 1.5},
    {"fill": TEAL_LIGHT, "stroke": TEAL, "strokeWidth": 1.5},
    {"fill": CARD, "stroke": SAFFRON, "strokeWidth": 1.5, "strokeDash": [3, 2]},
)
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
WIDTH = 360
NUMBER = 48
INSET = 22
LINE = 19
BAR = 13
GAP = 9
SIZE = 13
ISOLATE = "\u2068{}\u2069"
# What no XML may hold ends the engine, and with it the whole process: it must never reach it.
UNDRAWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Bar:
    """A figure (0 or more) of one category and one series."""

    category: str
    series: str
    figure: int


@dataclass(frozen=True)
class Point:
    """One thing of a series on a day."""

    day: date
    series: str


def grouped_bars(figures: Sequence[Bar], *, right_to_left: bool) -> Spec:
    """A bar for each series (at most three) beneath each category."""
    return _bars(figures, rtl=right_to_left, stacked=False)


def stacked_bars(figures: Sequence[Bar], *, right_to_left: bool) -> Spec:
    """One bar for each category, with a part for each series (at most three)."""
    return _bars(figures, rtl=right_to_left, stacked=True)


def _bars(figures: Sequence[Bar], *, rtl: bool, stacked: bool) -> Spec:
    series, categories = _once(bar.series for bar in figures), _once(bar.category for bar in figures)
    found = {(bar.category, bar.series): bar.figure for bar in figures}
    rows = [[found.get((category, one), 0) for one in series] for category in categories]
    legend = len(series) if len(series) > 1 else 0
    step = LINE + (1 if stacked else len(series)) * (BAR + 2) + GAP
    top = legend * LINE + (GAP if legend else 0)
    scale = (WIDTH - NUMBER) / max([1, *(sum(row) if stacked else max(row) for row in rows)])
    marks = [mark for place in range(legend) for mark in _key(series[place], place, rtl)]
    for place, (category, amounts) in enumerate(zip(categories, rows, strict=True)):
        start = top + place * step
        marks.append(_text(category, 0, start + SIZE, rtl))
        marks += (_stack if stacked else _group)(amounts, scale, start + LINE, rtl)
    return _whole(marks, top + len(rows) * step - GAP)


def _stack(amounts: list[int], scale: float, top: int, rtl: bool) -> list[Spec]:
    ends = [round(end * scale) for end in accumulate(amounts, initial=0)]
    parts = [_box(place, ends[place], ends[place + 1], top, rtl) for place in range(len(amounts))]
    return [*filter(None, parts), _text(number_format(sum(amounts)), ends[-1] + 6, top + BAR - 2, rtl)]


def _group(amounts: list[int], scale: float, top: int, rtl: bool) -> list[Spec]:
    marks: list[Spec] = []
    for place, amount in enumerate(amounts):
        y, end = top + place * (BAR + 2), round(amount * scale)
        marks += [*filter(None, [_box(place, 0, end, y, rtl)])]
        marks.append(_text(number_format(amount), end + 6, y + BAR - 2, rtl))
    return marks


def _once(words: Iterable[str]) -> list[str]:
    """Each word once, in the order of its first mention."""
    return list(dict.fromkeys(words))


def _key(label: object, place: int, rtl: bool) -> list[Spec]:
    top = place * LINE
    box = _box(place, 0, 22, top + 2, rtl)
    return [*([box] if box else []), _text(str(label), 30, top + SIZE, rtl, INK_2)]


def _box(series: int, start: int, end: int, top: int, rtl: bool) -> Spec | None:
    """A bar of one series; nothing where it has no length."""
    if end <= start:
        return None
    mark = {"type": "rect", **FILLS[series], "y": top, "y2": top + BAR}
    return _mark({**mark, "x": _side(start, rtl), "x2": _side(end, rtl)})


def points(things: Sequence[Point], *, right_to_left: bool) -> Spec:
    """Points on one line for each series, over the years from the reading side. At least one thing."""
    rtl, step, lanes = right_to_left, LINE + 22, _once(thing.series for thing in things)
    ticks = _ticks(things)
    days, foot = [*(thing.day for thing in things), *ticks], len(lanes) * step
    marks: list[Spec] = []
    for lane, label in enumerate(lanes):
        y = lane * step
        found = sorted(thing.day for thing in things if thing.series == label)
        marks += [_text(label, 0, y + SIZE, rtl), _rule(0, WIDTH, y + LINE + 8, y + LINE + 8)]
        marks += [_point(_along(day, days, rtl), y + LINE + 8, lane) for day in found]
    return _whole([*marks, *_axis(ticks, days, foot, rtl)], foot + LINE)


def _ticks(things: Sequence[Point]) -> list[date]:
    """At most six first days of a year, the first and the last year among them."""
    first, last = min(thing.day.year for thing in things), max(thing.day.year for thing in things) + 1
    every = -(-(last - first) // 5)
    return [date(year, 1, 1) for year in range(first, last + every, every)]


def _axis(ticks: Sequence[date], days: list[date], foot: int, rtl: bool) -> Iterable[Spec]:
    for tick in ticks:
        x = _along(tick, days, rtl)
        yield _rule(x, x, foot - 6, foot)
        yield _mark({**_words(str(tick.year), INK_2), "align": "center", "x": x, "y": foot + SIZE})


def _along(day: date, days: list[date], rtl: bool) -> int:
    """Where a day stands between the first and the last; a single day in the middle."""
    first, last = min(days), max(days)
    share = (day - first).days / (last - first).days if last > first else 0.5
    return _side(round(INSET + share * (WIDTH - 2 * INSET)), rtl)


def _side(x: int, rtl: bool) -> int:
    """A distance from the reading side."""
    return WIDTH - x if rtl else x


def _text(words: str, x: int, y: int, rtl: bool, colour: str = INK) -> Spec:
    return _mark({**_words(words, colour), "align": "right" if rtl else "left", "x": _side(x, rtl), "y": y})


def drawable(words: str) -> str:
    """The words without the characters that cannot be drawn."""
    return UNDRAWABLE.sub("", words)


def _words(words: str, colour: str) -> Spec:
    """Words kept whole where those around them run the other way."""
    text = ISOLATE.format(drawable(words))
    return {"type": "text", "baseline": "alphabetic", "text": text, "fontSize": SIZE, "color": colour}


def _rule(x: int, x2: int, y: int, y2: int) -> Spec:
    """A line, a pixel wide, along or down."""
    return _mark({"type": "rect", "fill": EDGE, "x": x, "x2": max(x2, x + 1), "y": y, "y2": max(y2, y + 1)})


def _point(x: int, y: int, lane: int) -> Spec:
    look = {"shape": SHAPES[lane % len(SHAPES)], "size": 90, "fill": TEAL_LIGHT, "fillOpacity": 0.6}
    return _mark({"type": "point", **look, "stroke": TEAL, "strokeWidth": 2, "opacity": 1, "x": x, "y": y})


def _mark(mark: Spec) -> Spec:
    return {"mark": mark, "encoding": {}}


def _whole(layer: list[Spec], height: int) -> Spec:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": WIDTH,
        "height": height,
        "padding": 0,
        "autosize": "none",
        "background": None,
        "data": {"values": [{}]},
        "layer": layer,
        "config": {"view": {"stroke": None}},
    }
