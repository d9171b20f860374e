"""Every measure runs on a small world, on the engine under test; what is fast is for ``make bench`` to say."""

import json
import os
from pathlib import Path

import pytest
from bench.__main__ import on_site
from bench.engines import Store
from bench.figures import Figure, Sample, json_line, markdown, rows, written_into
from bench.measures import Effort, measures
from django.conf import settings

LITTLE = Effort(times=2, seconds=0.5, starts=1, far=2)
APART = {"start", "memory"}  # they start servers again and again
PLANE = settings.PULANG_PLANE


@pytest.mark.engine
def test_every_measure_of_the_plane_gives_figures(tmp_path: Path) -> None:
    server = os.environ.get("PULANG_DATABASE_URL", "").rpartition("/")[0]
    chosen = [measure for measure in measures() if PLANE in measure.planes and measure.slug not in APART]
    store = Store(tmp_path, seed=1, say=lambda text: None)
    with store.site(PLANE, "postgresql" if server else "sqlite", 50, server) as site:
        found = list(on_site(site, chosen, LITTLE))
        site.call("audit", "verify")
    assert {figure.slug.split("-")[0] for figure in found} >= {measure.slug for measure in chosen} - {"bytes", "pdf"}
    assert all(figure.median > 0 for figure in found)
    assert all(figure.median <= figure.p95 for figure in found)


def test_a_median_and_the_value_that_nineteen_of_twenty_do_not_exceed() -> None:
    assert (Sample(list(range(1, 101))).median, Sample(list(range(1, 101))).p95) == (50.5, 96)
    assert (Sample([7.0]).median, Sample([7.0]).p95) == (7, 7)


def figure(size: int, median: float, *, more_is_better: bool = False) -> Figure:
    return Figure(
        "list", "A list", "ms", median, median, 5, "sqlite", size, bare=5, beat=100, wanted=10,
        more_is_better=more_is_better,
    )  # fmt: skip


def test_the_table_shows_growth_the_limit_and_what_is_to_be_beaten() -> None:
    (line,) = rows([figure(10, 8), figure(100, 10)])
    assert line == ("A list", "sqlite", "8 ms", "10 ms", "1.25", "5 ms", "0.50", "100 ms, 10 times", "10.0 times")
    assert figure(1, 200, more_is_better=True).better == 2
    assert figure(1, 4, more_is_better=True).of_bare() == 0.8


def test_a_line_of_json_names_the_machine() -> None:
    told = json.loads(json_line(figure(100, 10), {"processors": 2}))
    assert (told["slug"], told["better"], told["machine"]) == ("list", 10, {"processors": 2})


def test_the_table_takes_the_place_of_the_one_before_in_the_document() -> None:
    text = "# Title\n<!-- figures -->\nold\n<!-- end of figures -->\nThe rest.\n"
    written = written_into(text, markdown([figure(100, 10)], {"processors": 2}))
    assert "old" not in written
    assert "| A list | sqlite |" in written
    assert written.startswith("# Title\n")
    assert written.endswith("The rest.\n")
    with pytest.raises(ValueError, match="no section"):
        written_into("nothing", "table")
