"""What people thought of a delivery: shown only where so many have spoken that nobody can be told from it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FEWEST = 5
LOWEST, HIGHEST = 1, 5
QUESTIONS: Mapping[str, Promise] = {
    "useful": _("What I learned is useful for my own work."),
    "clear": _("It was clear what was meant and what I can do."),
    "respected": _("I was treated with respect, and could disagree."),
}
SCALE: tuple[tuple[int, Promise], ...] = (
    (5, _("Agree")),
    (4, _("Rather agree")),
    (3, _("Neither")),
    (2, _("Rather disagree")),
    (1, _("Disagree")),
)


@dataclass(frozen=True)
class Ratings:
    """How many spoke, and the mean of each question from 1 to 5; no mean where too few spoke."""

    count: int
    means: Mapping[str, float]

    @property
    def told(self) -> bool:
        return bool(self.means)


def ratings(found: Mapping[str, float | int | None]) -> Ratings:
    """The ratings of a delivery from their number (``count``) and means."""
    count = int(found["count"] or 0)
    if count < FEWEST:
        return Ratings(count, {})
    return Ratings(count, {name: round(float(found[name] or 0), 1) for name in QUESTIONS})
