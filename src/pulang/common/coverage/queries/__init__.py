"""Counting who is trained where."""

from pulang.common.coverage.queries.choosing import Choices, choices
from pulang.common.coverage.queries.counting import SEXES, Asked, Coverage, PlaceLine, coverage

__all__ = ["SEXES", "Asked", "Choices", "Coverage", "PlaceLine", "choices", "coverage"]
