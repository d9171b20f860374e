"""The public record for programs: what was reported, by whom, when and where; not checked by anybody here."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import BaseModel, Field

from pulang.common.marking.queries import marked, markings_of
from pulang.forum.engagements.models import RecordEntry, RecordSource
from pulang.forum.engagements.permissions import EngagementsPermission as P
from pulang.forum.engagements.queries.record import ClaimLine, RecordPage, line_of, record_entry, with_texts
from pulang.forum.engagements.rules.record import KIND_WORDS, Kind
from pulang.foundation.api.calling import ApiRequest
from pulang.foundation.api.leaving import Offered, OfferedList, listed
from pulang.foundation.api.operations import Group
from pulang.foundation.api.shapes import Choice, Listed, Named, Paging, Part, Shown, Words
from pulang.foundation.pages import Order
from pulang.foundation.policy.rules import visible

record = Group("record", _("Public record"), _("What has been reported in public about CVE-P, as it was reported."))
IN_ORDER: Sequence[Order] = (Order("file", _("As in the record"), ("position", "id")),)
if TYPE_CHECKING:
    KindSlug = str
else:
    KindSlug = Literal[("", *(kind.value for kind in Kind))]


class EntryLine(Shown):
    """An entry of the record."""

    key: str
    kind: Choice
    title: str
    summary: str
    language: str
    country: str
    place: str
    when: str = Field(description="As precise as its source says: 2024, 2024-10 or 2024-10-02.")
    when_words: str
    starts_on: date | None


class Publication(Part):
    """Where a claim stands."""

    title: str
    published: str
    address: str = Field(description="Empty where the whole address is not known.")


class Claim(Part):
    """One figure or statement, with who claimed it."""

    key: str
    statement: str
    figure: str
    claimed_by: str
    claimed_when: str
    differs_from: list[str] = Field(description="Keys of claims that say something else about the same thing.")
    sources: list[Publication]


class EntryShown(EntryLine):
    """One entry with its claims and the good practices it is about."""

    claims: list[Claim]
    provisions: list[Named]


class Filters(BaseModel):
    """Which entries; what is empty asks for nothing."""

    kind: KindSlug = ""
    country: Words = Field(default="", description="Two-letter code of the country.")


@record.reads("record", Listed[EntryLine], may=[P.RECORD_VIEW], summary=_("List the public record"))
def list_record(request: ApiRequest, paging: Query[Paging], filters: Query[Filters]) -> OfferedList:
    """In the order of its file."""
    rows = visible(request.viewer, P.RECORD_VIEW, RecordEntry.objects.all())
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.country:
        rows = rows.filter(country__key=filters.country)
    return listed(request, with_texts(rows), IN_ORDER, paging, _lines)


@record.reads("record/{slug:key}", EntryShown, may=[P.RECORD_VIEW], summary=_("Read an entry of the public record"))
def read_record_entry(request: ApiRequest, key: str) -> Offered:
    """Each claim with who made it, when, and where it stands."""
    page = record_entry(request.viewer, key, language=_language())
    return Offered(page.line.entry, [marked(page.line.entry)], partial(_whole, page))


def _lines(rows: Sequence[RecordEntry]) -> list[Offered]:
    markings = markings_of(rows)
    return [Offered(row, [markings[row.pk]], partial(_in_a_list, row)) for row in rows]


def _in_a_list(row: RecordEntry) -> EntryLine:
    return EntryLine(**_line(row))


def _line(row: RecordEntry) -> dict[str, Any]:
    line = line_of(row, _language())
    text = line.text.translation
    return {
        "key": row.key,
        "kind": Choice(slug=row.kind, words=str(KIND_WORDS[Kind(row.kind)])),
        "title": text.title,
        "summary": text.summary,
        "language": line.text.language,
        "country": line.country,
        "place": line.place,
        "when": row.when,
        "when_words": text.when_text,
        "starts_on": row.starts_on,
    }


def _whole(page: RecordPage) -> EntryShown:
    differing = [_claim(line, group) for group in page.differing for line in group]
    claims = [*differing, *(_claim(line, ()) for line in page.claims)]
    return EntryShown(
        **_line(page.line.entry),
        claims=claims,
        provisions=[Named(id=line.provision.key, name=line.chip) for line in page.provisions],
    )


def _claim(line: ClaimLine, group: Sequence[ClaimLine]) -> Claim:
    claim = line.claim
    return Claim(
        key=claim.key,
        statement=line.text.translation.statement,
        figure=claim.figure,
        claimed_by=claim.claimed_by,
        claimed_when=claim.claimed_when,
        differs_from=[other.claim.key for other in group if other.claim.pk != claim.pk],
        sources=[_publication(source) for source in line.sources],
    )


def _publication(source: RecordSource) -> Publication:
    return Publication(title=source.title, published=source.published, address=source.address)


def _language() -> str:
    return get_language() or "en"
