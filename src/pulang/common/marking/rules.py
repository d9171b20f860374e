"""Who may have something marked: the Traffic Light Protocol 2.0 applied to one caller."""

from dataclasses import dataclass
from uuid import UUID

from pulang.kernel.tlp import Label, Marking


def organisation_key(pk: UUID) -> str:
    """How an audience names an organisation, and with it everything below."""
    return f"organisation:{pk}"


def office_key(role: str) -> str:
    """How an audience names whoever holds an office of the installation, such as its co-chairs."""
    return f"office:{role}"


def person_key(pk: UUID) -> str:
    """How an audience names one person."""
    return f"person:{pk}"


@dataclass(frozen=True)
class Ceiling:
    """What a caller may have: ``keys`` of every audience that includes it, and whether it is a member at all."""

    keys: frozenset[str]
    member: bool

    def reaches(self, marking: Marking | None) -> bool:
        """Whether the caller may have this. What is unmarked leaves for nobody."""
        if marking is None:
            return False
        return self._label(marking) and (marking.audience is None or bool(self._named(marking.audience)))

    def _label(self, marking: Marking) -> bool:
        if marking.label is Label.CLEAR:
            return True
        return self.member and (marking.label is Label.GREEN or self._in_audience(marking))

    def _in_audience(self, marking: Marking) -> bool:
        named = self._named(marking.audience or frozenset())
        if marking.label is Label.RED:
            return any(key.startswith("person:") for key in named)
        return bool(named)

    def _named(self, audience: frozenset[str]) -> frozenset[str]:
        return audience & self.keys
