"""Facilities with figures and staff strength, through the import that users have, many rows at a time."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from random import Random

from bench.worlds.places import place_name
from bench.worlds.stock import Advance
from pulang.common.accounts.models import Organisation
from pulang.common.facilities.actions import import_facilities
from pulang.common.facilities.rules import ForWhom
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock

HEAD = (
    "key,name,under,for whom,date,capacity,population,officer women,officer men,officer posts,senior women,senior men"
)
A_FILE = 1_000


def table(random: Random, keys: Iterable[str], regions: Sequence[Organisation], day: date) -> str:
    """A file of facilities that are new, spread over the regions."""
    return "\n".join([HEAD, *_rows(random, keys, regions, day)])


def _rows(random: Random, keys: Iterable[str], regions: Sequence[Organisation], day: date) -> Iterator[str]:
    for place, key in enumerate(keys):
        capacity, officers = random.randrange(50, 2_000), random.randrange(10, 400)
        figures = (
            day.isoformat(), capacity, random.randrange(capacity // 2, capacity * 2), officers // 4, officers,
            officers * 2, officers // 20, officers // 8,
        )  # fmt: skip
        under, use = regions[place % len(regions)].key, random.choice(list(ForWhom))
        yield ",".join(map(str, (key, place_name(random), under, use.value, *figures)))


def facilities(
    random: Random, prefix: str, size: int, regions: Sequence[Organisation], by: Viewer, advance: Advance
) -> None:
    """So many facilities below these regions, counted on one day; ``by`` keeps the register there."""
    for first in range(0, size, A_FILE):
        keys = [f"f-{prefix}{number}" for number in range(first, min(first + A_FILE, size))]
        text = table(random, keys, regions, clock.today())
        report = import_facilities(by=by, text=text, write=True, good_rows_only=False)
        assert report.written, report.problems[:3]
        advance(len(keys))
