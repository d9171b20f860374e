"""The courses of which certificates are counted, whichever version or edition was taught."""

from uuid import UUID

from pulang.common.learning.queries.courses import courses
from pulang.common.learning.rules.speaking import title_of
from pulang.foundation.policy.viewer import Viewer


def course_choices(viewer: Viewer, language: str) -> list[tuple[UUID, str, str]]:
    """The courses that the viewer may read: id, key and title."""
    lines = [line for line in courses(viewer) if line.version.released_at is not None]
    return [
        (line.version.course_id, line.version.course.key, title_of(line.course.wordings, language).heading)
        for line in lines
    ]
