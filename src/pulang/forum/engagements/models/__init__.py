"""What engagements keep: requests with their answers, and the public record."""

from pulang.forum.engagements.models.record import (
    ClaimSource,
    ClaimText,
    RecordClaim,
    RecordEntry,
    RecordImport,
    RecordPlace,
    RecordProvision,
    RecordSource,
    RecordText,
    RecordVersion,
)
from pulang.forum.engagements.models.requests import (
    REQUEST_TEXTS,
    Answer,
    Clearance,
    EngagementRequest,
    RequestPlan,
    RequestProvision,
    RequestTranslation,
    RequestTurn,
    TurnKind,
    paired,
)

__all__ = [
    "REQUEST_TEXTS",
    "Answer",
    "ClaimSource",
    "ClaimText",
    "Clearance",
    "EngagementRequest",
    "RecordClaim",
    "RecordEntry",
    "RecordImport",
    "RecordPlace",
    "RecordProvision",
    "RecordSource",
    "RecordText",
    "RecordVersion",
    "RequestPlan",
    "RequestProvision",
    "RequestTranslation",
    "RequestTurn",
    "TurnKind",
    "paired",
]
