"""Reading courses: what there is, one version, one session, and where a draft stands."""

from pulang.common.learning.queries.books import Book, of_edition, of_version
from pulang.common.learning.queries.courses import (
    ORDERS,
    CourseLine,
    ModuleLine,
    SessionLine,
    course_of,
    courses,
    module_lines,
    pack_of,
    session,
    state_of,
    version,
    versions,
)

__all__ = [
    "ORDERS",
    "Book",
    "CourseLine",
    "ModuleLine",
    "SessionLine",
    "course_of",
    "courses",
    "module_lines",
    "of_edition",
    "of_version",
    "pack_of",
    "session",
    "state_of",
    "version",
    "versions",
]
