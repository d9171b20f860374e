"""A session of an edition beside its master: every difference with the operation, author and reason behind it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404

from pulang.common.learning.models import EditionOperation, EditionVersion
from pulang.common.learning.queries import editions
from pulang.common.learning.rules.course import TITLE, CourseSession, Section
from pulang.common.learning.rules.editions.applying import Applied, Change
from pulang.common.learning.rules.editions.operations import KIND_WORDS, address
from pulang.common.learning.rules.editions.targets import Targets
from pulang.common.learning.rules.packs.texts import RUN_SHEET
from pulang.common.learning.rules.speaking import Said
from pulang.common.learning.rules.vocabulary import LANGUAGES
from pulang.common.learning.views.edition_presentation import person
from pulang.common.learning.views.presentation import Passage, passage, spoken
from pulang.foundation.policy.viewer import Viewer


@dataclass(frozen=True)
class Behind:
    """One operation behind a difference."""

    kind: object
    author: str
    reason: str


@dataclass(frozen=True)
class Difference:
    """A text that differs: as the master says it, as the edition says it, and why."""

    language: str
    master: Passage | None
    edition: Passage | None
    behind: list[Behind]


@dataclass(frozen=True)
class Comparison:
    """A session beside its master. ``same`` are the headings of texts that do not differ."""

    title: Said
    differences: list[Difference]
    same: list[Said]
    whole: list[Behind]


def comparison(viewer: Viewer, row: EditionVersion, module: str, session: str) -> Comparison:
    """The session on both sides; ``Http404`` where neither has it."""
    applied, place = editions.applied(row), f"{module}/{session}"
    master, edition = Targets(editions.base_course(row.base_id)), Targets(applied.course)
    if place not in master.things and place not in edition.things:
        raise Http404
    rows = {str(one.pk): one for one in editions.operations(row)}
    differences, same = [], []
    for where, name in _names(master, edition, place):
        found = list(_differences(master, edition, where, name))
        if not found and where == place and (said := _said(edition, where, name)):
            same.append(said)
        for language, old, new in found:
            behind = _behind(applied, rows, where, name, language)
            differences.append(Difference(language, _passage(old), _passage(new), behind))
    title = _said(edition, place, "title") or _said(master, place, "title")
    assert title is not None, "every session has a title"
    whole = [one for part in (place, module) for one in _behind(applied, rows, part, "", "")]
    return Comparison(title, differences, same, whole)


def _differences(
    master: Targets, edition: Targets, place: str, name: str
) -> Iterator[tuple[str, Said | None, Said | None]]:
    """The languages in which a text differs, the reader's first; not where a translation went with its source."""
    source = master.course.source
    source_differs = master.text(place, name, source) != edition.text(place, name, source)
    for language in dict.fromkeys((spoken(), source, *LANGUAGES)):
        old, new = (targets.text(place, name, language) for targets in (master, edition))
        if old == new or (new is None and language != source and source_differs):
            continue
        yield language, _headed(master, place, old, language), _headed(edition, place, new, language)


def _passage(said: Said | None) -> Passage | None:
    return passage(said) if said is not None else None


def _names(master: Targets, edition: Targets, place: str) -> Iterator[tuple[str, str]]:
    """Every text of the session and its activities on either side, once."""
    found: dict[tuple[str, str], None] = {}
    for targets in (edition, master):
        for where in _places(targets, place):
            for said in targets.said(where).values():
                found |= {(where, name): None for name in said.texts if name != RUN_SHEET}
    yield from found


def _places(targets: Targets, place: str) -> list[str]:
    thing = targets.things.get(place)
    if not isinstance(thing, CourseSession):
        return []
    return [place, *(f"{place}/{activity.key}" for activity in thing.activities)]


def _said(targets: Targets, place: str, name: str) -> Said | None:
    """A text in the reader's language, else in the source."""
    for language in (spoken(), targets.course.source):
        found = targets.text(place, name, language)
        if found is not None:
            return _headed(targets, place, found, language)
    return None


def _headed(targets: Targets, place: str, section: Section | None, language: str) -> Said | None:
    """A text without a heading, of an activity, is headed by the activity's title."""
    if section is None:
        return None
    title = targets.text(place, TITLE, language) or targets.text(place, TITLE, targets.course.source)
    return Said(section.heading or (title.body if title else ""), section.body, language)


def _behind(applied: Applied, rows: dict[str, EditionOperation], place: str, name: str, language: str) -> list[Behind]:
    """The operations behind a difference: on the text itself, or on what it stands in."""
    found: dict[str, None] = {}
    asked = [Change(address(place, name)), Change(address(place, name), language), Change(place)]
    for change in asked:
        found |= dict.fromkeys(applied.provenance.get(change, ()))
    return [
        Behind(KIND_WORDS[rows[key].kind], person(rows[key].author), rows[key].reason) for key in found if key in rows
    ]
