"""How many are in post and how many of them are trained, of any group of officers."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figures:
    """Officers in post and those of them who hold a certificate; the same of recruits, who are among them."""

    in_post: int = 0
    trained: int = 0
    recruits: int = 0
    recruits_trained: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.in_post + other.in_post,
            self.trained + other.trained,
            self.recruits + other.recruits,
            self.recruits_trained + other.recruits_trained,
        )

    @property
    def gap(self) -> int:
        """Who is still to be trained."""
        return self.in_post - self.trained

    @property
    def share(self) -> int | None:
        """The trained in hundredths, rounded down, so that 100 means everybody; ``None`` where nobody is in post."""
        return self.trained * 100 // self.in_post if self.in_post else None


def total(figures: Iterable[Figures]) -> Figures:
    """All of them together."""
    return sum(figures, Figures())
