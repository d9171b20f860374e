"""What courses add to a good practice's page: the sessions that teach it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from pulang.common.frameworks.models import Provision
from pulang.common.frameworks.queries import ThreadEntry, ThreadSource, register_source
from pulang.common.learning.models import (
    CourseSession,
    CourseVersion,
    EditionProvision,
    EditionVersion,
    SessionProvision,
)
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import editions
from pulang.common.learning.queries.courses import SessionLine, courses
from pulang.common.learning.queries.editions import edition_versions
from pulang.common.learning.rules.speaking import say, title_of
from pulang.foundation.policy.rules import visible
from pulang.foundation.policy.viewer import Viewer


def register() -> None:
    """Called at start-up."""
    register_source(ThreadSource("sessions", gettext_lazy("Course sessions"), 20, entries, counts))
    own = gettext_lazy("Sessions of editions")
    register_source(ThreadSource("edition-sessions", own, 21, edition_entries, edition_counts))


def entries(viewer: Viewer, provision: Provision) -> list[ThreadEntry]:
    """Sessions of released courses that teach the good practice; of each course the latest version only."""
    taught = CourseSession.objects.filter(links__provision=provision, module__version__in=_released(viewer))
    rows = taught.select_related("module__version__course", "module__version__marking")
    return [_entry(row) for row in rows.order_by("module__version", "module__position", "position")]


def counts(viewer: Viewer, provision_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """How many of those sessions there are for each good practice."""
    released = _released(viewer)
    if not released:
        return {}
    rows = SessionProvision.objects.filter(provision__in=provision_ids, session__module__version__in=released)
    return dict(rows.values_list("provision").annotate(Count("pk")))


def _released(viewer: Viewer) -> list[CourseVersion]:
    return [line.version for line in courses(viewer) if line.version.released_at is not None]


def _entry(row: CourseSession) -> ThreadEntry:
    version, session = row.module.version, SessionLine(row.module.key, row.key, row.minutes, row.sheet).session
    language = get_language() or "en"
    title, objectives = title_of(session.wordings, language), say(session.wordings, "objectives", language)
    assert version.released_at is not None, "only released versions are gathered"
    where = {"course": version.course.key, "number": version.number, "module": row.module.key, "session": row.key}
    return ThreadEntry(
        when=version.released_at.date(),
        when_text=date_format(version.released_at),
        heading=_("A course session teaches it"),
        title=title.heading,
        url=reverse("learning:session", kwargs=where),
        text=objectives.body,
        text_language=title.language,
        tlp_label=version.marking.label,
        kind="session",
        detail=_("{minutes} minutes").format(minutes=row.minutes),
        row=version,
    )


def edition_entries(viewer: Viewer, provision: Provision) -> list[ThreadEntry]:
    """Sessions of released editions that teach the good practice; of each edition the latest version only."""
    links = EditionProvision.objects.filter(provision=provision, version__in=_latest(viewer))
    rows = edition_versions(viewer).filter(pk__in=links.values("version"))
    places: dict[UUID, list[str]] = {}
    for version, place in links.order_by("pk").values_list("version", "place"):
        places.setdefault(version, []).append(place)
    return [_edition_entry(row, place) for row in rows for place in places[row.pk]]


def edition_counts(viewer: Viewer, provision_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """How many of those sessions there are for each good practice."""
    rows = EditionProvision.objects.filter(provision__in=provision_ids, version__in=_latest(viewer))
    return dict(rows.values_list("provision").annotate(Count("pk")))


def _latest(viewer: Viewer) -> "QuerySet[EditionVersion]":
    """Of each edition the latest released version that the viewer may read."""
    rows = visible(viewer, P.EDITION_READ, EditionVersion.objects.filter(released_at__isnull=False))
    later = EditionVersion.objects.filter(
        edition=OuterRef("edition"), number__gt=OuterRef("number"), released_at__isnull=False
    )
    return rows.filter(~Exists(later)).order_by().values("pk")  # type: ignore[return-value]


def _edition_entry(row: EditionVersion, place: str) -> ThreadEntry:
    book, (module, key) = editions.book(row), place.split("/")
    session, language = book.session(module, key).session, get_language() or "en"
    title, objectives = title_of(session.wordings, language), say(session.wordings, "objectives", language)
    assert row.released_at is not None, "only released versions are gathered"
    return ThreadEntry(
        when=row.released_at.date(),
        when_text=date_format(row.released_at),
        heading=_("A session of an edition teaches it"),
        title=title.heading,
        url=book.url("session", module=module, session=key),
        text=objectives.body,
        text_language=title.language,
        tlp_label=row.marking.label,
        kind="edition-session",
        detail=row.edition.organisation.name,
        row=row,
    )
