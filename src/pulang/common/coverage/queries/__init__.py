"""Counting who is trained where."""

from pulang.common.coverage.queries.choosing import Choices, choices
from pulang.common.coverage.queries.counting import Asked, Coverage, PlaceLine, coverage

__all__ = ["Asked", "Choices", "Coverage", "PlaceLine", "choices", "coverage"]
