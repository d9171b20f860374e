"""Pages of the public record: what was reported, by whom, when and where; not checked by anybody here."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.dateformat import format as in_words
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from pulang.forum.engagements.permissions import EngagementsPermission as P
from pulang.forum.engagements.queries import record as queries
from pulang.forum.engagements.queries.record import ClaimLine, RecordLine
from pulang.forum.engagements.rules.partial import partial
from pulang.forum.engagements.rules.record import KIND_WORDS, SOURCE_LANGUAGE, Kind
from pulang.foundation.policy.guard import ViewerRequest, guard

SECTIONS: tuple[tuple[Promise, frozenset[str]], ...] = (
    (_("CVE-P engagements, by country"), frozenset({Kind.ENGAGEMENT})),
    (_("Workshops and meetings, by date"), frozenset({Kind.WORKSHOP, Kind.MEETING})),
    (_("History of the working groups"), frozenset({Kind.BODY_HISTORY})),
)


@guard(P.RECORD_VIEW)
@require_safe
def record(request: ViewerRequest) -> HttpResponse:
    """Everything that has been reported: engagements by country, workshops and meetings by date."""
    kind, country = request.GET.get("kind", ""), request.GET.get("country", "")
    language = get_language() or SOURCE_LANGUAGE
    lines = queries.record(request.viewer, language=language, kind=kind, country=country)
    context = {
        "sections": _sections(lines),
        "kinds": [(value.value, label) for value, label in KIND_WORDS.items()],
        "countries": queries.countries(request.viewer, language),
        "kind": kind,
        "country": country,
    }
    return render(request, "engagements/record.html", context)


@guard(P.RECORD_VIEW)
@require_safe
def record_entry(request: ViewerRequest, key: str) -> HttpResponse:
    """One entry: each claim with who made it, when, and where it stands; differing figures side by side."""
    page = queries.record_entry(request.viewer, key, language=get_language() or SOURCE_LANGUAGE)
    context = {
        "page": page,
        "line": page.line,
        "kind": KIND_WORDS[Kind(page.line.entry.kind)],
        "differing": [[_said(line) for line in group] for group in page.differing],
        "claims": [_said(line) for line in page.claims],
    }
    return render(request, "engagements/record_entry.html", context)


@dataclass(frozen=True)
class Published:
    """A publication as a page shows it: a link only where the whole address is known."""

    title: str
    when: str
    address: str


@dataclass(frozen=True)
class Said:
    """A claim with its dates in words."""

    line: ClaimLine
    when: str
    sources: tuple[Published, ...]


def _said(line: ClaimLine) -> Said:
    sources = tuple(Published(source.title, day_words(source.published), source.address) for source in line.sources)
    return Said(line, day_words(line.claim.claimed_when), sources)


def day_words(text: str) -> str:
    """A partial date in words, as precise as it is: 2024, October 2024, 2 October 2024; empty for none."""
    found = partial(text)
    if found is None:
        return ""
    if found.precision == 1:
        return str(found.first.year)
    return in_words(found.first, "F Y") if found.precision == 2 else date_format(found.first)


@dataclass(frozen=True)
class Section:
    """Entries of one heading."""

    heading: Promise
    lines: Sequence[tuple[Promise, RecordLine]]


def _sections(lines: Sequence[RecordLine]) -> list[Section]:
    sections = [
        Section(heading, [(KIND_WORDS[Kind(line.entry.kind)], line) for line in lines if line.entry.kind in kinds])
        for heading, kinds in SECTIONS
    ]
    return [section for section in sections if section.lines]
