"""The arithmetic of the register: of facilities and staff, never of a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from pulang.common.facilities.rules.rows import Strength


def occupancy(population: int, capacity: int) -> int | None:
    """People in custody for each hundred places, rounded; ``None`` where there are no places."""
    if capacity == 0:
        return None
    return int((Decimal(population * 100) / capacity).quantize(Decimal(1), ROUND_HALF_UP))


def per_hundred(staff: int, population: int) -> Decimal | None:
    """Staff in post for each hundred people in custody, with one decimal; ``None`` where nobody is in custody."""
    if population == 0:
        return None
    return (Decimal(staff * 100) / population).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True)
class StaffRow:
    """One grade, or all of them. ``posts`` is ``None`` where the established posts are not known."""

    grade: str
    women: int
    men: int
    posts: int | None

    @property
    def in_post(self) -> int:
        return self.women + self.men

    @property
    def vacant(self) -> int | None:
        """Posts that nobody fills; 0 where more are in post than are established."""
        return None if self.posts is None else max(self.posts - self.in_post, 0)


@dataclass(frozen=True)
class StaffTable:
    """Staff strength by grade with its total; the total has posts only where every grade has."""

    rows: tuple[StaffRow, ...]
    total: StaffRow


def staff_table(staff: Mapping[str, Strength], order: Sequence[str]) -> StaffTable:
    """The table of one count, its grades in ``order``."""
    rows = tuple(
        StaffRow(grade, staff[grade].women, staff[grade].men, staff[grade].posts) for grade in order if grade in staff
    )
    posts = [row.posts for row in rows if row.posts is not None]
    total = StaffRow(
        grade="",
        women=sum(row.women for row in rows),
        men=sum(row.men for row in rows),
        posts=sum(posts) if rows and len(posts) == len(rows) else None,
    )
    return StaffTable(rows, total)
