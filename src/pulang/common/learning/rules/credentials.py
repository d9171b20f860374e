"""A completed course as an Open Badges 3.0 credential (1EdTech, final release of May 2024) that names nobody."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

CONTEXT = ("https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json")
MIDNIGHT = "T00:00:00Z"


@dataclass(frozen=True)
class Achieved:
    """What the credential says. ``holder`` is a number made for it alone, ``achievement`` stands for the version."""

    id: UUID
    holder: UUID
    achievement: UUID
    title: str
    summary: str
    criteria: str
    language: str
    issuer: str
    issued_on: date
    until: date | None


def credential(said: Achieved, issuer_key: str) -> dict[str, Any]:
    """The credential, to be signed with the key that ``issuer_key`` (a ``did:key``) names."""
    until = {"validUntil": f"{said.until.isoformat()}{MIDNIGHT}"} if said.until else {}
    return {
        "@context": list(CONTEXT),
        "id": said.id.urn,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": said.title,
        "issuer": {"id": issuer_key, "type": ["Profile"], "name": said.issuer},
        "validFrom": f"{said.issued_on.isoformat()}{MIDNIGHT}",
        **until,
        "credentialSubject": {
            "id": said.holder.urn,
            "type": ["AchievementSubject"],
            "achievement": {
                "id": said.achievement.urn,
                "type": ["Achievement"],
                "name": said.title,
                "description": said.summary,
                "inLanguage": said.language,
                "criteria": {"narrative": said.criteria},
            },
        },
    }
