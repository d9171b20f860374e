"""Figures of a group's scores that are honest about small groups: how many, the middle, and how far they lie apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles

FEWEST_FOR_A_MIDDLE = 5
FEWEST_FOR_A_SPREAD = 10


@dataclass(frozen=True)
class Spread:
    """Of ``count`` shares in per cent: the middle one, and between which two the middle half lies; None if too few."""

    count: int
    middle: float | None = None
    low: float | None = None
    high: float | None = None


def spread(shares: Sequence[float]) -> Spread:
    """The spread of some shares in per cent. Of fewer than five no middle is told, of fewer than ten no spread."""
    if len(shares) < FEWEST_FOR_A_MIDDLE:
        return Spread(len(shares))
    if len(shares) < FEWEST_FOR_A_SPREAD:
        return Spread(len(shares), round(median(shares)))
    low, _middle, high = quantiles(shares, n=4, method="inclusive")
    return Spread(len(shares), round(median(shares)), round(low), round(high))


def gains(before: Sequence[float | None], after: Sequence[float | None]) -> list[float]:
    """How many points each person gained; only of those who answered both tests."""
    pairs = zip(before, after, strict=True)
    return [late - early for early, late in pairs if early is not None and late is not None]
