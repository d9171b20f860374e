"""Reading requests, what they add to a provision's thread, and what each viewer has to do next."""

from pulang.forum.engagements.queries.listing import REQUESTS, Known, Told, told
from pulang.forum.engagements.queries.requests import (
    ORDERS,
    STATE_FILTERS,
    by_state,
    clock_country,
    expected_by,
    facts_of,
    files_of,
    hosts,
    known,
    plans_of,
    provisions_of,
    readable,
    readable_ids,
    state_of,
    texts_of,
    with_facts,
)
from pulang.forum.engagements.queries.said import Turn, given_answers, turns

__all__ = [
    "ORDERS",
    "REQUESTS",
    "STATE_FILTERS",
    "Known",
    "Told",
    "Turn",
    "by_state",
    "clock_country",
    "expected_by",
    "facts_of",
    "files_of",
    "given_answers",
    "hosts",
    "known",
    "plans_of",
    "provisions_of",
    "readable",
    "readable_ids",
    "state_of",
    "texts_of",
    "told",
    "turns",
    "with_facts",
]
