"""What the page of coverage shows, as values for its template."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pulang.common.coverage.queries import SEXES, Asked, Coverage, PlaceLine
from pulang.common.coverage.rules import MONTHS, Figures, is_small, total
from pulang.common.facilities.models import Sex
from pulang.common.facilities.queries import grade_words
from pulang.foundation.charts.shown import Bar, Chart, bars
from pulang.foundation.charts.tiles import Tile, tiles
from pulang.foundation.ui import cells
from pulang.foundation.ui.parts import Cells, Column

PLACES = (
    Column(gettext_lazy("Place")),
    Column(gettext_lazy("In post"), "num"),
    Column(gettext_lazy("Trained"), "num"),
    Column(gettext_lazy("Share"), "num"),
    Column(gettext_lazy("Still to train"), "num"),
    Column(gettext_lazy("Recruits trained"), "num"),
)
SEX_WORDS = {
    Sex.WOMAN.value: gettext_lazy("Women"),
    Sex.MAN.value: gettext_lazy("Men"),
    "": gettext_lazy("Sex not known"),
}


@dataclass(frozen=True)
class Map:
    """The tiles of one region, under its name."""

    name: str
    drawing: SafeString


def grades(known: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Grades in the reader's language."""
    return [(key, str(grade_words(key, name))) for key, name in known]


def page(found: Coverage, asked: Asked, course: str) -> dict[str, Any]:
    """Everything that the page shows of one answer."""
    sexes = [sex for sex in SEXES if sex in found.by_sex()]
    by_sex = (Column(SEX_WORDS[sex], "num") for sex in sexes)
    return {
        "found": found,
        "total": found.total,
        "share": percent(found.total.share),
        "sentence": sentence(found),
        "maps": _maps(found, asked, course),
        "columns": PLACES,
        "lines": [_line(line, asked, course) for line in found.lines],
        "grade_columns": (Column(_("Grade")), *by_sex, Column(_("All"), "num")),
        "grade_lines": list(_by_grade(found, sexes)),
        "chart": _chart(found) if found.total.in_post else None,
        "has_small": found.groups.has_small,
    }


def percent(share: int | None) -> str:
    """A share in words, or a dash."""
    return "–" if share is None else _("%(value)s %%") % {"value": cells.number(share)}


def sentence(found: Coverage) -> str:
    """When the gap closes at the present pace; honest where there is none."""
    if not found.total.in_post:
        return _("Nobody is on the roll here yet, so nothing can be said about coverage.")
    if not found.total.gap:
        return _("Everybody in post is trained. Recruits who join open a new gap.")
    ahead = found.forecast
    if ahead is None:
        words = _("Nobody was trained over the last {months} months, so at this pace the gap of {gap} does not close.")
        return words.format(months=MONTHS, gap=cells.number(found.total.gap))
    words = _(
        "At the present pace ({pace} trained a month over the last {months} months) the gap of {gap} closes in "
        "{ahead}, with {deliveries} of {people}."
    )
    return words.format(
        pace=cells.decimal(ahead.a_month),
        months=MONTHS,
        gap=cells.number(found.total.gap),
        ahead=_counted(ahead.months, ngettext("{count} month", "{count} months", ahead.months)),
        deliveries=_counted(ahead.deliveries, ngettext("{count} delivery", "{count} deliveries", ahead.deliveries)),
        people=_counted(ahead.people, ngettext("{count} person", "{count} people", ahead.people)),
    )


def _counted(count: int, words: str) -> str:
    return words.format(count=cells.number(count))


def _maps(found: Coverage, asked: Asked, course: str) -> list[Map]:
    """A grid of tiles for each region; one grid where the tiles are regions."""
    if len(found.places) <= 1:
        return []
    by_region = groupby(found.lines, key=lambda line: line.above)
    return [
        Map(above, tiles(above or _("Regions"), [_tile(line, asked, course) for line in lines]))
        for above, lines in by_region
    ]


def _tile(line: PlaceLine, asked: Asked, course: str) -> Tile:
    return Tile(line.name, line.figures.share, percent(line.figures.share), address(course, asked.grade, line.key))


def address(course: str, grade: str, under: str) -> str:
    """The page of one place, for the same course and grade."""
    given = {"course": course, "grade": grade, "under": under}
    return f"{reverse('coverage:page')}?{urlencode({name: value for name, value in given.items() if value})}"


def _line(line: PlaceLine, asked: Asked, course: str) -> Cells:
    figures = line.figures
    return (
        cells.link(address(course, asked.grade, line.key), cells.bidi(line.name)),
        _count(figures.in_post),
        _count(figures.trained),
        percent(figures.share),
        _count(figures.gap),
        _of(figures.recruits_trained, figures.recruits),
    )


def _by_grade(found: Coverage, sexes: Sequence[str]) -> Iterable[Cells]:
    names = dict(found.grades)
    for key, by_sex in found.by_grade().items():
        row = [by_sex.get(sex, Figures()) for sex in sexes]
        words = cells.bidi(grade_words(key, names[key]))
        yield words, *(_of(one.trained, one.in_post) for one in (*row, total(by_sex.values())))


def _count(count: int) -> str:
    """A number, with a mark where it speaks of fewer than five people."""
    return f"{cells.number(count)}*" if is_small(count) else cells.number(count)


def _of(part: int, whole: int) -> str:
    if not whole:
        return "–"
    mark = "*" if is_small(part) or is_small(whole) or is_small(whole - part) else ""
    words = _("%(part)s of %(whole)s") % {"part": cells.number(part), "whole": cells.number(whole)}
    return words + mark


def _chart(found: Coverage) -> Chart:
    """The trained and the others, by grade."""
    names = dict(found.grades)
    figures = []
    for key, by_sex in found.by_grade().items():
        name = str(grade_words(key, names[key]))
        trained = sum(one.trained for one in by_sex.values())
        gap = sum(one.gap for one in by_sex.values())
        figures += [Bar(name, _("Trained"), trained), Bar(name, _("Still to train"), gap)]
    return bars("coverage-chart", _("Trained and still to train, by grade"), _("Grade"), figures, stacked=True)
