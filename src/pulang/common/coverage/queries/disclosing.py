"""The one table of a course's coverage that may leave the service, and what can be added up from it alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from pulang.common.coverage.queries.counting import Asked, Coverage, PlaceLine, coverage
from pulang.common.coverage.rules import Figures, hidden, total
from pulang.foundation.policy.viewer import Viewer


@dataclass(frozen=True)
class Disclosed:
    """Facilities whose figures may leave, how many were left out, and the figures of all; None where those are hidden.

    ``regions`` are sums of the facilities that are kept, so that they say nothing which the table does not.
    """

    kept: Sequence[PlaceLine]
    left_out: int
    total: Figures | None

    @property
    def regions(self) -> list[tuple[str, Figures]]:
        """What stands directly above the facilities, by name."""
        found: dict[str, list[Figures]] = {}
        for line in self.kept:
            found.setdefault(line.above, []).append(line.figures)
        return [(name, total(figures)) for name, figures in found.items()]


def disclosed(found: Coverage) -> Disclosed:
    """The table of this coverage, without small numbers and without those that the total would give away."""
    rows = [line for line in found.facilities if line.figures.in_post]
    out = hidden([line.figures for line in rows])
    kept = [line for place, line in enumerate(rows) if place not in out.rows]
    return Disclosed(kept, len(out.rows), None if out.total else total(line.figures for line in rows))


def disclosed_to_others(viewer: Viewer, asked: Asked) -> Disclosed:
    """The table of what the viewer may see of a course."""
    return disclosed(coverage(viewer, asked))
