"""When a gap closes if training goes on as it did: arithmetic, and no answer where nothing went on."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

MONTHS = 6


@dataclass(frozen=True)
class Pace:
    """How many people were trained over the last six months, at how many deliveries."""

    people: int
    deliveries: int


@dataclass(frozen=True)
class Forecast:
    """The pace in people a month, and what it takes to train the rest: months, and deliveries of so many people."""

    a_month: Decimal
    months: int
    deliveries: int
    people: int


def forecast(gap: int, pace: Pace) -> Forecast | None:
    """``None`` without a gap, and without a pace."""
    if gap <= 0 or not pace.people or not pace.deliveries:
        return None
    people = max(pace.people // pace.deliveries, 1)
    return Forecast(
        a_month=(Decimal(pace.people) / MONTHS).quantize(Decimal("0.1"), ROUND_HALF_UP),
        months=-(-gap * MONTHS // pace.people),
        deliveries=-(-gap // people),
        people=people,
    )
