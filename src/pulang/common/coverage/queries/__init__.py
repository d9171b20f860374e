"""Counting who is trained where."""

from pulang.common.coverage.queries.choosing import Choices, choices
from pulang.common.coverage.queries.counting import SEXES, Asked, Coverage, PlaceLine, coverage
from pulang.common.coverage.queries.disclosing import Disclosed, disclosed_to_others

__all__ = [
    "SEXES",
    "Asked",
    "Choices",
    "Coverage",
    "Disclosed",
    "PlaceLine",
    "choices",
    "coverage",
    "disclosed_to_others",
]
