"""Reading plans and outcomes, where a plan can come from, and what plans add to a provision's thread."""

from pulang.common.followup.queries.origins import ORIGINS, Origin, Source, Start, register_origin, sources_of
from pulang.common.followup.queries.plans import (
    ORDERS,
    files_of,
    has_outcome,
    hosts,
    mentors,
    mentors_exist,
    outcomes,
    owners,
    plan_readers,
    plans,
    readable_plan_ids,
    readers_of,
    state_of,
    states_of,
    wanting_result,
)

__all__ = [
    "ORDERS",
    "ORIGINS",
    "Origin",
    "Source",
    "Start",
    "files_of",
    "has_outcome",
    "hosts",
    "mentors",
    "mentors_exist",
    "outcomes",
    "owners",
    "plan_readers",
    "plans",
    "readable_plan_ids",
    "readers_of",
    "register_origin",
    "sources_of",
    "state_of",
    "states_of",
    "wanting_result",
]
