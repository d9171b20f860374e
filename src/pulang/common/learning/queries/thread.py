"""What courses add to a good practice's page: the sessions that teach it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Count
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from pulang.common.frameworks.models import Provision
from pulang.common.frameworks.queries import ThreadEntry, ThreadSource, register_source
from pulang.common.learning.models import CourseSession, CourseVersion, SessionProvision
from pulang.common.learning.queries.courses import SessionLine, courses
from pulang.common.learning.rules.speaking import say, title_of
from pulang.foundation.policy.viewer import Viewer


def register() -> None:
    """Called at start-up."""
    register_source(ThreadSource("sessions", gettext_lazy("Course sessions"), 20, entries, counts))


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
