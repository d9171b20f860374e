"""Reading the public record: entries with their texts in the reader's language, and the claims of one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from pulang.common.frameworks.queries import ProvisionLine, lines_of
from pulang.common.marking.queries import Carried, let_out_one, marked, shown
from pulang.forum.engagements.models import (
    ClaimSource,
    ClaimText,
    RecordClaim,
    RecordEntry,
    RecordPlace,
    RecordSource,
    RecordText,
)
from pulang.forum.engagements.permissions import EngagementsPermission as P
from pulang.forum.engagements.rules.record import SOURCE_LANGUAGE, Kind
from pulang.foundation.policy.exits import PAGE
from pulang.foundation.policy.rules import get, visible
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.texts.models import Picked, pick
from pulang.kernel.folding import sort_key


@dataclass(frozen=True)
class RecordLine:
    """An entry with its text and the names of its places, as a reader sees them; names may be empty."""

    entry: RecordEntry
    text: Picked[RecordText]
    country: str
    place: str

    @property
    def where(self) -> str:
        """City and country, as far as they are known."""
        if self.place and self.country:
            return _("{place}, {country}").format(place=self.place, country=self.country)
        return self.place or self.country


@dataclass(frozen=True)
class ClaimLine:
    """One claim with its statement in the reader's language and its sources."""

    claim: RecordClaim
    text: Picked[ClaimText]
    sources: tuple[RecordSource, ...]


@dataclass(frozen=True)
class RecordPage:
    """One entry. ``differing`` are groups of claims that differ about the same thing; ``claims`` are all others."""

    line: RecordLine
    differing: tuple[tuple[ClaimLine, ...], ...]
    claims: tuple[ClaimLine, ...]
    provisions: tuple[ProvisionLine, ...]


def record(viewer: Viewer, *, language: str, kind: str = "", country: str = "") -> list[RecordLine]:
    """Entries of a kind and a country (its code); empty asks for all. Engagements by country, all else by time."""
    rows = visible(viewer, P.RECORD_VIEW, RecordEntry.objects.all())
    if kind:
        rows = rows.filter(kind=kind)
    if country:
        rows = rows.filter(country__key=country)
    lines = [line_of(row, language) for row in shown(viewer, with_texts(rows))]
    return sorted(lines, key=_order)


def countries(viewer: Viewer, language: str) -> list[tuple[str, str]]:
    """Codes and names of the countries that have entries, by name."""
    used = visible(viewer, P.RECORD_VIEW, RecordEntry.objects.all()).values("country")
    named = [(place.key, name_of(place, language)) for place in RecordPlace.objects.filter(pk__in=used)]
    return sorted(named, key=lambda pair: sort_key(pair[1]))


def record_entry(viewer: Viewer, key: str, *, language: str) -> RecordPage:
    """One entry with its claims and the good practices it is about, or ``Http404``."""
    row = get(viewer, P.RECORD_VIEW, with_texts(RecordEntry.objects.all()), key=key)
    row = let_out_one(viewer, PAGE, Carried(row, (marked(row),)))
    claims = [_claim_line(claim, language) for claim in row.claims.all()]
    groups = _groups(claims)
    grouped = {line.claim.pk for group in groups for line in group}
    return RecordPage(
        line=line_of(row, language),
        differing=tuple(groups),
        claims=tuple(line for line in claims if line.claim.pk not in grouped),
        provisions=tuple(lines_of(row.links.values_list("provision_id", flat=True), language)),
    )


def with_texts(rows: QuerySet[RecordEntry]) -> QuerySet[RecordEntry]:
    """Entries with all that their lines and claims need. Five queries."""
    links = Prefetch("links", ClaimSource.objects.select_related("source").order_by("pk"))
    claims = RecordClaim.objects.order_by("position").prefetch_related("texts", links)
    return rows.select_related("country", "place", "marking").prefetch_related("texts", Prefetch("claims", claims))


def line_of(row: RecordEntry, language: str) -> RecordLine:
    """An entry, fetched by :func:`with_texts`, in one language."""
    return RecordLine(
        entry=row,
        text=pick(row.texts.all(), language, SOURCE_LANGUAGE),
        country=name_of(row.country, language) if row.country else "",
        place=name_of(row.place, language) if row.place else "",
    )


def name_of(place: RecordPlace, language: str) -> str:
    """A place's name in the language, else in English."""
    return str(place.names.get(language) or place.names[SOURCE_LANGUAGE])


def _order(line: RecordLine) -> tuple[int, str, date, int]:
    kinds = list(Kind)
    by_country = sort_key(line.country) if line.entry.kind == Kind.ENGAGEMENT else ""
    kind = Kind.WORKSHOP if line.entry.kind == Kind.MEETING else Kind(line.entry.kind)
    return kinds.index(kind), by_country, line.entry.starts_on or date.max, line.entry.position


def _claim_line(claim: RecordClaim, language: str) -> ClaimLine:
    sources = tuple(link.source for link in claim.links.all())
    return ClaimLine(claim, pick(claim.texts.all(), language, SOURCE_LANGUAGE), sources)


def _groups(lines: Sequence[ClaimLine]) -> list[tuple[ClaimLine, ...]]:
    """Claims that differ from each other, directly or through a third one."""
    together: dict[int, set[int]] = {line.claim.pk: {line.claim.pk} for line in lines}
    for line in lines:
        other = line.claim.differs_from_id
        if other in together:
            joined = together[line.claim.pk] | together[other]
            together.update(dict.fromkeys(joined, joined))
    sets = {frozenset(group) for group in together.values() if len(group) > 1}
    groups = [tuple(line for line in lines if line.claim.pk in group) for group in sets]
    return sorted(groups, key=lambda group: group[0].claim.position)
