"""What courses put on Today: drafts that wait for a human-rights reader, or for whoever keeps the courses."""

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pulang.common.learning.models import CourseVersion
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries.courses import course_of, state_of, versions
from pulang.common.learning.rules.releasing import STATE_WORDS, State
from pulang.common.learning.rules.speaking import title_of
from pulang.common.marking.queries import shown
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.today import Duty
from pulang.foundation.ui.parts import State as Tag
from pulang.foundation.ui.parts import Task

MOST = 20
FOR_THE_READER = frozenset({State.FLAGGED, State.TO_SIGN})


def duties(viewer: Viewer) -> list[Duty]:
    """Drafts, for whoever acts next with them and for whoever waits for that."""
    if not (viewer.may(P.COURSE_SIGN) or viewer.may(P.COURSE_IMPORT)):
        return []
    drafts = shown(viewer, versions(viewer).filter(released_at__isnull=True)[:MOST])
    return [_duty(viewer, row) for row in drafts]


def _duty(viewer: Viewer, row: CourseVersion) -> Duty:
    state = state_of(row)
    label, kind = STATE_WORDS[state.state]
    mine = viewer.may(P.COURSE_SIGN if state.state in FOR_THE_READER else P.COURSE_RELEASE)
    name = title_of(course_of(row).wordings, get_language() or "en").heading
    page = "learning:flags" if mine and state.state in FOR_THE_READER else "learning:version"
    task = Task(
        title=_("Course: {title} {version}").format(title=name, version=row.number),
        url=reverse(page, kwargs={"course": row.course.key, "number": row.number}),
        why=str(state.reason),
        state=Tag(label, kind),  # type: ignore[arg-type]
        marking=row.marking.label,
    )
    return Duty(task=task, mine=mine, since=row.made_at.date(), at_once=mine)
