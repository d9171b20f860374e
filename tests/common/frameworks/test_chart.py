"""The thread of a good practice over time: as many points as the thread beside it has entries with a day."""

import re

from tests.worlds import World

ADDRESS = "/practices/rome-memorandum/family/"


def read(world: World, who: str) -> tuple[int, int, int]:
    """Entries of the thread, points of the drawing, and the sum of the table beneath it."""
    page = world.client(who).get(ADDRESS).content.decode()
    thread = re.search(r'<h2 id="thread">.*?</section>', page, re.DOTALL)
    figure = re.search(r'<figure class="chart">.*?</figure>', page, re.DOTALL)
    entries = re.findall(r"<li[ >]", thread.group() if thread else "")
    undated = len(re.findall("date not stated", thread.group() if thread else ""))
    html = figure.group() if figure else ""
    counted = [int(number) for number in re.findall(r'<td class="num">(\d+)</td>', html)]
    return len(entries) - undated, html.count("fill-opacity"), sum(counted)


def test_it_shows_each_dated_entry_that_the_reader_sees_and_no_other(full_world: World) -> None:
    seen = set()
    for who in ("corrections", "outsider", "observer", "training", "other-officer", "inspector", "admin"):
        if who in full_world.people:
            entries, points, counted = read(full_world, who)
            assert points == counted == (entries if entries > 1 else 0), who
            seen.add(points)
    assert len(seen) > 1


def test_there_is_none_where_nothing_was_done(world: World) -> None:
    reader = next(who for who in ("corrections", "training") if who in world.people)
    page = world.client(reader).get(ADDRESS).content.decode()
    assert "Nothing has been recorded here yet" in page
    assert "<figure" not in page
