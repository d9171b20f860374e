"""Editions as a viewer may see them: their versions, what each is as a course, and where it stands."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from uuid import UUID

from django.db.models import Count, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Organisation
from pulang.common.learning.models import CourseVersion, EditionFlag, EditionOperation, EditionVersion, Standing
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries.books import Book, of_edition
from pulang.common.learning.queries.courses import course_of, module_lines
from pulang.common.learning.rules import course as values
from pulang.common.learning.rules.course import TITLE
from pulang.common.learning.rules.editions.applying import Applied, apply
from pulang.common.learning.rules.editions.operations import Operation
from pulang.common.learning.rules.editions.state import EditionState, Facts, edition_state
from pulang.common.learning.rules.speaking import Said, title_of
from pulang.common.marking.queries import shown
from pulang.foundation.pages import Order
from pulang.foundation.policy.rules import visible
from pulang.foundation.policy.viewer import Viewer

EDITION_ORDERS = (Order("latest", _("Latest first"), ("-made_at", "-id")),)
_RELATED = ("edition__organisation", "edition__course", "base__course", "marking", "rebased_from__course")


def edition_versions(viewer: Viewer) -> QuerySet[EditionVersion]:
    """Every version of an edition that the viewer may read, the latest first."""
    rows = visible(viewer, P.EDITION_READ, EditionVersion.objects.all())
    slim = rows.select_related(*_RELATED).defer("base__pack", "rebased_from__pack", "rebased_from__sheet")
    return slim.order_by(*EDITION_ORDERS[0].fields)


def edition_version(viewer: Viewer, edition: str, number: int | None = None) -> EditionVersion:
    """One version through the gate, or ``Http404``; without a number the latest released, else the draft."""
    rows = edition_versions(viewer).filter(edition__key=edition)
    found = list(shown(viewer, rows if number is None else rows.filter(number=number)))
    released = [row for row in found if row.released_at is not None]
    if not found:
        raise Http404
    return (released or found)[0]


def editions_of(viewer: Viewer, base: CourseVersion) -> Sequence[EditionVersion]:
    """The versions of editions over this version of a master, through the gate."""
    return shown(viewer, edition_versions(viewer).filter(base=base)[:20])


def hosts(viewer: Viewer) -> QuerySet[Organisation]:
    """Organisations for which the viewer may make an edition."""
    return visible(viewer, P.EDITION_WRITE, Organisation.objects.filter(closed_on__isnull=True)).order_by("sort_key")


def operations(row: EditionVersion) -> list[EditionOperation]:
    """All operations of a version that the viewer was let to, in their order."""
    rows = row.operations.select_related("author__contact", "approved_by__contact", "decided_by__contact", "provision")
    return list(rows.order_by("position", "id"))


def active(row: EditionVersion) -> list[EditionOperation]:
    """Those that are carried out."""
    return list(row.operations.filter(standing=Standing.ACTIVE).order_by("position", "id"))


def as_operation(row: EditionOperation) -> Operation:
    """The operation as the rules take it."""
    return Operation(str(row.pk), row.kind, row.place, row.name, row.language, row.content, row.made_from)


def applied(row: EditionVersion, carried_out: Iterable[EditionOperation] | None = None) -> Applied:
    """The edition as a course. One query for its operations; what it gives is remembered while they stay the same."""
    found = active(row) if carried_out is None else carried_out
    told = [[str(one.pk), one.kind, one.place, one.name, one.language, one.content] for one in found]
    result = _applied(row.base_id, json.dumps(told, sort_keys=True))
    course = replace(result.course, key=row.edition.key, version=f"{row.number}.0.0")
    return replace(result, course=course)


def book(row: EditionVersion) -> Book:
    """The edition as pages read it."""
    return of_edition(row, applied(row).course)


def base_course(pk: UUID) -> values.Course:
    """The whole course of a released version of a master, which never changes."""
    return _base(pk)


@lru_cache(maxsize=6)
def _base(pk: UUID) -> values.Course:
    row = CourseVersion.objects.select_related("course").defer("pack").get(pk=pk)
    modules = (replace(line.module, sessions=tuple(one.session for one in line.sessions)) for line in module_lines(row))
    return replace(course_of(row), modules=tuple(modules))


@lru_cache(maxsize=24)
def _applied(base: UUID, told: str) -> Applied:
    return apply(_base(base), [Operation(*one) for one in json.loads(told)])


def edition_state_of(row: EditionVersion) -> EditionState:
    """Where a version stands. Two queries for a draft, none for what is released."""
    return edition_states([row])[row.pk]


def edition_states(rows: Sequence[EditionVersion]) -> dict[UUID, EditionState]:
    """Where versions stand. Two queries for all of them."""
    drafts = [row.pk for row in rows if row.released_at is None]
    conflicts = _counts(EditionOperation.objects.filter(standing=Standing.OPEN), drafts)
    flags = _counts(EditionFlag.objects.filter(answered_at__isnull=True), drafts)
    return {
        row.pk: edition_state(
            Facts(
                open_conflicts=conflicts.get(row.pk, 0),
                submitted=row.submitted_at is not None,
                returned=row.returned_at is not None,
                open_flags=flags.get(row.pk, 0),
                host_approved=row.host_approved_at is not None,
                lead_approved=row.lead_approved_at is not None,
                released=row.released_at is not None,
            )
        )
        for row in rows
    }


def _counts(rows: "QuerySet[EditionOperation] | QuerySet[EditionFlag]", versions: Sequence[UUID]) -> dict[UUID, int]:
    if not versions:
        return {}
    found = rows.filter(version__in=versions).order_by().values_list("version").annotate(number=Count("pk"))
    return dict(found)


def titles_of(rows: Sequence[EditionVersion], language: str) -> dict[UUID, Said]:
    """What editions are called: by their own operation on the title, else as their master. One query."""
    found = {row.pk: title_of(course_of(row.base).wordings, language) for row in rows}
    own = EditionOperation.objects.filter(version__in=list(found), place="", name=TITLE, standing=Standing.ACTIVE)
    for operation in own:
        if operation.language == found[operation.version_id].language:
            title = as_operation(operation).section(None).heading
            found[operation.version_id] = Said(title, "", operation.language)
    return found


def newer_bases(viewer: Viewer, row: EditionVersion) -> list[CourseVersion]:
    """Released versions of the master after the one that the edition rests on, the latest first."""
    rows = visible(viewer, P.COURSE_READ, CourseVersion.objects.filter(course=row.edition.course_id))
    after = [
        found
        for found in rows.filter(released_at__isnull=False).select_related("course", "marking").defer("pack", "sheet")
        if (found.major, found.minor, found.patch) > (row.base.major, row.base.minor, row.base.patch)
    ]
    return sorted(after, key=lambda found: (found.major, found.minor, found.patch), reverse=True)
