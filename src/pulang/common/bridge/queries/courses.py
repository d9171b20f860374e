"""Signed course files: what leaves, what a file says, and the link beside a course."""

from django.urls import reverse
from django.utils.translation import gettext as _

from pulang.common.bridge.permissions import BridgePermission as P
from pulang.common.bridge.queries.files import REASONS, NotTaken, Opened, opened
from pulang.common.bridge.rules.courses import HELD_ELSEWHERE, KIND, CourseFile, course_file
from pulang.common.learning.queries import Book
from pulang.common.learning.queries.beside import Beside, Line, register_beside
from pulang.common.learning.queries.origins import Leaving
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel.signedfiles import BadFile

__all__ = ["HELD_ELSEWHERE", "KIND", "CourseFile", "file_of", "register", "told"]


def register() -> None:
    """Called at start-up."""
    register_beside("30-signed", _beside)


def _beside(viewer: Viewer, book: Book) -> Beside | None:
    """Where a released version leaves as a signed file, for whoever may take it along."""
    if book.row.released_at is None or not viewer.may(P.COURSE_GIVE):
        return None
    page = "bridge:edition-file" if book.is_edition else "bridge:course-file"
    why = _("For a host with an installation of its own: upload it there, or carry it on a USB stick.")
    line = Line(_("Download as a signed file"), reverse(page, kwargs=dict(book.where)), why, saved=True)
    return Beside(_("For another installation"), (line,))


def file_of(found: Leaving) -> CourseFile:
    """What a version that leaves says of itself."""
    return CourseFile(
        course=found.key,
        version=found.number,
        titles=found.titles,
        languages=found.languages,
        label=found.label,
        released_on=found.released_on,
        released_by=found.released_by,
        pack=found.pack,
    )


def told(raw: bytes) -> tuple[Opened, CourseFile]:
    """A signed course file that may be taken here. Raises ``NotTaken``."""
    found = opened(raw, KIND)
    try:
        file = course_file(found.file.content)
    except BadFile as bad:
        raise NotTaken(REASONS[bad.why]) from None
    if found.installation.country_id is not None:
        raise NotTaken(_("Courses come from the working group; this file comes from a country's service."))
    if file.label not in HELD_ELSEWHERE:
        held = " / ".join(label.value for label in HELD_ELSEWHERE)
        words = _("The course is labelled {label}. Another installation may hold only {held}. Ask for its release.")
        raise NotTaken(words.format(label=file.label.value, held=held))
    return found, file
