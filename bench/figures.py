"""Figures: how they are computed, printed as a table, and kept as JSON lines."""

import json
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Figure:
    """One thing that was measured: ``median`` and ``p95`` of ``times`` values in ``unit``.

    ``bare`` is what a bare Django view needs for the same (median); ``beat`` the figure of other open systems that is
    to be beaten, in the same unit, and ``wanted`` how many times. ``more_is_better`` for what is counted by the second.
    """

    slug: str
    title: str
    unit: str
    median: float
    p95: float
    times: int
    engine: str = ""
    size: int = 0
    bare: float | None = None
    beat: float | None = None
    wanted: float = 1
    more_is_better: bool = False
    note: str = ""

    @property
    def better(self) -> float | None:
        """How many times better than the figure that is to be beaten."""
        if self.beat is None or not self.median:
            return None
        return self.median / self.beat if self.more_is_better else self.beat / self.median

    def of_bare(self) -> float | None:
        """Speed as a part of the bare view's."""
        if not self.bare or not self.median:
            return None
        return self.median / self.bare if self.more_is_better else self.bare / self.median


@dataclass(frozen=True)
class Sample:
    """Values of one thing measured again and again."""

    values: Sequence[float]

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def p95(self) -> float:
        """The value that nineteen of twenty do not exceed."""
        in_order = sorted(self.values)
        return in_order[min(len(in_order) - 1, int(len(in_order) * 0.95))]


def figure(slug: str, title: str, unit: str, values: Sequence[float], **more: Any) -> Figure:
    """The figure of these values."""
    sample = Sample(values)
    return Figure(slug, title, unit, sample.median, sample.p95, len(values), **more)


def json_line(found: Figure, machine: dict[str, Any]) -> str:
    """One figure with the machine on which it was taken."""
    return json.dumps({**asdict(found), "better": found.better, "of_bare": found.of_bare(), "machine": machine})


HEADINGS = ("What", "Engine", "At a tenth", "At full size", "Growth", "Bare view", "Of it", "To beat", "Better")


def rows(figures: Sequence[Figure]) -> list[tuple[str, ...]]:
    """The table's cells: sizes side by side, since growth is what matters."""
    largest = max((found.size for found in figures), default=0)
    found_by = {(found.slug, found.engine, found.size): found for found in figures}
    lines = []
    for slug, engine in dict.fromkeys((found.slug, found.engine) for found in figures):
        sizes = sorted(size for one, other, size in found_by if (one, other) == (slug, engine))
        full = found_by[slug, engine, sizes[-1]]
        small = found_by[slug, engine, sizes[0]] if len(sizes) > 1 and full.size == largest else None
        lines.append(_row(full, small))
    return lines


def _row(full: Figure, small: Figure | None) -> tuple[str, ...]:
    growth = full.median / small.median if small and small.median else None
    return (
        full.title + (f" ({full.note})" if full.note else ""),
        full.engine,
        _value(small) if small else "",
        _value(full),
        f"{growth:.2f}" if growth else "",
        f"{_number(full.bare)} {full.unit}" if full.bare else "",
        f"{full.of_bare():.2f}" if full.of_bare() else "",
        f"{_number(full.beat)} {full.unit}, {full.wanted:g} times" if full.beat else "",
        f"{full.better:.1f} times" if full.better else "",
    )


def _value(found: Figure) -> str:
    if found.p95 == found.median:
        return f"{_number(found.median)} {found.unit}"
    return f"{_number(found.median)} {found.unit} ({_number(found.p95)})"


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def print_table(figures: Sequence[Figure]) -> None:
    """The table on the terminal; medians, with the 95th percentile in brackets."""
    table = Table(*HEADINGS)
    for line in rows(figures):
        table.add_row(*line)
    Console(width=190).print(table)


def markdown(figures: Sequence[Figure], machine: dict[str, Any]) -> str:
    """The same table for the documentation, with the machine above it."""
    told = "; ".join(f"{name}: {value}" for name, value in machine.items())
    lines = [HEADINGS, tuple("---" for _ in HEADINGS), *rows(figures)]
    return "\n".join([f"Measured on {told}.", "", *(f"| {' | '.join(line)} |" for line in lines)])


def written_into(text: str, table: str, mark: str = "figures") -> str:
    """A document whose marked section is replaced. Raises ValueError where it has no such section."""
    begin, end = f"<!-- {mark} -->", f"<!-- end of {mark} -->"
    head, found, rest = text.partition(begin)
    _old, closed, tail = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"no section between {begin} and {end}")
    return f"{head}{begin}\n{table}\n{end}{tail}"


def merged(figures: Iterable[Figure], bare: dict[str, float]) -> list[Figure]:
    """Figures with the bare view's beside them."""
    return [Figure(**{**asdict(found), "bare": bare.get(found.slug)}) for found in figures]
